/** Where the relay's own sentences go. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { warnings } from '../../relay/log.ts';

it('prints problems to standard error, and nothing else', (t) => {
  const error = t.mock.method(console, 'error', () => {});
  warnings('info', 'all is well');
  assert.equal(error.mock.callCount(), 0);
  warnings('warn', 'this costs');
  warnings('error', 'this failed:', 'a cause');
  assert.deepEqual(
    error.mock.calls.map((call) => call.arguments),
    [['stream-room-relay: this costs'], ['stream-room-relay: this failed:', 'a cause']],
  );
});
