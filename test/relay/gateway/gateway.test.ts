/** From an upgrade to a connection: what is let in, what is refused, and what cannot end the process. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { encodePacket, PACKET_HEADER_BYTES } from 'stream-room/protocol/packet';
import { SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import { micros } from 'stream-room/protocol/units';
import { WebSocket } from 'ws';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { closeCodeIn, maskedFrame, openRaw, untilEnd, upgradeRequest } from '../../support/raw-socket.ts';
import { type StartedRelay, startRelay } from '../../support/relay.ts';

const MiB = 1024 * 1024;

/** A client that was there all the time and still works. */
async function assertWorks(relay: StartedRelay): Promise<void> {
  const { client } = await ProtocolClient.join(relay.socketUrl, { room: 'canary' });
  await client.settled();
  client.close();
  assert.deepEqual(relay.said, []);
}

describe('the upgrade', () => {
  it('is answered with our version, and without compression', async (t) => {
    const { port } = await startRelay(t);
    const socket = createConnection(port, '127.0.0.1');
    socket.write(
      upgradeRequest({
        'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits, x-webkit-deflate-frame',
      }),
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 101 /);
    assert.match(answer.toString(), new RegExp(`Sec-WebSocket-Protocol: ${SUBPROTOCOL.replace('.', '\\.')}\r\n`));
    assert.doesNotMatch(answer.toString(), /Sec-WebSocket-Extensions/i);
    socket.destroy();
  });

  it('picks our version among others', async (t) => {
    const { socketUrl } = await startRelay(t);
    const client = await ProtocolClient.open(socketUrl, { protocols: ['stream-room.v9', SUBPROTOCOL] });
    assert.equal(client.webSocket.protocol, SUBPROTOCOL);
  });

  for (const protocols of [['stream-room.v2'], ['stream-room.v3', 'stream-room.v2'], []]) {
    it(`closes with 4406, in words a browser gets to read, where offered ${protocols.join(' and ') || 'none'}`, async (t) => {
      const relay = await startRelay(t);
      const client = await ProtocolClient.open(relay.socketUrl, { protocols });
      assert.deepEqual(await client.untilClosed(), { code: 4406, reason: `This relay speaks ${SUBPROTOCOL}.` });
      await assertWorks(relay);
    });
  }

  for (const path of ['/', '/socket/', '/socketx', '/x/socket', '//socket']) {
    it(`is refused at ${path}`, async (t) => {
      const { port } = await startRelay(t);
      const webSocket = new WebSocket(`ws://127.0.0.1:${port}${path}`, SUBPROTOCOL);
      const [error] = (await once(webSocket, 'error')) as [Error];
      assert.match(error.message, /404/);
    });
  }

  it('takes a query, as some proxies add one', async (t) => {
    const { socketUrl } = await startRelay(t);
    await ProtocolClient.join(`${socketUrl}?x=1`);
  });

  it('is refused while the relay closes', async (t) => {
    const relay = await startRelay(t, { closeTimeoutMs: 500 });
    const { client } = await ProtocolClient.join(relay.socketUrl);
    // A connection from before, which asks to be upgraded only now.
    const late = createConnection(relay.port, '127.0.0.1');
    await once(late, 'connect');
    client.socket.pause();
    const closing = relay.close();
    late.on('error', () => {});
    late.write(upgradeRequest());
    const answer = await untilEnd(late);
    assert.doesNotMatch(answer.toString(), /101 Switching/);
    await closing;
    client.vanish();
  });
});

