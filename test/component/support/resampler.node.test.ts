import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Resampler } from '../../../component/support/resampler.ts';

const sine = (from: number, length: number, rate: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * 440 * (from + i)) / rate));

describe('the resampler', () => {
  for (const [from, to] of [
    [44_100, 48_000],
    [48_000, 44_100],
    [16_000, 48_000],
    [96_000, 48_000],
  ] as const) {
    it(`turns ${from} into ${to} Hz, across blocks, without losing or adding time`, () => {
      const resampler = new Resampler(from, to);
      const output: number[] = [];
      for (let block = 0; block < 100; block++) {
        const [plane] = resampler.convert([sine(block * 441, 441, from)]);
        output.push(...plane!);
      }
      assert.ok(Math.abs(output.length - (44_100 * to) / from) <= 1 + to / from, `${output.length} samples`);
      const wanted = sine(0, output.length, to);
      const worst = output.reduce((most, sample, i) => Math.max(most, Math.abs(sample - wanted[i]!)), 0);
      assert.ok(worst < 0.02, `off by ${worst}`);
    });
  }

  it('gives back what is at the right rate already', () => {
    const planes = [new Float32Array(8)];
    assert.equal(new Resampler(48_000, 48_000).convert(planes), planes);
  });

  it('keeps channels apart', () => {
    const [left, right] = new Resampler(24_000, 48_000).convert([
      new Float32Array(10).fill(1),
      new Float32Array(10).fill(-1),
    ]);
    assert.ok(left!.every((sample) => sample === 1));
    assert.ok(right!.every((sample) => sample === -1));
  });
});
