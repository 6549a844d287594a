/** `/live` and `/ready`. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import express from 'express';
import { createHealth, type Readiness } from '../../../relay/http/health.ts';
import { startRelay } from '../../support/relay.ts';

for (const [path, status] of [
  ['live', 'live'],
  ['ready', 'ready'],
]) {
  it(`/${path} answers 200, and is never cached`, async (t) => {
    const { url } = await startRelay(t);
    const response = await fetch(`${url}${path}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), { status });
  });
}

it('/live tells pages of any origin that this is a relay; /ready is for whoever runs it', async (t) => {
  const { url } = await startRelay(t);
  const origins = await Promise.all(
    ['live', 'ready'].map(async (path) => (await fetch(`${url}${path}`)).headers.get('access-control-allow-origin')),
  );
  assert.deepEqual(origins, ['*', null]);
});

async function ask(t: TestContext, readiness: Readiness) {
  const server = createServer(express().use(createHealth(() => readiness))).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [live, ready] = await Promise.all([fetch(`${url}/live`), fetch(`${url}/ready`)]);
  assert.equal(live.status, 200, 'whatever it is ready for, it lives');
  return { status: ready.status, body: (await ready.json()) as { status: string; reasons?: object[] } };
}

it('/ready says since when and why this relay does not hear the others', async (t) => {
  const bus = {
    state: 'degraded',
    sinceMs: 1_800_000_000_000,
    reason: 'no answer',
    missed: 2,
    roundTripMs: 1,
  } as const;
  const { status, body } = await ask(t, { isClosing: false, bus });
  assert.equal(status, 503);
  assert.deepEqual(body, {
    status: 'degraded',
    reasons: [
      {
        code: 'degraded',
        message: 'This relay does not hear the others: no answer. Rooms on it go on.',
        since: '2027-01-15T08:00:00.000Z',
      },
    ],
  });
  assert.equal((await ask(t, { isClosing: false, bus: { ...bus, state: 'ok' } })).status, 200);
});

it('/ready names every reason, closing first', async (t) => {
  const bus = { state: 'degraded', sinceMs: 0, reason: 'x', missed: 2, roundTripMs: 1 } as const;
  const { status, body } = await ask(t, { isClosing: true, bus });
  assert.deepEqual([status, body.status, body.reasons?.length], [503, 'closing', 2]);
});
