/** The scenarios that tell most in little time, with a small load; `npm run chaos` runs all of them in full. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const SHORT = ['S2', 'K1', 'K2', 'K5', 'K7', 'A4', 'X2'];
const seed = Math.floor(Math.random() * 1_000_000);

describe(`chaos, seed ${seed}`, { timeout: 300_000 }, () => {
  for (const scenario of SCENARIOS.filter(({ id }) => SHORT.includes(id))) {
    it(`${scenario.id}: ${scenario.summary}`, { timeout: 90_000 }, async () => {
      const findings = await runScenario(scenario, { seed, quick: true, note: () => undefined });
      // How fast it went is for a quiet machine to tell; what was lost or shown wrongly is wrong on any.
      const broken = findings.filter(({ ok, isTiming }) => !ok && !isTiming);
      assert.deepEqual(
        broken.map(({ what, measured, allowed }) => `${what}: ${measured} (${allowed})`),
        [],
      );
    });
  }
});
