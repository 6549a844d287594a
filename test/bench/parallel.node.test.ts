import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { inParallel } from './parallel.ts';

test('results are in order, and never more are under way than were asked for', async () => {
  let underWay = 0;
  let most = 0;
  const results = await inParallel(20, 3, async (index) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await delay(index % 4);
    underWay -= 1;
    return index * 2;
  });
  assert.deepEqual(
    results,
    Array.from({ length: 20 }, (_, index) => index * 2),
  );
  assert.equal(most, 3);
});

test('nothing to do is done', async () => {
  assert.deepEqual(await inParallel(0, 5, () => Promise.reject(new Error('not called'))), []);
});

test('the first failure ends it', async () => {
  const seen: number[] = [];
  const work = async (index: number) => {
    seen.push(index);
    await delay(1);
    if (index === 2) throw new Error('two');
  };
  await assert.rejects(inParallel(100, 2, work), /two/);
  await delay(10);
  assert.ok(seen.length < 10, `${seen.length} were begun`);
});
