import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mapped, patched } from '../../../component/support/immutable.ts';

it('a patch that changes nothing gives the same object, any other a new one', () => {
  const value = { a: 1, b: 'x', c: undefined as number | undefined };
  assert.equal(patched(value, {}), value);
  assert.equal(patched(value, { a: 1, c: undefined }), value);
  const changed = patched(value, { a: 2 });
  assert.deepEqual(changed, { a: 2, b: 'x', c: undefined });
  assert.equal(value.a, 1);
});

it('a mapping that changes no element gives the same array, any other a new one', () => {
  const values = [{ n: 1 }, { n: 2 }];
  assert.equal(
    mapped(values, (value) => value),
    values,
  );
  const changed = mapped(values, (value) => (value.n === 2 ? { n: 3 } : value));
  assert.notEqual(changed, values);
  assert.equal(changed[0], values[0]);
  assert.deepEqual(changed[1], { n: 3 });
});
