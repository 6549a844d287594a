/** How many requests one address may make. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import express from 'express';
import { createRateLimit } from '../../../relay/http/rate-limit.ts';
import { startRelay } from '../../support/relay.ts';

async function serve(t: TestContext, maxRequests: number): Promise<string> {
  const lifetime = new AbortController();
  const addressOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['x-from']);
  const app = express().use(createRateLimit(addressOf, lifetime.signal, maxRequests), (_request, response) => {
    response.send('ok');
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  t.after(() => {
    lifetime.abort();
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('one address has as many as it may have, and others have theirs', async (t) => {
  const url = await serve(t, 5);
  const ask = (from: string) => fetch(url, { headers: { 'x-from': from } });
  for (let count = 0; count < 5; count++) assert.equal((await ask('a')).status, 200);
  const refused = await ask('a');
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal(((await refused.json()) as { error: string }).error, 'rate-limited');
  assert.equal((await ask('b')).status, 200);
});

it('whether the relay lives is never too often asked', async (t) => {
  const { url } = await startRelay(t);
  for (let batch = 0; batch < 13; batch++) {
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const response = await fetch(`${url}live`);
        await response.arrayBuffer();
        return response.status;
      }),
    );
    assert.deepEqual([...new Set(statuses)], [200]);
  }
});
