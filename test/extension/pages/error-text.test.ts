/** Every error and every finding has its sentence. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import english from '../../../extension/browser/locales/en.json' with { type: 'json' };
import { addressErrorText, settingsErrorText, verdictText } from '../../../extension/browser/pages/error-text.ts';
import type { RelayVerdict } from '../../../extension/browser/pages/relay-check.ts';
import { Phrases } from '../../../extension/browser/phrases.ts';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';

const words = new Phrases<keyof typeof english>('en', english, english);
const CHROME = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const text = (verdict: RelayVerdict, typed = 'https://relay.example/calls/', origin = CHROME) =>
  verdictText(verdict, typed, words, origin);

it('a setting that cannot be saved says why', () => {
  const say = (code: ConstructorParameters<typeof SettingsError>[0], field = 'relays.0.url') =>
    settingsErrorText(new SettingsError(code, field, 'x'), words);
  assert.match(say('duplicate'), /already/);
  assert.match(say('too-many', 'relays'), /full: 12/);
  assert.match(say('too-long'), /300/);
  assert.match(say('too-long', 'displayName'), /64/);
  assert.match(say('not-saved', 'theme'), /did not save/);
  assert.match(say('bad-value', 'theme'), /cannot be saved/);
  assert.match(settingsErrorText(new Error('x'), words), /cannot be saved/);
});

it('an address says what is wrong with it, and an empty field what belongs there', () => {
  assert.match(addressErrorText('not-an-address', '  ', words), /^Enter/);
  assert.match(addressErrorText('not-an-address', 'x', words), /no web address/);
  assert.match(addressErrorText('insecure-address', 'http://x', words), /https:\/\//);
  assert.match(addressErrorText('address-with-credentials', 'x', words), /@/);
  assert.match(addressErrorText('address-with-query', 'x', words), /#/);
});

it('every finding names the relay as people know it, and leaves no placeholder', () => {
  const verdicts: readonly RelayVerdict[] = [
    { kind: 'works', url: 'https://relay.example/calls/', roundTripMs: 0.2 },
    { kind: 'unreachable' },
    { kind: 'not-a-relay' },
    { kind: 'refuses-origin' },
    { kind: 'needs-token' },
    { kind: 'refuses-token', reason: 'It has expired.' },
    { kind: 'other-version' },
    { kind: 'busy' },
  ];
  const seen = new Set<string>();
  for (const verdict of verdicts) {
    const found = text(verdict);
    assert.match(found.text, /relay\.example\/calls/, verdict.kind);
    assert.doesNotMatch(`${found.text} ${found.note}`, /\{/, verdict.kind);
    assert.equal(found.tone, verdict.kind === 'works' ? 'good' : 'bad');
    seen.add(found.text);
  }
  assert.equal(seen.size, verdicts.length, 'no two are told alike');
  assert.match(text({ kind: 'works', url: 'https://x.example/', roundTripMs: 0.2 }).text, /in 1 ms/);
  assert.match(text({ kind: 'refuses-token', reason: 'It has expired.' }).note ?? '', /It has expired\./);
  assert.match(text({ kind: 'offline' }).text, /offline/);
});

it('what is wrong in a field is told there', () => {
  assert.equal(text({ kind: 'bad-address', problem: 'not-an-address' }).field, 'url');
  for (const kind of ['bad-token', 'needs-token'] as const) assert.equal(text({ kind }).field, 'token');
});

it('the operator gets the setting letter by letter', () => {
  assert.equal(text({ kind: 'refuses-origin' }).setting, `--origins ${CHROME}`);
  const firefox = 'moz-extension://6b5e5b7e-0a4c-4d7e-9d9e-3f1f6f0c2b1a';
  assert.equal(text({ kind: 'refuses-origin' }, 'x', firefox).setting, '--origins moz-extension:');
});
