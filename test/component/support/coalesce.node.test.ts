import assert from 'node:assert/strict';
import { it } from 'node:test';
import { coalesce } from '../../../component/support/coalesce.ts';
import { settle } from './test-clock.ts';

it('runs at once, one at a time, and once more when it was asked for meanwhile', async () => {
  const finish: (() => void)[] = [];
  const ask = coalesce(() => new Promise<void>((resolve) => finish.push(resolve)));
  ask();
  assert.equal(finish.length, 1, 'it starts at once');
  ask();
  ask();
  ask();
  await settle();
  assert.equal(finish.length, 1, 'never two at a time');
  finish[0]?.();
  await settle();
  assert.equal(finish.length, 2, 'three wishes meanwhile are one more run');
  finish[1]?.();
  await settle();
  assert.equal(finish.length, 2);
  ask();
  assert.equal(finish.length, 3, 'and a later wish starts again');
});
