import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SampleRing } from '../../../component/playback/sample-ring.ts';

const plane = (...samples: number[]) => Float32Array.from(samples);
const waiting = (ring: SampleRing, channel = 0) => Array.from({ length: ring.length }, (_, i) => ring.at(channel, i));

describe('the ring of samples', () => {
  it('gives out what was put in, in order, around its end', () => {
    const ring = new SampleRing(1, 8);
    for (let i = 0; i < 40; i += 4) {
      ring.append([plane(i, i + 1, i + 2, i + 3)]);
      assert.deepEqual(waiting(ring), [i, i + 1, i + 2, i + 3]);
      ring.advance(4);
    }
    assert.equal(ring.length, 0);
  });

  it('remembers what was played, until it is overwritten', () => {
    const ring = new SampleRing(1, 8);
    ring.append([plane(1, 2, 3, 4)]);
    ring.advance(3);
    assert.deepEqual([ring.past, ring.at(0, -1), ring.at(0, -3)], [3, 3, 1]);
    ring.append([plane(5, 6, 7, 8, 9, 10)]);
    assert.deepEqual([ring.length, ring.past], [7, 1]);
    assert.equal(ring.at(0, -1), 3);
  });

  it('goes back into what was played', () => {
    const ring = new SampleRing(1, 8);
    ring.append([plane(1, 2, 3, 4)]);
    ring.advance(3);
    ring.advance(-2);
    assert.deepEqual(waiting(ring), [2, 3, 4]);
    assert.equal(ring.past, 1);
  });

  it('takes no more than it holds', () => {
    const ring = new SampleRing(1, 4);
    ring.append([plane(1, 2, 3, 4, 5, 6)]);
    assert.deepEqual(waiting(ring), [1, 2, 3, 4]);
  });

  it('starts where it is told in a block, and fills a missing channel with the last', () => {
    const ring = new SampleRing(2, 8);
    ring.append([plane(1, 2, 3)], 1);
    assert.deepEqual(
      [waiting(ring, 0), waiting(ring, 1)],
      [
        [2, 3],
        [2, 3],
      ],
    );
  });

  it('forgets all when cleared', () => {
    const ring = new SampleRing(1, 4);
    ring.append([plane(1, 2)]);
    ring.advance(1);
    ring.clear();
    assert.deepEqual([ring.length, ring.past], [0, 0]);
  });
});
