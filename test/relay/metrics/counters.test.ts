/** What a relay counts. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Counters, count } from '../../../relay/metrics/counters.ts';
import { ManualClock } from '../../support/manual-clock.ts';

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

it('tells how long a join took to whoever asked for it, passes its result on, and leaves out those that fail', async () => {
  const counters = new Counters();
  const clock = new ManualClock();
  assert.equal(await counters.timeJoin(clock, Promise.resolve('joined')), 'joined');
  const heard: number[] = [];
  counters.onJoin = (ms) => heard.push(ms);
  const timed = counters.timeJoin(clock, Promise.resolve('joined'));
  clock.advance(30);
  assert.equal(await timed, 'joined');
  await assert.rejects(counters.timeJoin(clock, Promise.reject(new Error('refused'))), /refused/);
  assert.deepEqual(heard, [30]);
});
