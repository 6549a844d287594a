/** Settings that are one value each: what a hostile storage becomes, and what code may write. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkField,
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  readFields,
} from '../../../extension/browser/settings/fields.ts';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';

const RUBBISH: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  Number.NaN,
  1e99,
  [],
  {},
  ['x'],
  { toString: 1 },
  'x'.repeat(9e4),
];

describe('a field', () => {
  const good: readonly [name: FieldName, raw: unknown, value?: unknown][] = [
    ['displayName', 'Ada'],
    ['displayName', '  Ada\n Lovelace ', 'Ada Lovelace'],
    ['displayName', 'Ada\u202eL', 'Ada L'],
    ['displayName', ''],
    ['camera', 'a'.repeat(64)],
    ['speaker', ''],
    ['microphoneOn', false],
    ['quality', '720p'],
    ['layout', 'speaker'],
    ['theme', 'dark'],
    ['language', 'ro'],
    ['language', 'auto'],
    ['place', 'panel'],
    ['room', 'site'],
    ['relay', 'wss://relay.example', 'https://relay.example/'],
    ['relay', ''],
  ];
  for (const [name, raw, value = raw] of good) {
    it(`${name} may be ${JSON.stringify(raw).slice(0, 40)}`, () => {
      assert.equal(checkField(name, raw), value);
      assert.equal(readFields({ [name]: raw })[name], value);
    });
  }

  const bad: readonly [name: FieldName, raw: unknown, code: string][] = [
    ['displayName', 'x'.repeat(65), 'too-long'],
    ['displayName', 7, 'bad-value'],
    ['camera', 'x'.repeat(257), 'bad-value'],
    ['camera', 'a\nb', 'bad-value'],
    ['microphoneOn', 'yes', 'bad-value'],
    ['cameraOn', 1, 'bad-value'],
    ['quality', '4k', 'bad-value'],
    ['layout', 'circle', 'bad-value'],
    ['theme', 'DARK', 'bad-value'],
    ['language', 'tlh', 'bad-value'],
    ['language', 'de-CH', 'bad-value'],
    ['place', '', 'bad-value'],
    ['room', { named: 'x' }, 'bad-value'],
    ['relay', 'nonsense', 'bad-value'],
  ];
  for (const [name, raw, code] of bad) {
    it(`${name} may not be ${JSON.stringify(raw).slice(0, 40)}`, () => {
      assert.throws(
        () => checkField(name, raw),
        (error) =>
          error instanceof SettingsError &&
          error.code === code &&
          error.field === name &&
          /allowed is/.test(error.message),
      );
      assert.equal(readFields({ [name]: raw })[name], FIELDS[name].fallback);
    });
  }

  it('that is rubbish falls back and leaves the others alone', () => {
    for (const name of FIELD_NAMES) {
      for (const raw of RUBBISH) {
        const others: Record<string, unknown> = { displayName: 'Ada', theme: 'dark', quality: '360p' };
        const fields = readFields({ ...others, [name]: raw });
        const expected = { ...readFields(others), [name]: FIELDS[name].fallback };
        assert.deepEqual(fields, expected, `${name} = ${String(JSON.stringify(raw)).slice(0, 30)}`);
      }
    }
  });

  it('that is read is one that may be written', () => {
    const fields = readFields({});
    for (const name of FIELD_NAMES) assert.equal(checkField(name, fields[name]), fields[name], name);
  });
});
