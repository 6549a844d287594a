import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KeyframePolicy } from '../../../component/encode/keyframe-policy.ts';

/** Times (ms) of keyframes among frames at 30 per second, with what happens at which time. */
function keyframes(seconds: number, events: Record<number, (policy: KeyframePolicy) => void>): number[] {
  const policy = new KeyframePolicy();
  const made: number[] = [];
  for (let frame = 0; frame < seconds * 30; frame++) {
    const nowMs = Math.round((frame * 1000) / 30);
    for (const [at, happen] of Object.entries(events)) {
      if (Number(at) > nowMs - 33 && Number(at) <= nowMs) happen(policy);
    }
    if (!policy.wants(nowMs)) continue;
    policy.made(nowMs);
    made.push(nowMs);
  }
  return made;
}

describe('the keyframe policy', () => {
  it('starts with a keyframe and makes one every ten seconds', () => {
    assert.deepEqual(keyframes(25, {}), [0, 10_000, 20_000]);
  });

  it('answers a request with the next frame', () => {
    assert.deepEqual(keyframes(5, { 3000: (policy) => policy.request() }), [0, 3000]);
  });

  const request = (policy: KeyframePolicy) => policy.request();

  it('makes one keyframe for the requests of a tenth of a second', () => {
    assert.deepEqual(keyframes(5, { 2000: request, 2040: request, 2070: request }), [0, 2000, 2100]);
  });

  it('makes a few soon after each other, for receivers who come one by one, and then few in the long run', () => {
    const often = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [2000 + index * 50, request]));
    const made = keyframes(5, often);
    assert.deepEqual(made.slice(0, 5), [0, 2000, 2100, 2200, 2400]);
    assert.deepEqual(made.slice(5, 8), [2800, 3200, 3600]);
  });

  it('makes one at once where the picture starts anew, even just after another', () => {
    assert.deepEqual(keyframes(2, { 100: (policy) => policy.restart() }), [0, 100]);
  });

  it('counts the interval from the last keyframe, whatever it was for', () => {
    assert.deepEqual(keyframes(16, { 5000: (policy) => policy.request() }), [0, 5000, 15_000]);
  });
});
