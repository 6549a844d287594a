/** What both ends throw when bytes or messages break the protocol. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProtocolError } from '../../../component/protocol/protocol-error.ts';

it('has a code for programs, a sentence for people, and its cause', () => {
  const cause = new Error('below');
  const error = new ProtocolError('bad-packet', 'A packet is not this.', { cause });
  assert.ok(error instanceof Error);
  assert.deepEqual([error.name, error.code, error.message], ['ProtocolError', 'bad-packet', 'A packet is not this.']);
  assert.equal(error.cause, cause);
});
