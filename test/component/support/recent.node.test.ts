import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Recent } from '../../../component/support/recent.ts';

describe('recent values', () => {
  it('forgets what is older than the span', () => {
    const recent = new Recent(1000);
    recent.add(0, 5);
    recent.add(600, 7);
    assert.deepEqual([recent.count(900), recent.sum(900)], [2, 12]);
    assert.deepEqual([recent.count(1100), recent.sum(1100)], [1, 7]);
    assert.deepEqual([recent.count(5000), recent.sum(5000)], [0, 0]);
  });

  it('gives percentiles and the median, and nothing of nothing', () => {
    const recent = new Recent(1000);
    assert.equal(recent.median(0), undefined);
    for (const value of [9, 1, 5, 3, 7]) recent.add(10, value);
    assert.equal(recent.median(10), 5);
    assert.deepEqual(recent.percentiles(10, [0, 0.5, 0.99] as const), [1, 5, 9]);
  });

  it('counts 30 a second as 30, from the first moment and for ever', () => {
    const recent = new Recent(1000);
    for (let i = 0; i < 300; i++) {
      const nowMs = (i * 1000) / 30;
      recent.add(nowMs, 1);
      if (i < 8) continue;
      const rate = recent.perSecond(nowMs);
      assert.ok(rate > 27 && rate < 35, `${rate} after ${nowMs} ms`);
    }
    assert.equal(Math.round(recent.perSecond((299 * 1000) / 30)), 30);
  });

  it('does not call one value a second’s worth', () => {
    const recent = new Recent(1000);
    recent.add(0, 1);
    assert.equal(recent.perSecond(0), 4);
  });

  it('does not grow without bound in a burst, and keeps its sum right', () => {
    const recent = new Recent(60_000);
    for (let i = 0; i < 10_000; i++) recent.add(i, 1);
    assert.ok(recent.count(10_000) <= 2000);
    assert.equal(recent.sum(10_000), recent.count(10_000));
    recent.clear();
    assert.deepEqual([recent.count(10_000), recent.sum(10_000)], [0, 0]);
  });
});
