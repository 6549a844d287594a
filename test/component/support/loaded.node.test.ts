import assert from 'node:assert/strict';
import { it } from 'node:test';
import { loaded } from '../../../component/support/loaded.ts';

it('a part that loads is handed on; one that does not says what to do', async () => {
  const part = { open: () => {} };
  assert.equal(await loaded(Promise.resolve(part)), part);
  const cause = new TypeError('Failed to fetch dynamically imported module');
  await assert.rejects(loaded(Promise.reject(cause)), { code: 'relay-unreachable', cause, message: /reload the page/ });
});
