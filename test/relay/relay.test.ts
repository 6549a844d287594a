/** The relay as a whole: put together, standing alone or as a guest, and closed again. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createConnection } from 'node:net';
import { it } from 'node:test';
import express from 'express';
import { WebSocket, WebSocketServer } from 'ws';
import { ConfigError, createRelay, type RelayOptions } from '../../relay/relay.ts';
import { ProtocolClient } from '../support/protocol-client.ts';
import { askUpgrade } from '../support/raw-socket.ts';
import { startRelay } from '../support/relay.ts';

it('brings what one participant publishes to another, and acknowledges it', async (t) => {
  const relay = await startRelay(t);
  const { client: ada } = await ProtocolClient.join(relay.socketUrl, { name: 'Ada' });
  const { client: ben, result } = await ProtocolClient.join(relay.socketUrl, { name: 'Ben' });
  assert.deepEqual(
    result.participants.map(({ name }) => name),
    ['Ada', 'Ben'],
  );
  const trackId = await ada.publish();
  await ben.until((message) => message.type === 'participant-updated' && message.participant.tracks.length === 1);
  await ben.subscribe(trackId);
  await ada.until((message) => message.type === 'keyframe-requested');
  ada.sendPacket({ trackId }, new Uint8Array([1, 2, 3]));
  await ben.untilPackets(1);
  assert.deepEqual([...(ben.packets[0]?.payload ?? [])], [1, 2, 3]);
  await ada.untilTrue(() => ada.receipts.length > 0, 'a receipt');
  assert.equal(ada.receipts[0]?.packets, 1);
});

it('lives in an Express app of somebody else, below a path, beside another WebSocket', async (t) => {
  const app = express();
  const server = createServer(app);
  const relay = createRelay({ server, basePath: '/call', open: 'any-room' });
  app.use('/call', relay.router);
  app.get('/own', (_request, response) => {
    response.send('mine');
  });
  const other = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/other') other.handleUpgrade(request, socket, head, (webSocket) => webSocket.send('other'));
  });
  server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');

  assert.equal(relay.url, `http://localhost:${relay.port}/call/`);
  const base = `http://127.0.0.1:${relay.port}`;
  assert.equal((await fetch(`${base}/call/live`)).status, 200);
  assert.equal(await (await fetch(`${base}/own`)).text(), 'mine');
  const { client } = await ProtocolClient.join(`${base.replace('http', 'ws')}/call/socket`);
  const foreign = new WebSocket(`${base.replace('http', 'ws')}/other`);
  assert.equal(String((await once(foreign, 'message'))[0]), 'other');

  await assert.rejects(relay.listen(), /guest on a server of yours/);
  await relay.close();
  assert.equal((await client.untilClosed()).code, 4503);
  assert.equal(server.listening, true, 'the server is not ours to close');
  assert.equal((await fetch(`${base}/call/ready`)).status, 503);
  foreign.terminate();
});

it('stands alone below a path', async (t) => {
  const relay = await startRelay(t, { basePath: '/a/b' });
  assert.equal((await fetch(`${relay.url}live`)).status, 200);
  assert.equal((await fetch(new URL('/live', relay.url))).status, 404);
  await ProtocolClient.join(relay.socketUrl);
});

it('ends with its clients told, more than once if asked to, and is not ready meanwhile', async (t) => {
  const relay = await startRelay(t);
  const { client } = await ProtocolClient.join(relay.socketUrl);
  assert.equal((await fetch(`${relay.url}ready`)).status, 200);
  assert.deepEqual([relay.rooms, relay.connections], [1, 1]);
  const closing = relay.close();
  assert.equal(await relay.close(), await closing);
  assert.equal(client.closed?.code ?? (await client.untilClosed()).code, 4503);
  assert.deepEqual(client.ofType('error')[0], {
    type: 'error',
    code: 'relay-closing',
    message: 'The relay is going away. Come back in a moment.',
  });
  assert.equal(relay.connections, 0);
});

it('ends in time although a client does not answer', async (t) => {
  const relay = await startRelay(t, { closeTimeoutMs: 200 });
  const { client } = await ProtocolClient.join(relay.socketUrl);
  client.socket.pause();
  const started = performance.now();
  await relay.close();
  assert.ok(performance.now() - started < 3_000);
  client.vanish();
});

it('does not start with a setting that is wrong, or on a port that is taken', async (t) => {
  assert.throws(() => createRelay({ port: -1 }), ConfigError);
  const { port } = await startRelay(t);
  await assert.rejects(createRelay({ port }).listen(), { code: 'EADDRINUSE' });
});

it('is reached from this machine only, unless told otherwise', async (t) => {
  const { config } = await startRelay(t);
  assert.equal(config.host, '127.0.0.1');
});

it('cuts off who is slow with the request itself', async (t) => {
  const { port } = await startRelay(t);
  const socket = createConnection(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`GET /live HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(9 * 1024)}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1\.1 431 /);
});

it('drains: clients are told when to go, nobody new comes in, who stays is closed, and a second call hurries', async (t) => {
  const relay = await startRelay(t, { drainMs: 60_000 });
  const joined = await Promise.all(Array.from({ length: 5 }, () => ProtocolClient.join(relay.socketUrl)));
  const clients = joined.map(({ client }) => client);
  const closing = relay.close();
  for (const client of clients) {
    const told = await client.until((message) => message.type === 'draining', 'to be told');
    assert.ok(told.type === 'draining' && told.delayMs >= 0 && told.delayMs <= 48_000);
  }
  assert.equal((await fetch(`${relay.url}ready`)).status, 503);
  assert.equal((await fetch(`${relay.url}live`)).status, 200);
  const late = await askUpgrade(relay.port);
  assert.deepEqual([late.status, late.error], [503, 'relay-closing']);
  const [mover, ...others] = clients;
  await mover?.settled();
  mover?.close();
  await mover?.untilClosed();
  void relay.close();
  await closing;
  for (const client of others) assert.equal((await client.untilClosed()).code, 4503);
});

it('drains where it is told to, or where there are other relays; alone it is back sooner than anybody could move', async (t) => {
  const relay = await startRelay(t);
  const { client } = await ProtocolClient.join(relay.socketUrl);
  await relay.close();
  assert.equal((await client.untilClosed()).code, 4503);
  assert.equal(client.ofType('draining').length, 0);
});

it('is not held up by a browser that keeps its connection', async (t) => {
  const relay = await startRelay(t);
  const idle = createConnection(relay.port, '127.0.0.1');
  idle.write('GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(idle, 'data');
  const silent = createConnection(relay.port, '127.0.0.1');
  await once(silent, 'connect');
  const started = performance.now();
  await relay.close();
  assert.ok(performance.now() - started < 3_000);
});

it('says first of all who may join', async (t) => {
  const modes: readonly [settings: RelayOptions, said: RegExp][] = [
    [{}, /^info: open: .* joins any room without a token$/],
    [{ open: 'secret-rooms' }, /^info: open: .* any room whose link they have/],
    [{ tokenSecret: 'x'.repeat(32) }, /^info: every connection needs a token$/],
    [{ host: '0.0.0.0', open: 'any-room' }, /^warn: OPEN TO OTHERS: whoever reaches 0\.0\.0\.0 joins any room/],
  ];
  for (const [settings, expected] of modes) {
    const said: string[] = [];
    await startRelay(t, { ...settings, log: (level, message) => said.push(`${level}: ${message}`) });
    assert.match(said[0] ?? '', expected);
  }
  assert.throws(() => createRelay({ port: 0, host: '0.0.0.0' }), ConfigError);
});
