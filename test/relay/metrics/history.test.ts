/** The last quarter of an hour. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Counters } from '../../../relay/metrics/counters.ts';
import type { BusFigures, Figures } from '../../../relay/metrics/figures.ts';
import { History } from '../../../relay/metrics/history.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const CENSUS = { connections: 5, rooms: 2, participants: 4, tracks: 3, subscriptions: 6 };

function start(bus?: BusFigures) {
  const clock = new ManualClock();
  const counters = new Counters();
  const figures: Figures = { census: () => CENSUS, bus: () => bus, isDraining: () => false };
  const history = new History({ clock, counters, figures, takeLagMs: () => 12.34, memoryBytes: () => 1_000 });
  return { clock, counters, history };
}

it('has amounts per second since the sample before, and what there is at the moment', () => {
  const { clock, counters, history } = start();
  counters.bytesIn = 1_000;
  counters.drops.video.link = 4;
  counters.drops.audio.link = 2;
  clock.advance(2_000);
  counters.bytesOut = 500;
  counters.packetsOut = 20;
  counters.drops.video.superseded = 1;
  clock.advance(2_000);
  const [first, second] = history.since(0);
  assert.deepEqual(first, {
    ...CENSUS,
    atMs: clock.epochMs() - 2_000,
    bitsInPerSecond: 4_000,
    bitsOutPerSecond: 0,
    packetsOutPerSecond: 0,
    dropsLink: 3,
    dropsKeyframe: 0,
    dropsSuperseded: 0,
    loopLagMs: 12.3,
    memoryBytes: 1_000,
    bus: 'none',
    busRoundTripMs: null,
  });
  assert.equal(second?.bitsInPerSecond, 0);
  assert.deepEqual([second?.bitsOutPerSecond, second?.packetsOutPerSecond, second?.dropsSuperseded], [2_000, 10, 0.5]);
});

it('gives only what is new to whoever asks again', () => {
  const { clock, history } = start();
  clock.advance(6_000);
  const at = history.since(0)[1]?.atMs ?? 0;
  assert.equal(history.since(at).length, 1);
});

it('says how the bus is', () => {
  const bus: BusFigures = { state: 'degraded', sinceMs: 0, reason: 'x', missed: 3, roundTripMs: 4.56 };
  const { clock, history } = start(bus);
  clock.advance(2_000);
  assert.deepEqual([history.since(0)[0]?.bus, history.since(0)[0]?.busRoundTripMs], ['degraded', 4.6]);
});

it('keeps 15 minutes and no more, and stops', () => {
  const { clock, history } = start();
  clock.advance(20 * 60_000);
  assert.equal(history.since(0).length, 450);
  history.stop();
  assert.equal(clock.waiting, 0);
});
