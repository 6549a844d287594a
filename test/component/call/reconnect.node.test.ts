import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attemptAfter, closeVerdict, reconnectDelayMs, wakeDelayMs } from '../../../component/call/reconnect.ts';

describe('the delay before the next try', () => {
  const limits = [500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000];
  for (const [attempt, limit] of limits.entries()) {
    it(`number ${attempt} lies evenly between 0 and ${limit} ms`, () => {
      assert.equal(reconnectDelayMs(attempt, 0), 0);
      assert.equal(reconnectDelayMs(attempt, 0.5), limit / 2);
      assert.ok(reconnectDelayMs(attempt, 0.999) < limit);
    });
  }

  it('stays at its limit after a thousand tries', () => assert.equal(reconnectDelayMs(1_000, 1), 5_000));

  it('is at most 500 ms when the page or the network woke up', () => {
    assert.equal(wakeDelayMs(0), 0);
    assert.equal(wakeDelayMs(1), 500);
  });

  it('starts small again only after 10 s of a good connection', () => {
    assert.equal(attemptAfter(4, 9_999), 4);
    assert.equal(attemptAfter(4, 10_000), 0);
    assert.equal(attemptAfter(4, 0), 4);
  });
});

describe('a closed socket', () => {
  for (const code of [1001, 1005, 1006, 1011, 1012, 1013, 3000, 4408, 4500, 4503, 4504, 4999]) {
    it(`with ${code} is tried again`, () => {
      assert.equal(closeVerdict(code, 'why', true), undefined);
      assert.equal(closeVerdict(code, '', false), undefined);
    });
  }

  const terminal: readonly [code: number, wasJoined: boolean, reason: string, errorCode: string][] = [
    [4409, true, 'replaced', 'replaced'],
    [4406, false, 'refused', 'version'],
    [4403, false, 'refused', 'refused'],
    [4403, true, 'removed', 'refused'],
    [4400, true, 'removed', 'refused'],
    [4400, false, 'refused', 'refused'],
    [4429, true, 'removed', 'refused'],
    [1000, true, 'removed', 'refused'],
    [1008, false, 'refused', 'refused'],
    [1009, true, 'removed', 'refused'],
  ];
  for (const [code, wasJoined, endReason, errorCode] of terminal) {
    it(`with ${code} ${wasJoined ? 'after' : 'before'} joining ends the call: ${endReason}, ${errorCode}`, () => {
      const verdict = closeVerdict(code, 'because', wasJoined);
      assert.equal(verdict?.endReason, endReason);
      assert.equal(verdict?.error.code, errorCode);
      assert.match(verdict?.error.message ?? '', /because/);
      assert.match(verdict?.error.message ?? '', new RegExp(String(code)));
    });
  }
});
