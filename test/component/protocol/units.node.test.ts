/** Units and their conversions. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { micros, microsToMillis, millis, millisToMicros } from '../../../component/protocol/units.ts';

it('microseconds are whole, milliseconds may have fractions', () => {
  assert.equal(micros(1.6), 2);
  assert.equal(millisToMicros(millis(0.0335)), 34);
  assert.equal(microsToMillis(micros(33_500)), 33.5);
});
