/** Many wishes, few requests, none lost. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KEYFRAME_INTERVAL_MS, KeyframeRequests, NEXT_INTERVAL_MS } from '../../../relay/rooms/keyframe-requests.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function create() {
  const clock = new ManualClock();
  const askedAt: number[] = [];
  return { clock, askedAt, requests: new KeyframeRequests(clock, () => askedAt.push(clock.now())) };
}

it('asks at once', () => {
  const { requests, askedAt } = create();
  requests.request();
  assert.deepEqual(askedAt, [0]);
});

it('asks once for a hundred wishes, and once more for those that came after', () => {
  const { requests, askedAt, clock } = create();
  for (let wish = 0; wish < 100; wish++) {
    requests.request();
    clock.advance(1);
  }
  clock.advance(10_000);
  assert.deepEqual(askedAt, [0, NEXT_INTERVAL_MS]);
});

it('does not ask again for what a keyframe has brought meanwhile', () => {
  const { requests, askedAt, clock } = create();
  requests.request();
  requests.request();
  requests.satisfied();
  clock.advance(10_000);
  assert.deepEqual(askedAt, [0]);
});

it('asks for a wish that comes after the keyframe', () => {
  const { requests, askedAt, clock } = create();
  requests.request();
  clock.advance(100);
  requests.satisfied();
  requests.request();
  clock.advance(10_000);
  assert.deepEqual(askedAt, [0, NEXT_INTERVAL_MS]);
});

it('asks for a few soon after each other, then once per interval', () => {
  const { requests, askedAt, clock } = create();
  for (let elapsedMs = 0; elapsedMs < 3_000; elapsedMs += 50) {
    requests.request();
    clock.advance(50);
  }
  assert.deepEqual(askedAt.slice(0, 6), [0, 100, 200, 300, KEYFRAME_INTERVAL_MS, 2 * KEYFRAME_INTERVAL_MS]);
});

it('asks nobody after its end', () => {
  const { requests, askedAt, clock } = create();
  requests.request();
  requests.request();
  requests.close();
  clock.advance(10_000);
  assert.equal(askedAt.length, 1);
  assert.equal(clock.waiting, 0);
});
