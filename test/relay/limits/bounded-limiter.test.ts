/** A limiter whose memory has an end. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BoundedLimiter } from '../../../relay/limits/bounded-limiter.ts';

it('remembers no more keys than it may, and those heard of last', async () => {
  const limiter = new BoundedLimiter({ points: 1, duration: 60 }, 100);
  await limiter.consume('regular');
  for (let index = 0; index < 10_000; index++) {
    await limiter.consume(`passer-by ${index}`);
    if (index % 50 === 0) await assert.rejects(limiter.consume('regular'));
  }
  assert.equal(limiter.size, 100);
  assert.equal(limiter.dump().storage.length, 100);
  assert.equal(await limiter.get('passer-by 1'), null, 'forgotten');
  assert.notEqual(await limiter.get('passer-by 9999'), null);
});
