import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  attemptAfter,
  closeVerdict,
  joinVerdict,
  reconnectDelayMs,
  type Standing,
  wakeDelayMs,
} from '../../../component/call/reconnect.ts';
import { CallError } from '../../../component/support/errors.ts';

describe('the delay before the next try', () => {
  const limits = [1_000, 2_000, 4_000, 5_000, 5_000, 5_000];
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
      assert.equal(closeVerdict(code, 'why', 'joined'), undefined);
      assert.equal(closeVerdict(code, '', 'new'), undefined);
    });
  }

  const terminal: readonly [code: number, standing: Standing, reason: string, errorCode: string][] = [
    [4409, 'joined', 'replaced', 'replaced'],
    [4406, 'new', 'refused', 'version'],
    [4403, 'new', 'refused', 'refused'],
    [4403, 'joined', 'removed', 'refused'],
    [4401, 'new', 'refused', 'bad-token'],
    [4401, 'joined', 'refused', 'bad-token'],
    [4403, 'waiting', 'refused', 'not-admitted'],
    [4400, 'joined', 'removed', 'refused'],
    [4400, 'new', 'refused', 'refused'],
    [4429, 'joined', 'removed', 'refused'],
    [1000, 'joined', 'removed', 'refused'],
    [1008, 'new', 'refused', 'refused'],
    [1009, 'joined', 'removed', 'refused'],
  ];
  for (const [code, standing, endReason, errorCode] of terminal) {
    it(`with ${code} of one who is ${standing} ends the call: ${endReason}, ${errorCode}`, () => {
      const verdict = closeVerdict(code, 'because', standing);
      assert.equal(verdict?.endReason, endReason);
      assert.equal(verdict?.error.code, errorCode);
      assert.match(verdict?.error.message ?? '', /because/);
      assert.match(verdict?.error.message ?? '', new RegExp(String(code)));
    });
  }
});

describe('a refused join', () => {
  const cause = new CallError('request-failed', 'The relay refused: why.');
  for (const [relayCode, code] of [
    ['rate-limited', undefined],
    ['unavailable', undefined],
    ['room-locked', 'room-locked'],
    ['forbidden', 'forbidden'],
    ['bad-token', 'bad-token'],
    ['room-full', 'refused'],
    ['of a later version', 'refused'],
  ] as const) {
    it(`as ${relayCode} ${code === undefined ? 'is tried again' : `ends as ${code}, with the relay's words`}`, () => {
      const verdict = joinVerdict(relayCode, cause);
      assert.equal(verdict?.error.code, code);
      if (verdict) assert.match(verdict.error.message, /why/);
    });
  }
});
