/** One-time tokens: the first is the only one, and nothing is kept longer than it matters. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MemoryBurntTokens } from '../../../relay/auth/burnt-tokens.ts';
import { ManualClock } from '../../support/manual-clock.ts';

it('burns each once', async () => {
  const clock = new ManualClock();
  const tokens = new MemoryBurntTokens(clock);
  const end = clock.epochMs() + 600_000;
  assert.deepEqual(await Promise.all([tokens.burn('a', end), tokens.burn('b', end), tokens.burn('a', end)]), [
    true,
    true,
    false,
  ]);
  clock.advance(599_000);
  assert.equal(await tokens.burn('a', end), false);
});

it('forgets those that are void anyway', async () => {
  const clock = new ManualClock();
  const tokens = new MemoryBurntTokens(clock);
  for (let count = 0; count < 1_000; count++) await tokens.burn(`early ${count}`, clock.epochMs() + 10_000);
  await tokens.burn('late', clock.epochMs() + 600_000);
  assert.equal(tokens.size, 1_001);
  clock.advance(60_000);
  await tokens.burn('next', clock.epochMs() + 600_000);
  assert.equal(tokens.size, 2);
  assert.equal(await tokens.burn('late', clock.epochMs() + 600_000), false);
});
