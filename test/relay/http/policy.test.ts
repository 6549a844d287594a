/** What browsers are told about pages of a relay. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { startRelay } from '../../support/relay.ts';

it('its own answers may do nothing and be framed by nobody', async (t) => {
  const { url } = await startRelay(t);
  const { headers } = await fetch(`${url}live`);
  const policy = headers.get('content-security-policy')?.split(';') ?? [];
  for (const directive of [
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html stream-room',
  ]) {
    assert.ok(policy.includes(directive), `${directive} is in ${policy.join('; ')}`);
  }
  assert.doesNotMatch(policy.join(), /unsafe/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin-allow-popups');
  assert.match(headers.get('permissions-policy') ?? '', /camera=\(\), microphone=\(\)/);
  assert.equal(headers.get('strict-transport-security'), null, 'without TLS');
});

it('a site’s pages and the scripts may show a call', async (t) => {
  const site = mkdtempSync(join(tmpdir(), 'stream-room-site-'));
  t.after(() => rmSync(site, { recursive: true }));
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>Demo</title>');
  const { url } = await startRelay(t, { site, assets: site });
  const { headers } = await fetch(url);
  assert.match(headers.get('content-security-policy') ?? '', /connect-src 'self' https: wss:/);
  assert.equal(headers.get('permissions-policy'), null);
});
