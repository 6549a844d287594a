/** The words in all languages: complete, of one form, within what stores and browsers allow, all used, none missing. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { LANGUAGE_NAMES, LANGUAGES } from '../../extension/browser/languages.ts';
import type { Messages } from '../../extension/browser/phrases.ts';
import { filesBelow, read } from '../support/source-files.ts';

type Entries = Readonly<Record<string, { readonly message: string; readonly description?: string }>>;

const FOLDER = 'extension/browser/locales';
const words = Object.fromEntries(
  LANGUAGES.map((language) => [language, JSON.parse(read(`${FOLDER}/${language}.json`)) as Entries]),
) as Readonly<Record<(typeof LANGUAGES)[number], Entries>>;
const english = words.en;

/** What they are at most: https://developer.chrome.com/docs/extensions/reference/manifest; a tooltip is no essay. */
const LIMITS: Readonly<Record<string, number>> = {
  extensionName: 75,
  extensionDescription: 132,
  appName: 12,
  toolbarTitle: 60,
};

const PLURAL = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string) => key.replace(PLURAL, '');
const placeholdersOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** Without forms of the plural, of which each language has its own. */
const bases = (entries: Messages) => [...new Set(Object.keys(entries).map(baseOf))].sort();

describe('the words', () => {
  it('are there for each language that can be chosen, and for no other', () => {
    const files = readdirSync(new URL('../../extension/browser/locales', import.meta.url)).sort();
    assert.deepEqual(files, LANGUAGES.map((language) => `${language}.json`).sort());
    assert.deepEqual(Object.keys(LANGUAGE_NAMES).sort(), [...LANGUAGES].sort());
  });

  it('are explained in English to whoever translates them', () => {
    const silent = Object.entries(english).filter(([, { description = '' }]) => description.length < 5);
    assert.deepEqual(
      silent.map(([key]) => key),
      [],
    );
  });

  for (const language of LANGUAGES) {
    const entries = words[language];
    describe(LANGUAGE_NAMES[language], () => {
      it('has every word, and no other', () => assert.deepEqual(bases(entries), bases(english)));

      it('says something everywhere, with the same placeholders', () => {
        const wrong = Object.entries(entries).flatMap(([key, { message }]) => {
          const model = english[key] ?? english[`${baseOf(key)}_other`];
          if (message.trim() === '' || message !== message.trim()) return [`${key}: empty, or with space around it`];
          if (message.includes('$')) return [`${key}: "$" means something to browsers`];
          const expected = placeholdersOf(model?.message ?? '');
          return assert.deepEqual(placeholdersOf(message), expected, key) ?? [];
        });
        assert.deepEqual(wrong, []);
      });

      it('keeps within the limits', () => {
        for (const [key, limit] of Object.entries(LIMITS)) {
          const { message = '' } = entries[key] ?? {};
          assert.ok(
            message.length <= limit,
            `${key} has ${message.length} characters, allowed are ${limit}: ${message}`,
          );
        }
        const tooLong = Object.entries(entries).filter(([, { message }]) => message.length > 260);
        assert.deepEqual(tooLong, [], 'Nobody reads that.');
      });

      it('has every form that its numbers ask for', () => {
        const rules = new Intl.PluralRules(language);
        // "many" is for millions in the Romance languages: "other" stands in.
        const categories = [0, 1, 2, 3, 5, 11, 12, 21, 22, 25, 100, 101].map((count) => rules.select(count));
        const wanted = [...new Set([...categories, 'other'])].sort();
        const counted = [
          ...new Set(
            Object.keys(english)
              .filter((key) => PLURAL.test(key))
              .map(baseOf),
          ),
        ];
        assert.ok(counted.length > 0);
        for (const base of counted) {
          const found = Object.keys(entries).filter((key) => baseOf(key) === base && PLURAL.test(key));
          assert.deepEqual(found.map((key) => key.slice(base.length + 1)).sort(), wanted, base);
        }
      });

      it('has nothing left in English', () => {
        if (language === 'en') return;
        // Words that are the same in both, or nearly everywhere.
        const same = Object.entries(entries).filter(
          ([key, { message }]) =>
            message === english[key]?.message &&
            /[a-z]{3,} [a-z]{3,}/i.test(message.replaceAll(/\{\w+\}|Stream Room/g, '')),
        );
        assert.deepEqual(
          same.map(([key]) => key),
          [],
        );
      });
    });
  }
});

describe('the sources', () => {
  const sources = filesBelow('extension/browser')
    .filter((path) => path.endsWith('.ts'))
    .map((path) => read(path));
  const text = sources.join('\n');

  it('use every word', () => {
    const unused = bases(english).filter((key) => !new RegExp(`['"\`]${key}['"\`]|__MSG_${key}__`).test(text));
    assert.deepEqual(unused, []);
  });

  it('use no word that is not there', () => {
    const asked = [
      ...text.matchAll(/\.(?:say|count)\(\s*'(\w+)'/g),
      ...text.matchAll(/getMessage\(\s*'(\w+)'/g),
      ...text.matchAll(/__MSG_(\w+)__/g),
    ].map(([, key = '']) => key);
    assert.ok(asked.length > 100);
    const known = new Set(bases(english));
    assert.deepEqual(
      [...new Set(asked)].filter((key) => !known.has(baseOf(key))),
      [],
    );
  });

  it('give every placeholder its value', () => {
    const calls = [...text.matchAll(/\.say\(\s*'(\w+)'\s*(\)|,\s*\{([^}]*)\})/g)];
    assert.ok(calls.length > 80);
    const wrong = calls.flatMap(([call, key = '', , given = '']) => {
      const names = [...given.matchAll(/(\w+)\s*(?=[:,]|$)/g)].map(([, name]) => `{${name}}`);
      const missing = placeholdersOf(english[key]?.message ?? '').filter((name) => !names.includes(name));
      return missing.length > 0 ? [`${call}: ${missing.join(', ')}`] : [];
    });
    assert.deepEqual(wrong, []);
  });
});