describe('in the handshake', () => {
  it('a reset ends one socket, and not the process', async (t) => {
    const relay = await startRelay(t);
    for (let attempt = 0; attempt < 200; attempt++) {
      const socket = createConnection(relay.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(attempt % 2 === 0 ? upgradeRequest() : upgradeRequest().slice(0, 60));
      socket.resetAndDestroy();
    }
    await assertWorks(relay);
  });

  it('a bad first frame ends one socket, and not the process', async (t) => {
    const relay = await startRelay(t);
    for (const frame of ['ff00', '8000', '83808080', 'c18000000000', '0980', '81fe']) {
      const socket = createConnection(relay.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.end(Buffer.concat([Buffer.from(upgradeRequest()), Buffer.from(frame, 'hex')]));
      await untilEnd(socket);
    }
    await assertWorks(relay);
  });

  const broken: readonly [name: string, headers: Record<string, string | undefined>][] = [
    ['no key', { 'Sec-WebSocket-Key': undefined }],
    ['a short key', { 'Sec-WebSocket-Key': 'abc' }],
    ['an old version', { 'Sec-WebSocket-Version': '7' }],
    ['a broken list of subprotocols', { 'Sec-WebSocket-Protocol': 'a,,b' }],
    ['another protocol than WebSocket', { Upgrade: 'h2c' }],
  ];
  for (const [name, headers] of broken) {
    it(`${name} is a bad request`, async (t) => {
      const relay = await startRelay(t);
      const socket = createConnection(relay.port, '127.0.0.1');
      socket.write(upgradeRequest(headers));
      assert.match((await untilEnd(socket)).toString(), /^HTTP\/1\.1 400 /);
      await assertWorks(relay);
    });
  }
});

describe('a frame beyond the limits', () => {
  const table: readonly [name: string, bytes: Buffer, code: number][] = [
    ['of 1 MiB and a byte', maskedFrame(0x82, Buffer.alloc(MiB + 1)), 1009],
    ['that says it has 2^63 - 1 bytes', Buffer.from('82ff7fffffffffffffff00000000', 'hex'), 1009],
    ['in 33 fragments', Buffer.concat([maskedFrame(0x02), ...Array(40).fill(maskedFrame(0x00))]), 1008],
    ['without a mask', Buffer.from('820101', 'hex'), 1002],
    ['with a reserved bit', maskedFrame(0xc2, Buffer.alloc(4)), 1002],
    ['with a reserved opcode', maskedFrame(0x83), 1002],
    ['that continues nothing', maskedFrame(0x80, Buffer.alloc(4)), 1002],
    ['of text that is not UTF-8', maskedFrame(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ['that is a ping of 126 bytes', maskedFrame(0x89, Buffer.alloc(126)), 1002],
    ['that is a split ping', maskedFrame(0x09, Buffer.alloc(4)), 1002],
  ];
  for (const [name, bytes, code] of table) {
    it(`${name}: ${code}`, async (t) => {
      const relay = await startRelay(t);
      const socket = await openRaw(relay.port);
      socket.write(bytes);
      assert.equal(closeCodeIn(await untilEnd(socket)), code);
      await assertWorks(relay);
    });
  }

  it('takes a message of exactly 1 MiB in one frame, although a slow network brings it in a thousand pieces', async (t) => {
    const relay = await startRelay(t);
    const { client, trackId, raw } = await publishRaw(t, relay);
    const header = { trackId, sequence: 0, timestamp: micros(0), keyframe: true, configured: false, rendition: 0 };
    const packet = encodePacket({ ...header, temporalLayer: 0 }, new Uint8Array(MiB - PACKET_HEADER_BYTES).fill(7));
    const frame = maskedFrame(0x82, Buffer.from(packet));
    for (let offset = 0; offset < frame.length; offset += 1_200) {
      raw.write(frame.subarray(offset, offset + 1_200));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.untilPackets(1);
    assert.equal(client.packets[0]?.payload.byteLength, MiB - PACKET_HEADER_BYTES);
  });
});

/** A raw socket that publishes a track, and a client that receives it. */
async function publishRaw(t: TestContext, relay: StartedRelay) {
  const publisher = await ProtocolClient.join(relay.socketUrl);
  const { client } = await ProtocolClient.join(relay.socketUrl);
  const trackId = await publisher.client.publish();
  await client.subscribe(trackId);
  const raw: Socket = publisher.client.socket;
  raw.setNoDelay();
  t.after(() => publisher.client.vanish());
  return { client, trackId, raw };
}

it('cuts off a client that floods pings and never reads', async (t) => {
  const relay = await startRelay(t);
  const socket = await openRaw(relay.port);
  socket.pause();
  const pings = Buffer.concat(Array<Buffer>(2_000).fill(maskedFrame(0x89, Buffer.alloc(100))));
  const before = process.memoryUsage.rss();
  let isOpen = true;
  socket.on('close', () => {
    isOpen = false;
  });
  for (let flood = 0; flood < 500 && isOpen; flood++) {
    socket.write(pings);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.equal(relay.connections, 0);
  assert.ok(process.memoryUsage.rss() - before < 150 * MiB);
  socket.destroy();
  await assertWorks(relay);
});

it('cuts off connections that never finish their request, and serves others meanwhile', {
  timeout: 30_000,
}, async (t) => {
  const relay = await startRelay(t);
  const started = performance.now();
  const silent = Array.from({ length: 50 }, (_, index) => {
    const socket = createConnection(relay.port, '127.0.0.1');
    socket.on('error', () => {});
    if (index % 2 === 0) socket.write(upgradeRequest().slice(0, 80));
    return untilEnd(socket);
  });
  await assertWorks(relay);
  await Promise.all(silent);
  assert.ok(performance.now() - started < 13_000, `${Math.round(performance.now() - started)} ms`);
});
