/** The packet, byte for byte: golden, truncated and hostile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_PACKET_BYTES } from '../../../component/protocol/limits.ts';
import {
  decodePacket,
  encodePacket,
  nextSequence,
  PACKET_HEADER_BYTES,
  type PacketHeader,
  writePacketHeader,
} from '../../../component/protocol/packet.ts';
import { ProtocolError } from '../../../component/protocol/protocol-error.ts';
import { micros } from '../../../component/protocol/units.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ProtocolError);
    return error.code;
  }
};

const plain: PacketHeader = {
  trackId: 1,
  sequence: 0,
  timestamp: micros(0),
  keyframe: false,
  configured: false,
  rendition: 0,
  temporalLayer: 0,
};

describe('golden bytes', () => {
  const table: readonly [name: string, header: PacketHeader, payload: string, bytes: string][] = [
    ['a delta', plain, '', '01 00 00 00 00000001 00000000 0000000000000000'],
    [
      'a keyframe with its configuration',
      {
        ...plain,
        trackId: 0xdeadbeef,
        sequence: 258,
        timestamp: micros(1_795_226_096_000_000),
        keyframe: true,
        configured: true,
      },
      'cafe',
      '01 03 00 00 deadbeef 00000102 000660bfa5be5c00 cafe',
    ],
    [
      'a high layer of a small rendition',
      { ...plain, sequence: 0xffff_ffff, rendition: 3, temporalLayer: 7 },
      '00',
      '01 00 03 07 00000001 ffffffff 0000000000000000 00',
    ],
    [
      'the last instant there is',
      { ...plain, timestamp: micros(Number.MAX_SAFE_INTEGER), keyframe: true },
      '',
      '01 01 00 00 00000001 00000000 001fffffffffffff',
    ],
  ];
  for (const [name, header, payload, bytes] of table) {
    it(`${name}: written and read`, () => {
      assert.equal(hex(encodePacket(header, bytesOf(payload))), bytes.replaceAll(' ', ''));
      assert.deepEqual(decodePacket(bytesOf(bytes)), { ...header, payload: bytesOf(payload) });
    });
  }

  it('several parts make one payload', () => {
    assert.equal(hex(encodePacket(plain, bytesOf('01'), bytesOf(''), bytesOf('0203')).subarray(20)), '010203');
  });

  it('a header is written into the first 20 bytes of a buffer, and nowhere else', () => {
    const buffer = new Uint8Array(40).fill(0xaa);
    writePacketHeader(buffer.subarray(10), plain);
    assert.equal(hex(buffer), `${'aa'.repeat(10)}0100000000000001000000000000000000000000${'aa'.repeat(10)}`);
  });
});

it('is read from the middle of a buffer, without copying the payload', () => {
  const buffer = new Uint8Array(100);
  buffer.set(encodePacket(plain, bytesOf('0102')), 30);
  const { payload } = decodePacket(buffer.subarray(30, 52));
  assert.deepEqual([payload.buffer === buffer.buffer, payload.byteOffset, payload.byteLength], [true, 50, 2]);
});

describe('truncated', () => {
  for (let length = 0; length < PACKET_HEADER_BYTES; length++) {
    it(`${length} bytes are refused`, () => {
      const bytes = encodePacket(plain).subarray(0, length);
      assert.equal(
        codeOf(() => decodePacket(bytes)),
        'bad-packet',
      );
    });
  }

  it('a header without payload is a packet', () => {
    assert.equal(decodePacket(encodePacket(plain)).payload.byteLength, 0);
  });
});

describe('hostile', () => {
  const golden = hex(encodePacket({ ...plain, keyframe: true }));
  const withByte = (offset: number, value: number) => {
    const bytes = bytesOf(golden);
    bytes[offset] = value;
    return bytes;
  };

  it('every first byte but 0x01 is another kind of message', () => {
    for (let type = 0; type < 256; type++) {
      assert.equal(
        codeOf(() => decodePacket(withByte(0, type))),
        type === 1 ? undefined : 'unknown-type',
      );
    }
  });

  it('flags, rendition and layer: every value is either known or refused', () => {
    for (let value = 0; value < 256; value++) {
      assert.equal(
        codeOf(() => decodePacket(withByte(1, value))),
        value < 4 ? undefined : 'bad-packet',
        `flags ${value}`,
      );
      assert.equal(
        codeOf(() => decodePacket(withByte(2, value))),
        value < 4 ? undefined : 'bad-packet',
        `rendition ${value}`,
      );
      assert.equal(
        codeOf(() => decodePacket(withByte(3, value))),
        value < 8 ? undefined : 'bad-packet',
        `layer ${value}`,
      );
    }
  });

  it('a timestamp that JavaScript cannot hold exactly is refused', () => {
    assert.equal(
      codeOf(() => decodePacket(bytesOf('01000000 00000001 00000000 0020000000000000'))),
      'bad-packet',
    );
    assert.equal(
      codeOf(() => decodePacket(bytesOf('01000000 00000001 00000000 ffffffffffffffff'))),
      'bad-packet',
    );
  });

  it('more than 1 MiB is refused at both ends', () => {
    const payload = new Uint8Array(MAX_PACKET_BYTES - PACKET_HEADER_BYTES);
    assert.equal(decodePacket(encodePacket(plain, payload)).payload.byteLength, payload.byteLength);
    assert.equal(
      codeOf(() => encodePacket(plain, payload, new Uint8Array(1))),
      'too-large',
    );
    const large = new Uint8Array(MAX_PACKET_BYTES + 1);
    writePacketHeader(large, plain);
    assert.equal(
      codeOf(() => decodePacket(large)),
      'too-large',
    );
  });

  it('errors say what was received and what is allowed', () => {
    assert.throws(() => decodePacket(withByte(0, 0x7b)), /starts with byte 0x01, 0x7b was received/);
    assert.throws(() => decodePacket(withByte(3, 9)), /temporal layer 0 to 7, 0 and 9 were received/);
  });
});

it('sequence numbers wrap at 2^32', () => {
  assert.deepEqual([nextSequence(0), nextSequence(0xffff_fffe), nextSequence(0xffff_ffff)], [1, 0xffff_ffff, 0]);
});
