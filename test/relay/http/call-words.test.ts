/** The words of our pages: every one in every language, with the same places to fill, written as that language is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_WORDS, filled, laterWords } from '../../../relay/http/call-words.ts';
import { LANGUAGES } from '../../../relay/http/page-language.ts';
import { PROBLEM_WORDS } from '../../../relay/http/problem-words.ts';
import { read } from '../../support/source-files.ts';

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

const TABLES: readonly [name: string, table: Table][] = [
  ['of calls', CALL_WORDS as unknown as Table],
  ['of problems', PROBLEM_WORDS as unknown as Table],
];

const placesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
/** Addresses and names that are the same everywhere. */
const fixedOf = (text: string) => (text.match(/%2F|\/r\/team|https\b|JavaScript/g) ?? []).sort();

for (const [name, table] of TABLES) {
  describe(`the words ${name}`, () => {
    const english = table['en'] ?? {};

    it('are there in every language, and in no other', () => {
      assert.deepEqual(Object.keys(table).sort(), [...LANGUAGES].sort());
      assert.ok(Object.keys(english).length >= 10);
    });

    for (const language of LANGUAGES) {
      const words = table[language] ?? {};
      it(`${language}: every key, with the same places, as plain text`, () => {
        assert.deepEqual(Object.keys(words), Object.keys(english));
        for (const [key, text] of Object.entries(words)) {
          const source = english[key] ?? '';
          assert.equal(text, text.trim(), key);
          assert.notEqual(text, '', key);
          assert.deepEqual(placesOf(text), placesOf(source), key);
          assert.deepEqual(fixedOf(text), fixedOf(source), key);
          assert.doesNotMatch(text, /[<>&]/, `${key} is no markup`);
          assert.ok(text.length <= Math.max(30, source.length * 1.6), `${key} is much longer than in English: ${text}`);
          assert.equal(/[.…]$/.test(text), /[.…]$/.test(source), `${key} ends as it does in English`);
        }
      });

      if (language !== 'en') {
        it(`${language}: nothing is left in English`, () => {
          assert.deepEqual(
            Object.entries(words).filter(([key, text]) => text === english[key]),
            [],
          );
        });
      }
    }
  });
}

it('French has its spaces where lines may not break', () => {
  for (const [, table] of TABLES) {
    for (const text of Object.values(table['fr'] ?? {})) assert.doesNotMatch(text, / [:;!?»]|« /, text);
  }
});

it('all are used', () => {
  const pages = ['call-page', 'room-pages', 'oembed-answer'].map((name) => read(`relay/http/${name}.ts`)).join();
  const scripts = ['embed', 'call'].map((name) => read(`relay/embed/${name}.js`)).join();
  const address = read('relay/http/room-address.ts');
  const unused = [...Object.keys(CALL_WORDS.en), ...Object.keys(PROBLEM_WORDS.en)].filter(
    (key) =>
      !new RegExp(`(words|problems|\\))\\.${key}\\b`).test(pages + scripts) &&
      !`${scripts}${address}`.includes(`'${key}'`),
  );
  assert.deepEqual(unused, []);
});

it('the page’s script gets what it says, and no more', () => {
  const scripts = ['embed', 'call'].map((name) => read(`relay/embed/${name}.js`)).join();
  const given = Object.keys(laterWords('de'));
  const asked = [...scripts.matchAll(/(?<![/\w])words\.(\w+)/g)].map(([, key = '']) => key);
  const reasons = ['sandbox', 'insecure', 'policy', 'denied', 'socket', 'relay'];
  for (const reason of reasons) assert.ok(scripts.includes(`'${reason}'`), reason);
  assert.deepEqual([...new Set([...asked, ...reasons])].sort(), given.sort());
});

it('values take their places as they are', () => {
  assert.equal(filled('{room} – {what}', { room: '$& {what} <b>' }), '$& {what} <b> – {what}');
  assert.equal(filled('{toString}{room}', { room: 7 }), '{toString}7');
});
