import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameRateGate } from '../../../component/encode/frame-rate.ts';

const passed = (from: number, to: number, jitterMs = 0): number => {
  const gate = new FrameRateGate();
  let count = 0;
  for (let i = 0; i < from * 10; i++) {
    const jitter = ((i * 7) % 5) / 5 - 0.4;
    if (gate.admits((i * 1000) / from + jitter * jitterMs, to)) count++;
  }
  return count / 10;
};

describe('the frame rate gate', () => {
  for (const [from, to, expected] of [
    [30, 30, 30],
    [30, 60, 30],
    [30, 15, 15],
    [30, 20, 20],
    [60, 30, 30],
    [25, 30, 25],
    [30, 1, 1],
  ] as const) {
    it(`lets ${expected} of ${from} frames pass at a limit of ${to}`, () =>
      assert.ok(Math.abs(passed(from, to) - expected) <= 0.2, `${passed(from, to)}`));
  }

  it('drops nothing at the source’s own rate because of jitter', () => assert.ok(passed(30, 30, 8) >= 29.9));

  it('does not let frames catch up after a pause', () => {
    const gate = new FrameRateGate();
    assert.equal(gate.admits(0, 10), true);
    assert.equal(gate.admits(5000, 10), true);
    assert.equal(gate.admits(5030, 10), false);
    assert.equal(gate.admits(5100, 10), true);
  });
});
