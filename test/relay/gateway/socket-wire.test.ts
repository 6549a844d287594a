/** The sending half of one socket, between a real server and a real client. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { it, type TestContext } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { SocketWire } from '../../../relay/gateway/socket-wire.ts';

async function createWire(t: TestContext) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  t.after(() => server.close());
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
  t.after(() => client.terminate());
  const received: string[] = [];
  client.on('message', (data: Buffer, isBinary) => received.push(isBinary ? `${data.length} bytes` : data.toString()));
  await once(client, 'open');
  const [webSocket] = await accepted;
  webSocket.on('error', () => {});
  const { _socket: socket } = webSocket as unknown as { _socket: Socket };
  const wire = new SocketWire(webSocket, socket, 0);
  const until = async (count: number) => {
    while (received.length < count) await once(client, 'message');
  };
  return { wire, client, received, until, clientSocket: (client as unknown as { _socket: Socket })._socket };
}

it('keeps packets and messages in the order in which they were sent, corked or not', async (t) => {
  const { wire, received, until } = await createWire(t);
  wire.cork();
  wire.sendPacket(new Uint8Array(10));
  wire.sendText('one');
  wire.sendPacket(new Uint8Array(70_000));
  wire.sendLarge('two');
  wire.ping();
  wire.uncork();
  wire.sendPacket(new Uint8Array(200));
  await until(5);
  assert.deepEqual(received, ['10 bytes', 'one', '70000 bytes', 'two', '200 bytes']);
});

it('knows when more control messages wait than may, but not for the answer to a join', async (t) => {
  const { wire, clientSocket, client } = await createWire(t);
  clientSocket.pause();
  wire.sendLarge('x'.repeat(1024 * 1024));
  assert.equal(wire.isControlBacklogFull, false);
  // Kernels take megabytes before anything waits here.
  for (let megabyte = 0; megabyte < 16; megabyte++) wire.sendPacket(new Uint8Array(1024 * 1024));
  for (let message = 0; message < 300; message++) wire.sendText('x'.repeat(1024));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(wire.isControlBacklogFull, true);
  clientSocket.resume();
  while (wire.bufferedBytes > 0) await once(client, 'message');
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(wire.isControlBacklogFull, false);
});

it('keeps little of the answers of megabytes that somebody asks for who reads none of them', async (t) => {
  const { wire, clientSocket, client } = await createWire(t);
  clientSocket.pause();
  for (let megabyte = 0; megabyte < 16; megabyte++) wire.sendPacket(new Uint8Array(1024 * 1024));
  const before = wire.bufferedBytes;
  for (let answer = 0; answer < 50; answer++) wire.sendLarge('x'.repeat(1024 * 1024));
  assert.ok(wire.bufferedBytes - before < 2.5 * 1024 * 1024, String(wire.bufferedBytes - before));
  assert.equal(wire.isControlBacklogFull, true);
  client.terminate();
});

it('counts the time in which nothing leaves, and only that', async (t) => {
  const { wire, clientSocket, client } = await createWire(t);
  assert.equal(wire.stalledMs(60_000), 0, 'nothing was to be sent');
  clientSocket.pause();
  for (let megabyte = 0; megabyte < 16; megabyte++) wire.sendPacket(new Uint8Array(1024 * 1024));
  await new Promise((resolve) => setTimeout(resolve, 100));
  wire.stalledMs(61_000);
  assert.equal(wire.stalledMs(71_000), 10_000);
  clientSocket.resume();
  while (wire.bufferedBytes > 0) await once(client, 'message');
  assert.equal(wire.stalledMs(72_000), 0);
});

it('closes with a reason that fits, whatever its characters', async (t) => {
  const { wire, client } = await createWire(t);
  wire.close(4400, `${'a'.repeat(122)}😀`);
  const [code, reason] = (await once(client, 'close')) as [number, Buffer];
  assert.equal(code, 4400);
  assert.ok(reason.toString().startsWith('a'.repeat(122)));
  assert.equal(wire.isOpen, false);
});

it('sends nothing more once it is closed', async (t) => {
  const { wire, client, received } = await createWire(t);
  wire.close(1000, '');
  wire.sendPacket(new Uint8Array(10));
  wire.sendText('late');
  wire.sendLarge('late');
  wire.ping();
  await once(client, 'close');
  assert.deepEqual(received, []);
});
