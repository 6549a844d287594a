import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observeHostLoad, parseBusySeconds, parseProcessTimes } from './host-load.ts';

test('busy time leaves out idle and waiting for disks, and guest time that user time already has', () => {
  assert.equal(parseBusySeconds('cpu  100 20 300 9999 888 5 6 7 50 60\ncpu0 1 1 1 1\n'), 4.38);
});

test('a command with brackets and blanks does not shift the fields', () => {
  const stat = '42 (a) b (c)) S 7 42 42 0 -1 4194304 10 20 30 40 150 50 25 25 20 0 4 0 100 1 1';
  assert.deepEqual(parseProcessTimes(stat), { parent: 7, seconds: 2.5 });
});

test('own work counts as own, not as the load of others', { skip: process.platform !== 'linux' }, () => {
  const end = observeHostLoad();
  const until = performance.now() + 500;
  while (performance.now() < until);
  const load = end();
  assert.ok(load.own > 0.3, `own ${load.own}`);
  assert.ok(load.others >= 0);
});
