/** What the relay answers over HTTP. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import express from 'express';
import { createConfig } from '../../../relay/config.ts';
import { createApp } from '../../../relay/http/app.ts';
import type { Log } from '../../../relay/log.ts';
import { startRelay } from '../../support/relay.ts';

it('serves the pages of a site, guarded but able to load the script and reach any relay', async (t) => {
  const site = mkdtempSync(join(tmpdir(), 'stream-room-site-'));
  t.after(() => rmSync(site, { recursive: true }));
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>Demo</title>');
  const { url } = await startRelay(t, { site });
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /Demo/);
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'self'/);
  assert.match(policy, /connect-src 'self' https: wss:/);
  assert.doesNotMatch(policy, /upgrade-insecure-requests/);
  assert.equal(response.headers.get('strict-transport-security'), null);
  assert.equal(response.headers.get('x-powered-by'), null);
});

it('answers what it does not have with short JSON', async (t) => {
  const { url } = await startRelay(t);
  for (const method of ['GET', 'POST', 'DELETE']) {
    const response = await fetch(`${url}nothing?<script>`, { method });
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const { error } = (await response.json()) as { error: string };
    assert.equal(error, 'not-found');
  }
});

it('answers what it cannot read with JSON as well, and does not log it', async (t) => {
  const { url, said } = await startRelay(t);
  const response = await fetch(`${url}%E0%A4%A`);
  assert.equal(response.status, 404);
  assert.equal(((await response.json()) as { error: string }).error, 'not-found');
  assert.deepEqual(said, []);
});

it('keeps to itself what failed, and logs it', async (t) => {
  const said: string[] = [];
  const isReady = () => {
    throw new Error('secret detail');
  };
  const { signal } = new AbortController();
  const log: Log = (level, message, cause) => said.push(`${level} ${message} ${cause}`);
  const app = express().use(createApp({ config: createConfig(), isReady, log, signal, addressOf: () => 'one' }));
  const server = createServer(app).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ready`);
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: 'relay-error', message: 'The relay failed at this request.' });
  assert.deepEqual(said, ['error a request failed: Error: secret detail']);
});
