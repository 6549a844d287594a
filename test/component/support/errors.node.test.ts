import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CallError } from '../../../component/support/errors.ts';

it('a call error is an Error with a code for programs, a sentence for people and its cause', () => {
  const cause = new Error('unplugged');
  const error = new CallError('device-lost', 'The camera is gone.', { cause });
  assert.ok(error instanceof Error);
  assert.equal(error.name, 'CallError');
  assert.equal(error.code, 'device-lost');
  assert.equal(error.message, 'The camera is gone.');
  assert.equal(error.cause, cause);
});
