/** The system's clock. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../relay/clock.ts';

it('tells the same time twice: monotonic, and since the epoch', () => {
  const before = systemClock.now();
  assert.ok(Math.abs(systemClock.epochMs() - Date.now()) < 2_000);
  assert.ok(systemClock.now() >= before);
});

it('runs what is due, once or again and again, and not what was cancelled', async () => {
  const seen: string[] = [];
  // The clock's own timers keep no process alive: this one does.
  const alive = setTimeout(() => {}, 5_000);
  systemClock.after(1, () => seen.push('cancelled')).cancel();
  await new Promise<void>((resolve) => {
    const every = systemClock.every(5, () => {
      seen.push('every');
      if (seen.length < 3) return;
      every.cancel();
      systemClock.after(20, resolve);
    });
  });
  clearTimeout(alive);
  assert.deepEqual(seen, ['every', 'every', 'every']);
});
