/** How many of something each key has. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Counts } from '../../../relay/limits/counts.ts';

it('gives each key as many as there may be, and one more when one is given up', () => {
  const counts = new Counts(2);
  const first = counts.take('a');
  assert.ok(first && counts.take('a') && counts.take('b'));
  assert.equal(counts.take('a'), undefined);
  first();
  first();
  assert.ok(counts.take('a'), 'given up once');
  assert.equal(counts.take('a'), undefined, 'and not twice');
});

it('remembers nobody who has none', () => {
  const counts = new Counts(5);
  const releases = Array.from({ length: 10_000 }, (_, index) => counts.take(`key ${index}`));
  assert.equal(counts.size, 10_000);
  for (const release of releases) release?.();
  assert.equal(counts.size, 0);
});
