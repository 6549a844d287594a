/** What a request may bring along. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { createConfig } from '../../../relay/config.ts';
import { createApp } from '../../../relay/http/app.ts';
import { createBodyParser } from '../../../relay/http/body.ts';

const KiB = 1024;

async function serve(t: TestContext): Promise<string> {
  const app = express()
    .use(createBodyParser())
    .post('/echo', (request, response) => {
      response.json(request.body ?? null);
    })
    // Its handler of errors is the one that the relay has.
    .use(createApp({ config: createConfig(), ...surroundings }));
  const server = createServer(app).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/echo`;
}

const surroundings = {
  log: () => {},
  isReady: () => true,
  addressOf: () => 'one',
  signal: AbortSignal.timeout(60_000),
};

const post = async (url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<number> => {
  const options = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
  const response = await fetch(url, { ...options, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) });
  await response.arrayBuffer();
  return response.status;
};

it('JSON up to 16 KiB', async (t) => {
  const url = await serve(t);
  assert.equal(await post(url, JSON.stringify({ a: 'x'.repeat(15 * KiB) })), 200);
  assert.equal(await post(url, JSON.stringify({ a: 'x'.repeat(17 * KiB) })), 413);
});

it('nothing whose length is not said', async (t) => {
  const url = await serve(t);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 64 * KiB;
      if (sent > 64 * KiB * KiB) controller.close();
      else controller.enqueue(new Uint8Array(64 * KiB).fill(0x20));
    },
  });
  assert.equal(await post(url, endless).catch(() => 411), 411);
  assert.ok(sent < 64 * KiB * KiB);
});

it('nothing compressed: a kilobyte could become a gigabyte', async (t) => {
  const url = await serve(t);
  const bomb = gzipSync(JSON.stringify({ a: 'x'.repeat(1024 * KiB) }));
  assert.ok(bomb.byteLength < 2 * KiB);
  for (const encoding of ['gzip', 'deflate', 'br', 'identity, gzip']) {
    assert.equal(await post(url, bomb, { 'content-encoding': encoding }), 415, encoding);
  }
});

it('nothing that is no JSON', async (t) => {
  const url = await serve(t);
  assert.equal(await post(url, '{"a":'), 400);
  assert.equal(await post(url, '"text"'), 400);
});

it('no prototype', async (t) => {
  const url = await serve(t);
  const response = await fetch(url, {
    method: 'POST',
    body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(response.status, 200);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});
