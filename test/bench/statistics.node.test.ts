import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, pairwise, percentile, shuffle, spread } from './statistics.ts';

test('the nearest-rank percentile of 1 to 100 is the number itself, in any order', () => {
  const values = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1);
  assert.equal(percentile(values, 0.5), 50);
  assert.equal(percentile(values, 0.95), 95);
  assert.equal(percentile(values, 0.99), 99);
  assert.equal(percentile(values, 0), 1);
  assert.equal(percentile(values, 1), 100);
});

test('percentiles of few values take a value that was there', () => {
  assert.equal(percentile([7], 0.95), 7);
  assert.equal(percentile([1, 2], 0.5), 1);
  assert.equal(percentile([1, 2], 0.95), 2);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

test('the median leaves its argument as it was, and takes the mean of two middle values', () => {
  const values = [9, 1, 5];
  assert.equal(median(values), 5);
  assert.deepEqual(values, [9, 1, 5]);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test('numbers sort by value, not as text', () => {
  assert.equal(median([10, 9, 100]), 10);
  assert.equal(percentile([10, 9, 100], 0.5), 10);
});

test('a spread keeps the extremes', () => {
  assert.deepEqual(spread([3, 1, 2]), { median: 2, min: 1, max: 3, runs: 3 });
});

test('ratios are those of the same round, as far as both series go', () => {
  const ratio = (a: number, b: number) => a / b;
  assert.deepEqual(pairwise([10, 30, 9], [5, 10], ratio), [2, 3]);
  assert.deepEqual(pairwise([10], [], ratio), []);
});

test('shuffling keeps every item once and does not touch the original', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = shuffle(items, () => 0);
  assert.notDeepEqual(shuffled, items);
  assert.deepEqual([...shuffled].sort(), items);
  assert.deepEqual(items, [1, 2, 3, 4, 5, 6, 7, 8]);
});
