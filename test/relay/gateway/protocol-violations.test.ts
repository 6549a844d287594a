/**
 * RFC 6455, broken in every way: each violation has its close code or its refusal, ends one socket, and nothing else.
 * Groups as in the Autobahn suite. What is allowed stands beside it, so that strictness cannot pass for correctness.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { askUpgrade, closeCodeIn, maskedFrame, openRaw, untilEnd, upgradeRequest } from '../../support/raw-socket.ts';
import { type StartedRelay, startRelay } from '../../support/relay.ts';

const FIN = 0x80;
const CONTINUATION = 0x0;
const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

const text = (message: object | string) => Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
/** Answered before any join; what comes after it and is right is answered, too. */
const ask = (id: number) => text({ type: 'ping', id });
const whole = (opcode: number, payload?: Uint8Array) => maskedFrame(FIN | opcode, payload);
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const join = (...frames: Buffer[]) => Buffer.concat(frames);
const closeFrame = (code: number, reason: string | Buffer = '') => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return whole(CLOSE, join(payload, Buffer.from(reason)));
};
const notUtf8 = (name: string, digits: string) => [name, hex(digits)] as const;

type Case = readonly [name: string, bytes: Buffer, code: number];

const RESERVED_BITS: Case[] = [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70].flatMap((bits) =>
  [TEXT, BINARY, PING, CLOSE].map(
    (opcode): Case => [
      `bits ${bits.toString(16)} with opcode ${opcode}`,
      maskedFrame(FIN | bits | opcode, opcode === TEXT ? ask(1) : Buffer.alloc(2)),
      1002,
    ],
  ),
);

const OPCODES: Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode) => [
  [`${opcode}, empty`, whole(opcode), 1002] as const,
  [`${opcode}, after a message that was right`, join(whole(TEXT, ask(1)), whole(opcode, ask(2))), 1002] as const,
]);

const MASKS: Case[] = [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG].map(
  (opcode): Case => [`opcode ${opcode} without a mask`, hex(`${(FIN | opcode).toString(16)} 02 03e8`), 1002],
);

const LENGTHS: Case[] = [
  ['1 MiB and a byte, said only', hex('82 ff 0000000000100001 00000000'), 1009],
  ['2^31', hex('82 ff 0000000080000000 00000000'), 1009],
  ['2^32', hex('82 ff 0000000100000000 00000000'), 1009],
  ['2^53 - 1', hex('82 ff 001fffffffffffff 00000000'), 1009],
  ['2^53', hex('82 ff 0020000000000000 00000000'), 1009],
  ['2^63 - 1', hex('82 ff 7fffffffffffffff 00000000'), 1009],
  ['2^63, which RFC 6455 forbids', hex('82 ff 8000000000000000 00000000'), 1009],
  ['2^64 - 1', hex('81 ff ffffffffffffffff 00000000'), 1009],
  [
    'more than 1 MiB in two fragments',
    join(maskedFrame(BINARY, Buffer.alloc(1024 * 1024)), maskedFrame(FIN, Buffer.alloc(1))),
    1009,
  ],
];

const FRAGMENTS: Case[] = [
  ['a continuation of nothing', whole(CONTINUATION), 1002],
  ['a continuation of nothing that is not the last', maskedFrame(CONTINUATION), 1002],
  ['a continuation after a whole message', join(whole(TEXT, ask(1)), whole(CONTINUATION, ask(2))), 1002],
  ['a text within a text', join(maskedFrame(TEXT, ask(1)), whole(TEXT, ask(2))), 1002],
  ['a binary within a text', join(maskedFrame(TEXT, ask(1)), whole(BINARY)), 1002],
  ['a text within a binary', join(maskedFrame(BINARY), whole(TEXT, ask(1))), 1002],
  ['another first fragment within a text', join(maskedFrame(TEXT), maskedFrame(TEXT)), 1002],
  ['33 of them', join(maskedFrame(BINARY), ...Array<Buffer>(32).fill(maskedFrame(CONTINUATION))), 1008],
  [
    '33 of them, the last one ends it',
    join(maskedFrame(TEXT), ...Array<Buffer>(31).fill(maskedFrame(CONTINUATION)), whole(CONTINUATION)),
    1008,
  ],
  ['a thousand empty ones', join(maskedFrame(TEXT), ...Array<Buffer>(1000).fill(maskedFrame(CONTINUATION))), 1008],
  ['a reserved bit in a continuation', join(maskedFrame(TEXT), maskedFrame(FIN | 0x40)), 1002],
];

