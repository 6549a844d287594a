/** One connection's life and end: silence, stalls, broken lines, resume, replacement. Real sockets, short timeouts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { encodeReceipt } from 'stream-room/protocol/receipt';
import { micros } from 'stream-room/protocol/units';
import { openClientProcess } from '../../support/client-process.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { maskedFrame, openRaw, untilEnd } from '../../support/raw-socket.ts';
import { startRelay } from '../../support/relay.ts';

const UUID = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a connection that says nothing', () => {
  it('is closed with 4504 where no join comes, pings or not', async (t) => {
    const relay = await startRelay(t, { joinTimeoutMs: 300 });
    const client = await ProtocolClient.open(relay.socketUrl);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    await client.request({ type: 'ping' });
    const { code, reason } = await client.untilClosed();
    assert.equal(code, CLOSE_CODES.silent);
    assert.match(reason, /No join came within 300 ms/);
    await ada.settled();
  });

  it('is kept while it answers pings, and while anything at all comes from it', async (t) => {
    const relay = await startRelay(t, { heartbeatIntervalMs: 50, heartbeatTimeoutMs: 300, joinTimeoutMs: 5_000 });
    const { client: pongs } = await ProtocolClient.join(relay.socketUrl);
    const raw = await openRaw(relay.port); // never a pong
    const receipts = setInterval(
      () => raw.write(maskedFrame(0x82, encodeReceipt({ packets: 0, held: micros(0) }))),
      100,
    );
    await delay(900);
    clearInterval(receipts);
    assert.equal(relay.connections, 2);
    await pongs.settled();
    await untilEnd(raw);
    await delay(50);
    assert.equal(relay.connections, 1);
  });
});

it('notices within 12 s that a client vanished without a word: it is shown as not connected', {
  timeout: 30_000,
}, async (t) => {
  const relay = await startRelay(t);
  const { client: ada } = await ProtocolClient.join(relay.socketUrl);
  const stopped = await openClientProcess(t, relay.socketUrl);
  const since = performance.now();
  stopped.pause(); // SIGSTOP: the connection stays, nothing answers, no FIN is sent
  await ada.untilTrue(
    () => ada.ofType('participant-updated').some(({ participant }) => !participant.connected),
    'the other to be gone',
    14_000,
  );
  const passed = performance.now() - since;
  assert.ok(passed <= 12_500 && passed > 5_000, `${Math.round(passed)} ms`);
});

describe('a client that stops reading', () => {
  it('is closed with 4408, memory stays bounded, and others lose nothing', { timeout: 30_000 }, async (t) => {
    const relay = await startRelay(t, { stallTimeoutMs: 1_500, mediaRate: { perSecond: 10_000, burst: 10_000 } });
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const { client: slow } = await ProtocolClient.join(relay.socketUrl);
    const trackId = await ada.publish();
    ben.acknowledges = true;
    await ben.subscribe(trackId);
    await slow.subscribe(trackId);
    slow.socket.pause();
    const alive = setInterval(() => slow.webSocket.ping(), 100); // it talks, but does not listen
    t.after(() => clearInterval(alive));
    const before = process.memoryUsage().arrayBuffers;
    const isGone = () => ben.ofType('participant-updated').some(({ participant }) => !participant.connected);
    let sequence = 0;
    while (!isGone() && sequence < 2_000) {
      ada.sendPacket({ trackId, sequence, keyframe: sequence % 30 === 0 }, new Uint8Array(50_000));
      sequence += 1;
      await delay(5);
    }
    assert.ok(isGone(), 'it was closed');
    // 5 MiB of it wait in kernels; what waits here is bounded. The rest is this test's own receiving.
    assert.ok(process.memoryUsage().arrayBuffers - before < 60 * 1024 * 1024);
    await ben.untilPackets(sequence);
    assert.equal(ben.packets.length, sequence);
    clearInterval(alive);
    slow.socket.resume();
    const { code } = await slow.untilClosed();
    assert.ok(code === CLOSE_CODES.slow || code === 1006, `${code}`);
  });

  it('that took packets and acknowledges none of the last is closed as well', async (t) => {
    const relay = await startRelay(t, { stallTimeoutMs: 500 });
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const trackId = await ada.publish();
    await ben.subscribe(trackId);
    ada.sendPacket({ trackId });
    await ben.untilPackets(1);
    ben.sendReceipt(1);
    await ben.settled();
    ada.sendPacket({ trackId, keyframe: false });
    assert.equal((await ben.untilClosed()).code, CLOSE_CODES.slow);
  });
});

describe('a slow link', () => {
  it('brings the newest of MJPEG pictures, none twice, none out of order', async (t) => {
    const relay = await startRelay(t);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const trackId = await ada.publish();
    await ben.subscribe(trackId);
    let sequence = 0;
    const picture = () => ada.sendPacket({ trackId, sequence: sequence++, configured: true }, new Uint8Array(5_000));
    for (let count = 0; count < 4; count++) picture();
    await ben.untilPackets(4);
    ben.sendReceipt(4);
    await ben.settled();
    picture(); // under way, and not acknowledged
    await ada.settled();
    await delay(200);
    for (let count = 0; count < 10; count++) picture();
    await ada.settled();
    await ben.settled();
    assert.equal(ben.packets.length, 5);
    ben.sendReceipt(5);
    await ben.untilPackets(6);
    assert.deepEqual(
      ben.packets.map((packet) => packet.sequence),
      [0, 1, 2, 3, 4, 14],
    );
    await ada.untilTrue(() => ada.ofType('track-demand').at(-1)?.struggling === 1, 'word of a struggling receiver');
  });

  it('loses video before sound, and starts again with a keyframe that the publisher is asked for', async (t) => {
    const relay = await startRelay(t);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const [video, audio] = [await ada.publish('video'), await ada.publish('audio')];
    await ben.subscribe(video);
    await ben.subscribe(audio);
    ada.sendPacket({ trackId: video, sequence: 0 });
    await ben.untilPackets(1);
    ben.sendReceipt(1);
    await ben.settled();
    ada.sendPacket({ trackId: video, sequence: 1, keyframe: false });
    await ada.settled();
    await delay(600);
    ada.sendPacket({ trackId: video, sequence: 2, keyframe: false });
    ada.sendPacket({ trackId: audio, sequence: 0 });
    await ben.untilPackets(3);
    assert.deepEqual(
      ben.packets.map((packet) => [packet.trackId, packet.sequence]),
      [
        [video, 0],
        [video, 1],
        [audio, 0],
      ],
    );
    const asked = ada.ofType('keyframe-requested').length;
    ben.sendReceipt(3);
    await ben.settled();
    ada.sendPacket({ trackId: video, sequence: 3, keyframe: false });
    await ada.untilTrue(() => ada.ofType('keyframe-requested').length > asked, 'a keyframe request');
    ada.sendPacket({ trackId: video, sequence: 4 });
    ada.sendPacket({ trackId: video, sequence: 5, keyframe: false });
    await ben.untilPackets(5);
    assert.deepEqual(
      ben.packets.slice(3).map((packet) => packet.sequence),
      [4, 5],
    );
  });
});

describe('a broken line', () => {
  it('comes back as the same participant, with tracks, subscriptions, chat and roster complete', async (t) => {
    const relay = await startRelay(t);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl, { name: 'Ada' });
    const { client: ben } = await ProtocolClient.join(relay.socketUrl, { name: 'Ben' });
    const adas = await ada.publish();
    const bens = await ben.publish();
    await ada.subscribe(bens);
    await ben.subscribe(adas);
    ada.vanish();
    await ben.untilTrue(() => ben.ofType('participant-updated').at(-1)?.participant.connected === false, 'a loss');
    await ben.request({ type: 'chat', messageId: UUID, text: 'Are you there?' });

    const { client: again, result } = await ProtocolClient.join(relay.socketUrl, { name: 'Ada', secret: ada.secret });
    assert.equal(result.resumed, true);
    assert.equal(result.participantId, ada.participantId);
    assert.deepEqual(
      result.participants.map(({ name, connected, tracks }) => [name, connected, tracks[0]?.id]),
      [
        ['Ada', true, adas],
        ['Ben', true, bens],
      ],
    );
    assert.deepEqual(
      result.chat.map(({ text }) => text),
      ['Are you there?'],
    );
    await again.until((message) => message.type === 'keyframe-requested' && message.trackId === adas);
    await ben.until((message) => message.type === 'keyframe-requested' && message.trackId === bens);
    ben.sendPacket({ trackId: bens, keyframe: false });
    ben.sendPacket({ trackId: bens, sequence: 1 });
    again.sendPacket({ trackId: adas, sequence: 9, keyframe: false });
    again.sendPacket({ trackId: adas, sequence: 10 });
    await Promise.all([again.untilPackets(1), ben.untilPackets(1)]);
    assert.equal(again.packets[0]?.sequence, 1, 'nothing before a keyframe');
    assert.equal(ben.packets[0]?.sequence, 10, 'nothing before a keyframe');
    assert.equal(ben.ofType('participant-updated').at(-1)?.participant.connected, true);
    assert.equal(ben.ofType('participant-left').length, 0);
  });

  it('loses its place in the end', async (t) => {
    const relay = await startRelay(t, { resumeWindowMs: 200 });
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    ada.vanish();
    await ben.until((message) => message.type === 'participant-left');
    assert.deepEqual(ben.ofType('participant-left')[0], {
      type: 'participant-left',
      participantId: ada.participantId,
      reason: 'lost',
    });
    const { result } = await ProtocolClient.join(relay.socketUrl, { secret: ada.secret });
    assert.deepEqual([result.resumed, result.participantId], [false, ada.participantId]);
  });

  for (const code of [1000, 1001, undefined]) {
    it(`is none where the client itself says goodbye (${code ?? 'without a code'})`, async (t) => {
      const relay = await startRelay(t);
      const { client: ada } = await ProtocolClient.join(relay.socketUrl);
      const { client: ben } = await ProtocolClient.join(relay.socketUrl);
      if (code === 1001) ada.socket.write(maskedFrame(0x88, Buffer.from([0x03, 0xe9])));
      else ada.webSocket.close(code);
      await ben.until((message) => message.type === 'participant-left' && message.reason === 'left');
    });
  }
});

describe('the same participant twice', () => {
  it('is the newer connection; the older one is closed with 4409 and not heard again', async (t) => {
    const relay = await startRelay(t);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const { client: old } = await ProtocolClient.join(relay.socketUrl, { name: 'Old' });
    const trackId = await old.publish();
    await ben.subscribe(trackId);
    const { client: newer, result } = await ProtocolClient.join(relay.socketUrl, { name: 'New', secret: old.secret });
    old.sendPacket({ trackId, sequence: 1 });
    newer.sendPacket({ trackId, sequence: 2 });
    assert.equal((await old.untilClosed()).code, CLOSE_CODES.replaced);
    assert.deepEqual([result.resumed, result.participantId], [true, old.participantId]);
    await ben.untilPackets(1);
    await ben.settled();
    assert.deepEqual(
      ben.packets.map(({ sequence }) => sequence),
      [2],
    );
    assert.equal(ben.ofType('participant-updated').at(-1)?.participant.name, 'New');
    assert.equal(ben.ofType('participant-left').length, 0);
  });

  it('is two participants in two rooms', async (t) => {
    const relay = await startRelay(t);
    const { client: one } = await ProtocolClient.join(relay.socketUrl, { room: 'one' });
    const { result } = await ProtocolClient.join(relay.socketUrl, { room: 'two', secret: one.secret });
    assert.equal(result.resumed, false);
    await one.settled();
  });
});
