/** What a decoder must know first, byte for byte. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  encodeConfiguration,
  type MediaConfiguration,
  splitConfiguration,
} from '../../../component/protocol/media-configuration.ts';
import { ProtocolError } from '../../../component/protocol/protocol-error.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const isBad = (error: unknown) => error instanceof ProtocolError && error.code === 'bad-configuration';

const GOLDEN: readonly [name: string, configuration: MediaConfiguration, bytes: string][] = [
  ['MJPEG', { kind: 'video', codec: 'mjpeg', width: 640, height: 480 }, '01 00000280 000001e0 05 0000 6d6a706567'],
  [
    'H.264 with its description',
    { kind: 'video', codec: 'avc1.42E01F', width: 1280, height: 720, description: bytesOf('0142') },
    '01 00000500 000002d0 0b 0002 617663312e343245303146 0142',
  ],
  ['Opus', { kind: 'audio', codec: 'opus', sampleRate: 48_000, channels: 2 }, '02 0000bb80 00000002 04 0000 6f707573'],
];

describe('golden bytes', () => {
  for (const [name, configuration, bytes] of GOLDEN) {
    it(`${name}: written and read, with the chunk after it`, () => {
      assert.equal(Buffer.from(encodeConfiguration(configuration)).toString('hex'), bytes.replaceAll(' ', ''));
      const read = splitConfiguration(bytesOf(`${bytes} cafe`));
      assert.deepEqual(read, { configuration, chunk: bytesOf('cafe') });
    });
  }

  it('the chunk is a view, and may be empty', () => {
    const payload = bytesOf(`${GOLDEN[0]?.[2]}ab`);
    const { chunk } = splitConfiguration(payload);
    assert.equal(chunk.buffer, payload.buffer);
    assert.equal(splitConfiguration(payload.subarray(0, -1)).chunk.byteLength, 0);
  });
});

describe('truncated', () => {
  for (const [name, , bytes] of GOLDEN) {
    it(`${name}, after every byte`, () => {
      const whole = bytesOf(bytes);
      for (let length = 0; length < whole.length; length++) {
        assert.throws(() => splitConfiguration(whole.subarray(0, length)), isBad, `${length} bytes`);
      }
    });
  }
});

describe('hostile', () => {
  const table: readonly [name: string, bytes: string][] = [
    ['another kind', '03 00000280 000001e0 05 0000 6d6a706567'],
    ['no width', '01 00000000 000001e0 05 0000 6d6a706567'],
    ['a height of 4 billion', '01 00000280 ffffffff 05 0000 6d6a706567'],
    ['a side of 7,681 pixels', '01 00001e01 000001e0 05 0000 6d6a706567'],
    ['a codec without a name', '01 00000280 000001e0 00 0000'],
    ['a codec name of 65 bytes', `01 00000280 000001e0 41 0000 ${'61'.repeat(65)}`],
    ['a codec name of blanks', '01 00000280 000001e0 02 0000 2020'],
    ['a codec name with markup', '01 00000280 000001e0 03 0000 3c623e'],
    ['a description longer than there is', '01 00000280 000001e0 01 0fff 61'],
    ['a description of 4,097 bytes', `01 00000280 000001e0 01 1001 61 ${'00'.repeat(4097)}`],
    ['a sample rate of 0', '02 00000000 00000002 04 0000 6f707573'],
    ['a sample rate of 200,000', '02 00030d40 00000002 04 0000 6f707573'],
    ['nine channels', '02 0000bb80 00000009 04 0000 6f707573'],
    ['no channel', '02 0000bb80 00000000 04 0000 6f707573'],
  ];
  for (const [name, bytes] of table) {
    it(`${name} is refused`, () => {
      assert.throws(() => splitConfiguration(bytesOf(bytes)), isBad);
    });
  }

  it('nothing but a ProtocolError comes of any bytes', () => {
    let state = 1;
    const byte = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return (state >> 16) & 0xff;
    };
    for (let round = 0; round < 20_000; round++) {
      const bytes = Uint8Array.from({ length: byte() % 40 }, byte);
      if (bytes.length > 0) bytes[0] = 1 + (byte() % 2);
      try {
        splitConfiguration(bytes);
      } catch (error) {
        assert.ok(isBad(error), String(error));
      }
    }
  });
});
