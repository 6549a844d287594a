/** By how much the loop is late. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EventLoopMeter } from '../../../relay/metrics/event-loop.ts';
import { ManualClock } from '../../support/manual-clock.ts';

it('measures a stall, forgets it when asked, and stops', () => {
  const clock = new ManualClock();
  const lags: number[] = [];
  const meter = new EventLoopMeter(clock, (ms) => lags.push(ms));
  clock.advance(200);
  assert.deepEqual(lags, [0, 0]);
  clock.stall(350);
  clock.advance(0);
  assert.equal(meter.takeMax(), 250);
  assert.equal(meter.takeMax(), 0);
  meter.stop();
  assert.equal(clock.waiting, 0);
});