const CONTROLS: Case[] = [
  ...[CLOSE, PING, PONG].flatMap((opcode): Case[] => [
    [`opcode ${opcode} of 126 bytes`, whole(opcode, Buffer.alloc(126, 1)), 1002],
    [`opcode ${opcode} of 64 KiB`, whole(opcode, Buffer.alloc(65_536, 1)), 1002],
    [
      `opcode ${opcode} with an 8-byte length`,
      hex(`${(FIN | opcode).toString(16)} ff 0000000000000002 00000000 03e8`),
      1002,
    ],
    [`opcode ${opcode}, split`, maskedFrame(opcode, Buffer.alloc(2, 3)), 1002],
    [`opcode ${opcode}, split and continued`, join(maskedFrame(opcode, Buffer.alloc(2, 3)), whole(CONTINUATION)), 1002],
  ]),
  ['a close of one byte', whole(CLOSE, Buffer.from([3])), 1002],
];

const BAD_UTF8 = [
  notUtf8('a lone continuation byte', '80'),
  notUtf8('a byte that never occurs', 'ff'),
  notUtf8('a two-byte sequence cut short', 'c3'),
  notUtf8('a three-byte sequence cut short', 'e2 82'),
  notUtf8('a four-byte sequence cut short', 'f0 9f 98'),
  notUtf8('an overlong slash of two bytes', 'c0 af'),
  notUtf8('an overlong slash of three bytes', 'e0 80 af'),
  notUtf8('an overlong slash of four bytes', 'f0 80 80 af'),
  notUtf8('an overlong null', 'c0 80'),
  notUtf8('a high surrogate', 'ed a0 80'),
  notUtf8('a low surrogate', 'ed bf bf'),
  notUtf8('a pair of surrogates', 'ed a0 bd ed b8 80'),
  notUtf8('a code point above U+10FFFF', 'f4 90 80 80'),
  notUtf8('a sequence of five bytes', 'f8 88 80 80 80'),
  notUtf8('good text before a bad byte', '7b 22 74 79 70 65 22 ff'),
] as const;

const UTF8: Case[] = BAD_UTF8.flatMap(([name, bytes]): Case[] => [
  [`${name} in a text`, whole(TEXT, bytes), 1007],
  [`${name} in the reason of a close`, closeFrame(1000, bytes), 1007],
  [`${name} in the last of two fragments`, join(maskedFrame(TEXT, text('x')), whole(CONTINUATION, bytes)), 1007],
]);

const CLOSE_CODES: Case[] = [
  ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
    (code): Case => [`${code}, which nobody may send`, closeFrame(code), 1002],
  ),
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map(
    (code): Case => [`${code} is answered with the same`, closeFrame(code, 'bye'), code],
  ),
  ['none is answered with none', whole(CLOSE), 1005],
  ['a reason of 123 bytes', closeFrame(1000, 'x'.repeat(123)), 1000],
  ['whatever comes after it', join(closeFrame(1000), whole(TEXT, ask(1)), hex('ffffffff')), 1000],
];

const VIOLATIONS: Readonly<Record<string, readonly Case[]>> = {
  'reserved bits': RESERVED_BITS,
  'reserved opcodes': OPCODES,
  masks: MASKS,
  lengths: LENGTHS,
  fragments: FRAGMENTS,
  'control frames': CONTROLS,
  'text that is not UTF-8': UTF8,
  'close codes': CLOSE_CODES,
};

/** Right, if unusual: each ends with the question whose answer shows that the connection lives. */
const ALLOWED: readonly [name: string, bytes: Buffer][] = [
  ['a text in one frame', whole(TEXT, ask(7))],
  ['a text in one byte per frame', join(...split(ask(7)))],
  ['empty fragments around a text', join(maskedFrame(TEXT), maskedFrame(CONTINUATION, ask(7)), whole(CONTINUATION))],
  [
    'a ping between fragments',
    join(maskedFrame(TEXT, ask(7).subarray(0, 5)), whole(PING), whole(CONTINUATION, ask(7).subarray(5))),
  ],
  ['pongs that nobody asked for', join(whole(PONG), whole(PONG, Buffer.alloc(125)), whole(TEXT, ask(7)))],
  ['a ping of 125 bytes', join(whole(PING, Buffer.alloc(125)), whole(TEXT, ask(7)))],
  ['a length in more bytes than it needs', join(hex('81 fe 0016 00000000'), ask(7))],
  ['a mask that is not zero', masked(ask(7))],
  [
    '32 fragments',
    join(maskedFrame(TEXT, ask(7)), ...Array<Buffer>(30).fill(maskedFrame(CONTINUATION)), whole(CONTINUATION)),
  ],
];

