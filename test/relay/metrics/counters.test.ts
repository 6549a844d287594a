/** What a relay counts. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Counters, count } from '../../../relay/metrics/counters.ts';

it('counts by key', () => {
  const counts = new Map<string, number>();
  for (const key of ['a', 'b', 'a']) count(counts, key);
  assert.deepEqual(
    [...counts],
    [
      ['a', 2],
      ['b', 1],
    ],
  );
});

it('keeps the close codes that mean something, and all others as one: a client chooses its own', () => {
  const counters = new Counters();
  for (let code = 3000; code < 4400; code++) counters.closed(code);
  counters.closed(1006);
  counters.closed(4401);
  assert.deepEqual(
    [...counters.closes],
    [
      [0, 1400],
      [1006, 1],
      [4401, 1],
    ],
  );
});

it('tells of joins whoever asked for it, and nobody else', () => {
  const counters = new Counters();
  counters.onJoin(1);
  const heard: number[] = [];
  counters.onJoin = (ms) => heard.push(ms);
  counters.onJoin(2);
  assert.deepEqual(heard, [2]);
});
