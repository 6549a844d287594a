/** Close codes, and whether coming back can help. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE_CODES, isRetryable } from '../../../component/protocol/close-codes.ts';

describe('coming back', () => {
  const helps = [1001, 1005, 1006, 1011, 1012, 1013, 4408, 4500, 4503, 4504, 4999];
  const doesNot = [1000, 1002, 1003, 1007, 1008, 1009, 4400, 4401, 4403, 4406, 4409, 4429];
  for (const code of helps) it(`helps after ${code}`, () => assert.equal(isRetryable(code), true));
  for (const code of doesNot) it(`does not help after ${code}`, () => assert.equal(isRetryable(code), false));
});

it('codes are our own: 4000 to 4999, each once', () => {
  const codes = Object.values(CLOSE_CODES);
  for (const code of codes) assert.ok(code >= 4000 && code <= 4999);
  assert.equal(new Set(codes).size, codes.length);
});
