/** One sweep for all sockets. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Heartbeat } from '../../../relay/gateway/heartbeat.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function create(shortestTimeoutMs = 11_000) {
  const clock = new ManualClock();
  const heartbeat = new Heartbeat(clock, shortestTimeoutMs);
  const sweeps: [nowMs: number, lateMs: number][] = [];
  return {
    clock,
    heartbeat,
    sweeps,
    swept: { sweep: (nowMs: number, lateMs: number) => sweeps.push([nowMs, lateMs]) },
  };
}

it('sweeps twice a second, and oftener where a timeout is short', () => {
  const usual = create();
  usual.heartbeat.add(usual.swept);
  usual.clock.advance(2_000);
  assert.deepEqual(
    usual.sweeps.map(([now]) => now),
    [500, 1_000, 1_500, 2_000],
  );
  const short = create(200);
  short.heartbeat.add(short.swept);
  short.clock.advance(100);
  assert.equal(short.sweeps.length, 5);
});

it('runs only while there is something to sweep', () => {
  const { clock, heartbeat, swept, sweeps } = create();
  assert.equal(clock.waiting, 0);
  heartbeat.add(swept);
  assert.equal(clock.waiting, 1);
  heartbeat.remove(swept);
  assert.equal(clock.waiting, 0);
  clock.advance(5_000);
  assert.equal(sweeps.length, 0);
});

it('tells by how much this process was held up, so that nobody is blamed for it', () => {
  const { clock, heartbeat, swept, sweeps } = create();
  heartbeat.add(swept);
  clock.advance(500);
  clock.stall(20_000);
  clock.advance(0);
  assert.deepEqual(sweeps, [
    [500, 0],
    [20_500, 19_500],
  ]);
});
