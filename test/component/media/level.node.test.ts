import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LevelMeter } from '../../../component/media/level.ts';

const levelOf = (...planes: Float32Array[]) => {
  const meter = new LevelMeter();
  for (const plane of planes) meter.add(plane);
  return meter.take();
};
const square = (amplitude: number, length = 480) =>
  Float32Array.from({ length }, (_, i) => (i % 2 ? 1 : -1) * amplitude);

describe('the level meter', () => {
  for (const [amplitude, level] of [
    [0, 0],
    [0.0005, 0],
    [0.01, 1 / 3],
    [0.1, 2 / 3],
    [1, 1],
    [2, 1],
  ] as const) {
    it(`shows ${level.toFixed(2)} for an amplitude of ${amplitude}`, () =>
      assert.ok(Math.abs(levelOf(square(amplitude)) - level) < 0.001));
  }

  it('weighs all samples since it was last asked alike, and starts anew', () => {
    const meter = new LevelMeter();
    meter.add(square(1, 100));
    meter.add(square(0, 300));
    assert.ok(Math.abs(meter.take() - (1 + (10 * Math.log10(0.25)) / 60)) < 0.001);
    assert.equal(meter.take(), 0);
  });
});
