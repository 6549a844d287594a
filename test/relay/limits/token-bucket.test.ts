/** How often something may happen. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TokenBucket } from '../../../relay/limits/token-bucket.ts';

const take = (bucket: TokenBucket, times: number, nowMs: number) =>
  Array.from({ length: times }, () => bucket.take(nowMs)).filter(Boolean).length;

it('allows the burst at once and then no more', () => {
  assert.equal(take(new TokenBucket({ perSecond: 20, burst: 40 }, 0), 100, 0), 40);
});

it('fills up again at its rate, but never beyond the burst', () => {
  const bucket = new TokenBucket({ perSecond: 20, burst: 40 }, 0);
  take(bucket, 100, 0);
  assert.equal(take(bucket, 100, 500), 10);
  assert.equal(take(bucket, 100, 60_000), 40);
});

it('loses nothing to calls that are refused', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, 0);
  bucket.take(0);
  for (let nowMs = 0; nowMs < 999; nowMs += 1) assert.equal(bucket.take(nowMs), false);
  assert.equal(bucket.take(1_001), true);
});

it('lets through what costs more than the burst when it is full, and waits until that is paid off', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 20 }, 0);
  assert.equal(bucket.take(0, 50), true);
  assert.equal(bucket.take(3_000, 1), false);
  assert.equal(bucket.take(3_100, 1), true);
});
