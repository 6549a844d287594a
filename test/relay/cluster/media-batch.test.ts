import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeMediaBatch, encodeMediaBatch } from '../../../relay/cluster/media-batch.ts';

describe('a batch of packets', () => {
  it('comes out as it went in', () => {
    const packets = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), packets, (relay, given) => {
        const decoded = decodeMediaBatch(encodeMediaBatch(relay, given));
        assert.equal(decoded?.relay, Buffer.from(relay).toString());
        assert.deepEqual(
          decoded?.packets.map((each) => [...each]),
          given.map((each) => [...each]),
        );
      }),
    );
  });

  it('cut anywhere is none, unless between two packets', () => {
    const whole = encodeMediaBatch('relay', [Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
    const counts = [...whole.keys()].map((length) => decodeMediaBatch(whole.subarray(0, length))?.packets.length);
    assert.deepEqual(counts, [...Array(6), 0, ...Array(6), 1, ...Array(4)]);
  });

  it('names its sender in 255 bytes at most', () => {
    assert.throws(() => encodeMediaBatch('x'.repeat(256), []), RangeError);
  });
});
