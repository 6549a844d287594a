import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { every, systemClock } from '../../../component/support/clock.ts';
import { TestClock } from './test-clock.ts';

describe('the clock', () => {
  it('tells the time since the epoch and never goes back', () => {
    const first = systemClock.now();
    assert.ok(Math.abs(first - Date.now()) < 5_000);
    assert.ok(systemClock.now() >= first);
  });

  it('calls back once, later', async () => {
    const called: string[] = [];
    await new Promise<void>((resolve) => {
      systemClock.after(
        5,
        () => {
          called.push('back');
          resolve();
        },
        new AbortController().signal,
      );
      called.push('asked');
    });
    assert.deepEqual(called, ['asked', 'back']);
  });

  it('does not call back after the signal has aborted, before or while it waits', async () => {
    const called: string[] = [];
    const aborted = AbortSignal.abort();
    systemClock.after(0, () => called.push('aborted before'), aborted);
    const later = new AbortController();
    systemClock.after(1, () => called.push('aborted while waiting'), later.signal);
    later.abort();
    await new Promise((resolve) => setTimeout(resolve, 15));
    assert.deepEqual(called, []);
  });

  it('repeats until the signal aborts', async () => {
    const clock = new TestClock();
    const lifetime = new AbortController();
    let count = 0;
    every(clock, 100, () => count++, lifetime.signal);
    assert.equal(count, 0);
    await clock.advance(350);
    assert.equal(count, 3);
    lifetime.abort();
    await clock.advance(1_000);
    assert.equal(count, 3);
    assert.equal(clock.waiting, 0);
  });
});
