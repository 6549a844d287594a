/** All that looks at a relay begins and ends together. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Counters } from '../../../relay/metrics/counters.ts';
import { openObservatory } from '../../../relay/metrics/observatory.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const CENSUS = { connections: 0, rooms: 0, participants: 0, tracks: 0, subscriptions: 0 };

it('samples, measures the loop and the bus, and leaves no timer behind', async () => {
  const clock = new ManualClock();
  const ending = new AbortController();
  const bus = { state: 'ok', sinceMs: 0, reason: '', missed: 0, roundTripMs: 3 } as const;
  const figures = { census: () => CENSUS, bus: () => bus, isDraining: () => false };
  const { metrics, history } = openObservatory({ clock, counters: new Counters(), figures }, ending.signal);
  clock.advance(2_000);
  clock.stall(300);
  clock.advance(2_000);
  assert.equal(history.since(0).at(-1)?.loopLagMs, 200);
  const text = await metrics.read();
  assert.match(text, /^sr_event_loop_lag_seconds_sum 0\.2$/m);
  assert.match(text, /^sr_bus_round_trip_seconds_count 1$/m, 'the same probe is observed once');
  ending.abort();
  assert.equal(clock.waiting, 0);
});
