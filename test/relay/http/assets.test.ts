/** The script and what lies beside it, for pages of any origin. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { startRelay } from '../../support/relay.ts';

function createAssets(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-assets-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'chunks'));
  writeFileSync(join(folder, 'stream-room.js'), 'export {};');
  writeFileSync(join(folder, 'stream-room-media.js'), '// worker');
  writeFileSync(join(folder, 'chunks/effects.js'), '// chunk');
  writeFileSync(join(folder, '.secret'), 'no');
  return folder;
}

it('serves script, worker and chunks to any origin, with the right type', async (t) => {
  const { url } = await startRelay(t, { assets: createAssets(t) });
  for (const path of ['stream-room.js', 'stream-room-media.js', 'chunks/effects.js']) {
    const response = await fetch(`${url}${path}`, { headers: { Origin: 'https://elsewhere.example' } });
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get('content-type') ?? '', /^(text|application)\/javascript/);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  }
});

it('answers 304 while a file is the same', async (t) => {
  const { url } = await startRelay(t, { assets: createAssets(t) });
  const first = await fetch(`${url}stream-room.js`);
  const headers = { 'If-None-Match': first.headers.get('etag') ?? '', 'Cache-Control': 'max-age=0' };
  const second = await fetch(`${url}stream-room.js`, { headers });
  assert.equal(second.status, 304);
});

it('gives out nothing else', async (t) => {
  const { url } = await startRelay(t, { assets: createAssets(t) });
  for (const path of ['.secret', 'chunks', 'chunks/', '%2e%2e/%2e%2e/etc/passwd', '..%2fpackage.json', '%00', '%']) {
    const { status } = await fetch(`${url}${path}`);
    assert.ok(status === 404 || status === 400 || status === 403, `${path} answered ${status}`);
  }
});

it('says what to do where the script is not built', async (t) => {
  const { url } = await startRelay(t, { assets: join(tmpdir(), 'nothing-here') });
  const response = await fetch(`${url}stream-room.js`);
  assert.equal(response.status, 404);
  const { error, message } = (await response.json()) as { error: string; message: string };
  assert.equal(error, 'not-built');
  assert.match(message, /npm run build/);
});
