/** A refused request. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RequestError } from '../../../relay/rooms/request-error.ts';

it('has a code for programs and a sentence for people', () => {
  const error = new RequestError('room-full', 'This room is full.');
  assert.deepEqual([error.name, error.code, error.message], ['RequestError', 'room-full', 'This room is full.']);
});
