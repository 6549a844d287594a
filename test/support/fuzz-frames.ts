/** Frames of nonsense that looks like our protocol, from a seed. Knows nothing of who receives them. */
import { maskedFrame } from './raw-socket.ts';

/** Mulberry32: small, and the same everywhere. */
export function createFuzzRandom(seed: number) {
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

export type FuzzRandom = ReturnType<typeof createFuzzRandom>;

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
function message(random: FuzzRandom): Buffer {
  if (random.below(12) === 0) return Buffer.from(random.pick(ODD_TEXTS));
  const fields: Record<string, unknown> = { ...random.pick(MESSAGES) };
  if (random.below(2) === 0) fields[random.pick(Object.keys(fields))] = random.pick(VALUES);
  const text = Buffer.from(JSON.stringify(fields));
  if (random.below(4) === 0) text[random.below(text.length)] = random.below(256);
  return random.below(8) === 0 ? text.subarray(0, random.below(text.length)) : text;
}

/** A packet or a receipt, with lies in its header. */
function binary(random: FuzzRandom): Buffer {
  const length = random.pick([0, 1, 11, 12, 13, 19, 20, 21, 100, 2_000]);
  const bytes = random.bytes(length);
  if (length > 0 && random.below(4) > 0) bytes[0] = random.pick([1, 2]);
  if (length > 3 && random.below(2) === 0) bytes.fill(0, 1, 4);
  return bytes;
}

/** A whole message in fragments, in the right order or not, perhaps with control frames between. */
function fragments(random: FuzzRandom): Buffer {
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
function lyingHeader(random: FuzzRandom): Buffer {
  const bytes = random.bytes(2 + random.below(12));
  bytes[0] = random.pick([0x81, 0x82, 0x01, 0x02, 0x80, 0x88, 0x89]);
  bytes[1] = random.pick([0x80, 0xfe, 0xff, 0x7e, 0x7f, 0x05, 0x85]);
  return bytes;
}

/** Mostly frames as they should be around nonsense, and some that are none. */
export function fuzzedFrame(random: FuzzRandom): Buffer {
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
