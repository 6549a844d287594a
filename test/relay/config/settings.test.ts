/** The table of settings holds itself to what it says. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Check } from '../../../relay/config/checks.ts';
import { SETTINGS } from '../../../relay/config/settings.ts';

it('every setting is by itself what it may be, and says what it is for in one line', () => {
  for (const [name, { check, initial, meaning, value }] of Object.entries(SETTINGS)) {
    assert.deepEqual((check as Check<unknown>)(initial, name), initial);
    assert.match(meaning, /^[^\n]{8,120}$/, name);
    assert.match(value, /^[\w/|-]+$/, name);
  }
});

it('whatever is called a secret or a token’s secret is treated as one', () => {
  const names = Object.entries(SETTINGS).filter(([, { secret }]) => secret !== undefined);
  assert.deepEqual(
    names.map(([name]) => name),
    ['tokenSecret', 'redis', 'metricsToken'],
  );
});
