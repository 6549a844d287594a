/** 100,000 frames of nonsense: the process stays, a client that was there all the time works on, memory comes back. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { maskedFrame, openRaw } from '../../support/raw-socket.ts';
import { startRelay } from '../../support/relay.ts';

const FRAMES = 100_000;
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
/** Frames that one connection sends at most; most are closed before. */
const FRAMES_PER_CONNECTION = 60;
const CONNECTIONS_AT_ONCE = 16;

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));
  const pick = <Item>(items: readonly Item[]) => items[below(items.length)] as Item;
  return { below, bytes, pick };
}

type Random = ReturnType<typeof createRandom>;

const MESSAGES = [
  { type: 'join', id: 1, room: 'fuzz', name: 'Fuzz', secret: 'A'.repeat(43) },
  { type: 'leave', id: 1 },
  { type: 'update', id: 2, name: 'F', clockOffsetMicros: 1 },
  { type: 'publish', id: 3, kind: 'video', source: 'camera', muted: false },
  { type: 'subscribe', id: 4, trackId: 1 },
  { type: 'unsubscribe', id: 5, trackId: 1 },
  { type: 'update-track', id: 6, trackId: 1, width: 1 },
  { type: 'request-keyframe', trackId: 1 },
  { type: 'chat', id: 7, messageId: 'x'.repeat(22), text: 'x' },
  { type: 'send', id: 8, data: { a: [1] }, to: ['x'.repeat(22)] },
  { type: 'ping', id: 9 },
  { type: 'refresh', id: 10, token: 'a.b.c' },
  { type: 'chat-since', id: 11, epoch: 'x'.repeat(22), sequence: 0 },
  { type: 'mute', id: 12, participantId: 'x'.repeat(22), trackId: 1 },
  { type: 'ask-to-unmute', id: 13, participantId: 'x'.repeat(22), source: 'camera' },
  { type: 'remove', id: 14, participantId: 'x'.repeat(22) },
  { type: 'set-role', id: 15, participantId: 'x'.repeat(22), role: 'host' },
  { type: 'set-room', id: 16, locked: true, waitingRoom: true },
  { type: 'admit', id: 17, participantId: 'x'.repeat(22), admitted: true },
];
/** Prototypes, depth, numbers beyond all, twice the same key: valid JSON that is none of ours. */
const ODD_TEXTS = [
  '{"type":"join","__proto__":{"polluted":1},"id":1}',
  '{"type":"ping","id":1,"constructor":{"prototype":{"polluted":1}}}',
  '{"type":"ping","type":"leave","id":1,"id":2}',
  '{"type":"send","id":1,"data":1e400}',
  '{"type":"ping","id":1e309}',
  '{"type":"__proto__","id":1}',
  '{"type":"toString","id":1}',
  `{"type":"send","id":1,"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  '[]',
  'null',
  '"ping"',
  '{"type":["ping"],"id":1}',
  '{"type":{"toString":"ping"},"id":1}',
];
const VALUES = [null, -1, 1e308, '', 'x'.repeat(5_000), [], {}, true, '\u0000', '__proto__', 2 ** 53, 0.5];

/** A message with a field changed, or its text damaged. */
function message(random: Random): Buffer {
  if (random.below(12) === 0) return Buffer.from(random.pick(ODD_TEXTS));
  const fields: Record<string, unknown> = { ...random.pick(MESSAGES) };
  if (random.below(2) === 0) fields[random.pick(Object.keys(fields))] = random.pick(VALUES);
  const text = Buffer.from(JSON.stringify(fields));
  if (random.below(4) === 0) text[random.below(text.length)] = random.below(256);
  return random.below(8) === 0 ? text.subarray(0, random.below(text.length)) : text;
}

/** A packet or a receipt, with lies in its header. */
function binary(random: Random): Buffer {
  const length = random.pick([0, 1, 11, 12, 13, 19, 20, 21, 100, 2_000]);
  const bytes = random.bytes(length);
  if (length > 0 && random.below(4) > 0) bytes[0] = random.pick([1, 2]);
  if (length > 3 && random.below(2) === 0) bytes.fill(0, 1, 4);
  return bytes;
}

/** A whole message in fragments, in the right order or not, perhaps with control frames between. */
function fragments(random: Random): Buffer {
  const whole = message(random);
  const count = 1 + random.below(6);
  const frames = Array.from({ length: count }, (_, index) => {
    const opcode = index === 0 && random.below(10) > 0 ? 0x01 : 0x00;
    const fin = index === count - 1 && random.below(10) > 0 ? 0x80 : 0;
    const from = Math.floor((index * whole.length) / count);
    return maskedFrame(opcode | fin, whole.subarray(from, Math.floor(((index + 1) * whole.length) / count)));
  });
  if (random.below(3) === 0)
    frames.splice(random.below(count), 0, maskedFrame(random.pick([0x89, 0x8a]), random.bytes(9)));
  return Buffer.concat(frames);
}

/** A header that lies about what follows: longer, shorter, of 2^63 bytes, with a mask or without. */
function lyingHeader(random: Random): Buffer {
  const bytes = random.bytes(2 + random.below(12));
  bytes[0] = random.pick([0x81, 0x82, 0x01, 0x02, 0x80, 0x88, 0x89]);
  bytes[1] = random.pick([0x80, 0xfe, 0xff, 0x7e, 0x7f, 0x05, 0x85]);
  return bytes;
}

/** Mostly frames as they should be around nonsense, and some that are none. */
function frame(random: Random): Buffer {
  const kind = random.below(24);
  if (kind >= 22) return fragments(random);
  if (kind >= 20) return lyingHeader(random);
  if (kind < 9) return maskedFrame(0x81, message(random));
  if (kind < 16) return maskedFrame(0x82, binary(random));
  if (kind === 16) return maskedFrame(random.below(256), random.bytes(random.below(130)));
  if (kind === 17) return random.bytes(1 + random.below(40));
  if (kind === 18) return maskedFrame(random.pick([0x89, 0x8a, 0x88]), random.bytes(random.below(126)));
  return maskedFrame(random.pick([0x01, 0x02, 0x00, 0x80]), random.bytes(random.below(50)));
}

it(`survives ${FRAMES} fuzzed frames (FUZZ_SEED=${SEED})`, { timeout: 90_000 }, async (t) => {
  const relay = await startRelay(t, { closeTimeoutMs: 200 });
  console.log(`FUZZ_SEED=${SEED}`);
  const { client: canary } = await ProtocolClient.join(relay.socketUrl, { room: 'fuzz', name: 'Canary' });
  const random = createRandom(SEED);
  let sent = 0;
  const waits: number[] = [];

  async function attack(): Promise<void> {
    while (sent < FRAMES) {
      const socket = await openRaw(relay.port);
      socket.resume();
      for (let count = 0; count < FRAMES_PER_CONNECTION && !socket.destroyed && sent < FRAMES; count++) {
        sent += 1;
        const started = frame(random);
        // In two pieces now and then, as networks do.
        const cut = random.below(10) === 0 ? random.below(started.length) : 0;
        if (cut > 0) socket.write(started.subarray(0, cut));
        socket.write(started.subarray(cut));
        if (count % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
      }
      if (random.below(2) === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  let isOver = false;
  async function watch(): Promise<void> {
    while (!isOver) {
      const started = performance.now();
      await canary.settled();
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const watching = watch();
  await Promise.all(Array.from({ length: CONNECTIONS_AT_ONCE }, attack));
  isOver = true;
  await watching;
  assert.equal(sent, FRAMES);
  assert.deepEqual(relay.said, [], 'nothing failed inside');
  assert.equal(({} as { polluted?: number }).polluted, undefined, 'no prototype was changed');
  while (relay.connections > 1) await new Promise((resolve) => setTimeout(resolve, 20));
  waits.sort((a, b) => a - b);
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  assert.ok(p99 < 1_000, `the canary waited ${Math.round(p99)} ms`);
  await canary.request({ type: 'update', name: 'Still here' });
  await ProtocolClient.join(relay.socketUrl, { room: 'fuzz' });
});