function split(payload: Buffer): Buffer[] {
  return [...payload].map((byte, index) =>
    maskedFrame(index === 0 ? TEXT : index === payload.length - 1 ? FIN : CONTINUATION, Buffer.from([byte])),
  );
}

function masked(payload: Buffer): Buffer {
  const mask = hex('a1b2c3d4');
  return join(
    Buffer.from([FIN | TEXT, 0x80 | payload.length]),
    mask,
    payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)) as Buffer,
  );
}

const HANDSHAKES: readonly [
  name: string,
  headers: Record<string, string | readonly string[] | undefined>,
  status: number,
  start?: string,
][] = [
  ['no key', { 'Sec-WebSocket-Key': undefined }, 400],
  ['an empty key', { 'Sec-WebSocket-Key': '' }, 400],
  ['a key of 15 bytes', { 'Sec-WebSocket-Key': Buffer.alloc(15).toString('base64') }, 400],
  ['a key of 17 bytes', { 'Sec-WebSocket-Key': Buffer.alloc(17).toString('base64') }, 400],
  ['a key that is not base64', { 'Sec-WebSocket-Key': '!'.repeat(24) }, 400],
  ['two keys', { 'Sec-WebSocket-Key': ['dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ=='] }, 400],
  ['no version', { 'Sec-WebSocket-Version': undefined }, 400],
  ['version 7', { 'Sec-WebSocket-Version': '7' }, 400],
  ['version 14', { 'Sec-WebSocket-Version': '14' }, 400],
  ['a version in words', { 'Sec-WebSocket-Version': 'thirteen' }, 400],
  ['another upgrade', { Upgrade: 'h2c' }, 400],
  ['two upgrades', { Upgrade: 'h2c, websocket' }, 400],
  ['a list of subprotocols with a gap', { 'Sec-WebSocket-Protocol': 'a,,b' }, 400],
  ['a subprotocol twice', { 'Sec-WebSocket-Protocol': 'a, a' }, 400],
  ['a subprotocol with a space in it', { 'Sec-WebSocket-Protocol': 'a b' }, 400],
  ['an empty list of subprotocols', { 'Sec-WebSocket-Protocol': '' }, 400],
  ['no host', { Host: undefined }, 400],
  ['another method', {}, 405, 'POST /socket HTTP/1.1'],
  ['a header with a null in it', { 'X-Odd': 'a\0b' }, 400],
  ['a header of 9 KiB', { 'X-Long': 'x'.repeat(9 * 1024) }, 431],
  ['a body’s length twice', { 'Content-Length': ['1', '2'] }, 400],
  ['a body’s length and chunks', { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' }, 400],
  ['no method', {}, 400, '/socket HTTP/1.1'],
  ['another protocol', {}, 400, 'GET /socket SPDY/3'],
];

describe('what breaks RFC 6455', { concurrency: 8 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let relay: StartedRelay;
  let canary: ProtocolClient;

  before(async () => {
    relay = await startRelay({ after: (close) => closers.push(close) }, { closeTimeoutMs: 1_000 });
    canary = (await ProtocolClient.join(relay.socketUrl, { name: 'Canary' })).client;
  });

  after(async () => {
    await canary.settled();
    assert.deepEqual(relay.said, []);
    canary.close();
    for (const close of closers) await close();
  });

  for (const [group, cases] of Object.entries(VIOLATIONS)) {
    for (const [name, bytes, code] of cases) {
      it(`${group}: ${name} → ${code}`, async () => {
        const socket = await openRaw(relay.port);
        socket.write(bytes);
        assert.equal(closeCodeIn(await untilEnd(socket)), code);
      });
    }
  }

  for (const [name, headers, status, start] of HANDSHAKES) {
    it(`handshake: ${name} → ${status}`, async () => {
      assert.equal((await askUpgrade(relay.port, headers, start)).status, status);
    });
  }

  for (const [name, bytes] of ALLOWED) {
    it(`allowed: ${name}`, async () => {
      const socket = await openRaw(relay.port);
      socket.write(bytes);
      let received = '';
      for await (const chunk of socket) {
        received += (chunk as Buffer).toString('latin1');
        if (received.includes('"ack"')) break;
      }
      assert.match(received, /"id":7/);
    });
  }

  it('the first bytes at once with the request, and broken, end one socket', async () => {
    const socket = await openRaw(relay.port);
    socket.end(join(Buffer.from(upgradeRequest()), hex('ff00')));
    await untilEnd(socket);
    await canary.settled();
  });

  it('there are about 150 of them', () => {
    const count = Object.values(VIOLATIONS).reduce((sum, { length }) => sum + length, HANDSHAKES.length);
    assert.ok(count >= 150, `${count}`);
  });
});
