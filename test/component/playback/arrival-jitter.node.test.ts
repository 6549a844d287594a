import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ArrivalJitter } from '../../../component/playback/arrival-jitter.ts';
import { chance } from './sound-scene.ts';

const EPOCH_MS = 1_795_000_000_000;

/** A packet each 20 ms, late by what `lateMs` says. */
function after(
  seconds: number,
  lateMs: (atMs: number) => number,
  jitter = new ArrivalJitter(),
  fromMs = 0,
): ArrivalJitter {
  for (let atMs = fromMs; atMs < fromMs + seconds * 1000; atMs += 20)
    jitter.arrived(EPOCH_MS + atMs, atMs + lateMs(atMs), 20);
  return jitter;
}

describe('the jitter of arrivals', () => {
  const random = chance(3);
  const table: [name: string, lateMs: (atMs: number) => number, least: number, most: number][] = [
    ['no jitter', () => 0, 30, 30],
    ['a slow path without jitter', () => 250, 30, 30],
    ['up to 40 ms', () => random() * 40, 50, 62],
    ['up to 200 ms', () => random() * 200, 190, 225],
    ['up to 380 ms', () => random() * 380, 350, 400],
  ];
  for (const [name, lateMs, least, most] of table) {
    it(`wants ${least} to ${most} ms for ${name}`, () => {
      const { targetMs } = after(20, lateMs);
      assert.ok(targetMs >= least && targetMs <= most, `${targetMs}`);
    });
  }

  it('starts with 60 ms, before it knows anything', () => assert.equal(new ArrivalJitter().targetMs, 60));

  it('goes up within half a second and comes down slowly', () => {
    const jitter = after(12, () => 0);
    after(0.6, () => random() * 150, jitter, 12_000);
    assert.ok(jitter.targetMs > 60, `${jitter.targetMs}`);
    after(2, () => random() * 150, jitter, 12_600);
    const high = jitter.targetMs;
    after(5, () => 0, jitter, 14_600);
    assert.ok(jitter.targetMs > high - 160);
    after(20, () => 0, jitter, 19_600);
    assert.ok(jitter.targetMs < 35);
  });

  it('makes no buffer for a stall', () => {
    const jitter = after(10, () => 0);
    jitter.arrived(EPOCH_MS + 10_000, 11_500, 20);
    for (let i = 1; i <= 75; i++) jitter.arrived(EPOCH_MS + 10_000 + i * 20, 11_500, 20);
    after(2, () => 0, jitter, 11_520);
    assert.ok(jitter.targetMs < 60, `${jitter.targetMs}`);
  });

  it('takes a path that became longer for good for what it is', () => {
    const jitter = after(10, () => 0);
    after(2, () => 2_000, jitter, 10_000);
    assert.equal(jitter.arrived(EPOCH_MS + 12_000, 14_000, 20), 0);
  });

  it('wants more when the buffer ran dry although nothing was late, and forgets it', () => {
    const jitter = after(10, () => 0);
    for (let i = 0; i < 3; i++) jitter.ranDry(true);
    jitter.ranDry(false);
    after(0.5, () => 0, jitter, 10_000);
    assert.ok(jitter.targetMs > 55 && jitter.targetMs < 70, `${jitter.targetMs}`);
    after(60, () => 0, jitter, 10_500);
    assert.equal(jitter.targetMs, 30);
  });
});
