/** How deep JSON is nested. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isShallow, MAX_JSON_DEPTH } from '../../../component/protocol/depth.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

it('is counted in arrays and objects, one in the other', () => {
  assert.equal(isShallow(nested(MAX_JSON_DEPTH)), true);
  assert.equal(isShallow(nested(MAX_JSON_DEPTH + 1)), false);
  assert.equal(isShallow('{"a":[{"b":1}]}', 3), true);
  assert.equal(isShallow('{"a":[{"b":{}}]}', 3), false);
});

it('is not what is wide', () => {
  assert.equal(isShallow(`[${'[],'.repeat(5_000)}[]]`, 2), true);
});

it('is not what is written in strings', () => {
  assert.equal(isShallow(`{"a":"${'['.repeat(1_000)}"}`, 1), true);
  assert.equal(isShallow(`{"a":"\\"${'['.repeat(1_000)}"}`, 1), true);
  assert.equal(isShallow(`{"a":"\\\\","b":[[]]}`, 2), false);
});

it('is read from text that is no JSON as well', () => {
  for (const text of ['', ']]]]', '"', '"\\', 'x'.repeat(10_000)]) assert.equal(isShallow(text), true);
});
