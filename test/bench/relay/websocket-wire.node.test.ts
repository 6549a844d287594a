import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FrameListener, FrameReader, maskedFrame, OPCODE, patchFrame } from './websocket-wire.ts';

const MAX_TEXT_BYTES = 1000;

/** What a server would send: the same frame without its mask. */
function serverFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]);
  if (length < 65_536) return Buffer.concat([Buffer.from([0x80 | opcode, 126, length >> 8, length & 255]), payload]);
  const header = Buffer.alloc(10);
  header[0] = 0x80 | opcode;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

function unmask(frame: Buffer): Buffer {
  const short = frame[1]! & 0x7f;
  const at = short === 126 ? 4 : short === 127 ? 10 : 2;
  const key = frame.subarray(at, at + 4);
  return Buffer.from(frame.subarray(at + 4).map((byte, i) => byte ^ key[i & 3]!));
}

function listen(): FrameListener & { log: string[] } {
  const log: string[] = [];
  return {
    log,
    onText: (text) => log.push(`text ${text}`),
    onPing: (payload) => log.push(`ping ${payload}`),
    onMessage: (length, head) => log.push(`message ${length} ${head.toString('hex')}`),
    onClose: (code, reason) => log.push(`close ${code} ${reason}`),
  };
}

const payload = (length: number) => Buffer.from(Array.from({ length }, (_, i) => i & 255));

for (const length of [0, 5, 125, 126, 20_480, 65_535, 65_536, 70_001]) {
  test(`a masked frame of ${length} bytes has its length and its payload`, () => {
    const frame = maskedFrame(OPCODE.binary, payload(length));
    assert.equal(frame[0], 0x82);
    assert.ok(frame[1]! & 0x80);
    assert.deepEqual(unmask(frame), payload(length));
  });
}

test('patched bytes are masked for where they stand', () => {
  for (const [offset, length] of [
    [0, 20],
    [8, 4],
    [7, 9],
    [19_990, 10],
  ] as const) {
    const frame = maskedFrame(OPCODE.binary, payload(20_000));
    patchFrame(frame, offset, Buffer.alloc(length, 0xee));
    const expected = payload(20_000).fill(0xee, offset, offset + length);
    assert.deepEqual(unmask(frame), expected);
  }
});

test('frames are read alike whole, cut anywhere and byte by byte', () => {
  const bytes = Buffer.concat([
    serverFrame(OPCODE.text, Buffer.from('{"type":"ack"}')),
    serverFrame(OPCODE.binary, payload(300)),
    serverFrame(OPCODE.binary, payload(3)),
    serverFrame(OPCODE.ping, Buffer.alloc(0)),
    serverFrame(OPCODE.text, Buffer.alloc(MAX_TEXT_BYTES + 1, 'x')),
    serverFrame(OPCODE.binary, payload(70_000)),
    serverFrame(OPCODE.close, Buffer.from([0x11, 0x98, 0x68, 0x69])),
  ]);
  const expected = [
    'text {"type":"ack"}',
    `message 300 ${payload(12).toString('hex')}`,
    'message 3 000102',
    'ping ',
    `message ${MAX_TEXT_BYTES + 1} ${Buffer.alloc(12, 'x').toString('hex')}`,
    `message 70000 ${payload(12).toString('hex')}`,
    'close 4504 hi',
  ];
  const whole = listen();
  new FrameReader(whole, MAX_TEXT_BYTES).read(bytes);
  assert.deepEqual(whole.log, expected);

  const single = listen();
  const reader = new FrameReader(single, MAX_TEXT_BYTES);
  for (const byte of bytes) reader.read(Buffer.from([byte]));
  assert.deepEqual(single.log, expected);

  for (let cut = 1; cut < 400; cut++) {
    const pieces = listen();
    const cutReader = new FrameReader(pieces, MAX_TEXT_BYTES);
    cutReader.read(bytes.subarray(0, cut));
    cutReader.read(bytes.subarray(cut));
    assert.deepEqual(pieces.log, expected, `cut at ${cut}`);
  }
});

test('what a server may not send is refused', () => {
  assert.throws(() => new FrameReader(listen()).read(maskedFrame(OPCODE.binary, payload(4))), /masked/);
  assert.throws(() => new FrameReader(listen()).read(Buffer.from([0x02, 1, 0])), /Unfragmented/);
});
