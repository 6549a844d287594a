/** A handshake that is refused before the upgrade. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { it, type TestContext } from 'node:test';
import { refuse } from '../../../relay/gateway/refusal.ts';
import { untilEnd } from '../../support/raw-socket.ts';

const REFUSAL = { status: 429, error: 'too-many', message: 'Wait – a moment.', retryAfterSeconds: 7 } as const;

async function meet(t: TestContext): Promise<{ client: Socket; server: Socket }> {
  const listener = createServer({ allowHalfOpen: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  t.after(() => listener.close());
  const accepted = once(listener, 'connection') as Promise<[Socket]>;
  const client = createConnection((listener.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  const [server] = await accepted;
  server.on('error', () => server.destroy());
  return { client, server };
}

it('says why as HTTP with JSON, and when to come back', async (t) => {
  const { client, server } = await meet(t);
  refuse(server, REFUSAL);
  const text = (await untilEnd(client)).toString();
  assert.match(text, /^HTTP\/1\.1 429 Too Many Requests\r\n/);
  assert.match(text, /\r\nRetry-After: 7\r\n/);
  const [, head = '', body = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(text) ?? [];
  assert.deepEqual(JSON.parse(body), { error: 'too-many', message: 'Wait – a moment.' });
  assert.match(head, new RegExp(`Content-Length: ${Buffer.byteLength(body)}`));
});

it('reaches a client that is still sending', async (t) => {
  const { client, server } = await meet(t);
  client.write(Buffer.alloc(32 * 1024));
  await once(server, 'readable');
  refuse(server, REFUSAL);
  client.write(Buffer.alloc(1024));
  assert.match((await untilEnd(client)).toString(), /^HTTP\/1\.1 429/);
});

it('ends although the client neither reads nor goes, or sends without end', async (t) => {
  for (const sends of [false, true]) {
    const { client, server } = await meet(t);
    client.pause();
    const closed = once(server, 'close');
    refuse(server, REFUSAL);
    for (let count = 0; sends && count < 64; count++) client.write(Buffer.alloc(16 * 1024));
    await closed;
    client.destroy();
  }
});

it('says nothing to a socket that is gone', async (t) => {
  const { client, server } = await meet(t);
  server.destroy();
  refuse(server, REFUSAL);
  assert.equal((await untilEnd(client)).length, 0);
});
