import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SampleRing } from '../../../component/playback/sample-ring.ts';
import { Concealment, cut, findPeriod, repeat } from '../../../component/playback/splice.ts';
import { click } from './sound-scene.ts';

const RATE = 48_000;
const AMPLITUDE = 0.5;

/** A sine of which half has been played. */
function ringOf(hz: number, length = 4800): SampleRing {
  const ring = new SampleRing(1, 9600);
  ring.append([Float32Array.from({ length }, (_, i) => AMPLITUDE * Math.sin((2 * Math.PI * hz * i) / RATE))]);
  ring.advance(length / 2);
  return ring;
}

/** What is heard around the read position. */
const heard = (ring: SampleRing, before: number, after: number) =>
  Float32Array.from({ length: before + after }, (_, i) => ring.at(0, i - before));

describe('splices', () => {
  for (const hz of [80, 130, 220, 440, 1000]) {
    it(`find the period of ${hz} Hz, ahead and back`, () => {
      for (const direction of [1, -1] as const) {
        const cycles = (findPeriod(ringOf(hz), 0, direction)! * hz) / RATE;
        assert.ok(Math.abs(cycles - Math.round(cycles)) < 0.1, `${cycles.toFixed(2)} cycles`);
      }
    });

    it(`leave out and repeat a period of ${hz} Hz unheard`, () => {
      for (const [splice, direction] of [
        [cut, 1],
        [repeat, -1],
      ] as const) {
        const ring = ringOf(hz);
        const before = ring.length;
        const last = ring.at(0, -1);
        const period = findPeriod(ring, 0, direction)!;
        splice(ring, period);
        assert.equal(ring.length, before - direction * period);
        // What was played last, and then what comes now.
        const samples = Float32Array.of(last, ...heard(ring, 0, 2000));
        assert.ok(click(samples, hz) < 0.006, `${splice.name}: ${click(samples, hz)}`);
      }
    });

    it(`conceal ${hz} Hz without a step, and fade away`, () => {
      const ring = ringOf(hz);
      ring.advance(ring.length);
      const concealment = new Concealment(ring);
      const samples = Float32Array.from({ length: 4000 }, (_, i) =>
        i < 600 ? ring.at(0, i - 600) : concealment.at(0, i - 600),
      );
      assert.ok(click(samples, hz) < 0.008, `${click(samples, hz)}`);
      assert.ok(samples.subarray(600, 1000).some((sample) => Math.abs(sample) > 0.4));
      assert.ok(samples.subarray(600 + 2880).every((sample) => sample === 0));
    });
  }

  it('find nothing in too little sound', () => {
    const ring = new SampleRing(1, 960);
    ring.append([new Float32Array(100)]);
    assert.equal(findPeriod(ring, 0, 1), undefined);
    assert.equal(findPeriod(ring, 0, -1), undefined);
  });

  it('conceal nothing with silence, and a first sample by letting it fade', () => {
    const empty = new Concealment(new SampleRing(1, 960));
    assert.deepEqual([empty.at(0), empty.at(0, 500)], [0, 0]);
    const ring = new SampleRing(1, 960);
    ring.append([new Float32Array(50).fill(0.5)]);
    ring.advance(50);
    const short = new Concealment(ring);
    assert.equal(short.at(0), 0.5);
    assert.ok(short.at(0, 120) < 0.3);
    assert.equal(short.at(0, 240), 0);
  });
});
