import assert from 'node:assert/strict';
import { it } from 'node:test';
import { randomId } from '../../../component/support/random-id.ts';

it('ids are base64url of the asked length and never the same', () => {
  assert.match(randomId(32), /^[\w-]{43}$/);
  assert.match(randomId(16), /^[\w-]{22}$/);
  const ids = new Set(Array.from({ length: 1_000 }, () => randomId(16)));
  assert.equal(ids.size, 1_000);
});
