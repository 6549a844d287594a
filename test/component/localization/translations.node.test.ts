import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { LANGUAGES } from '../../../component/localization/languages.ts';
import { type Forms, msg, speaking, type Translation } from '../../../component/localization/message.ts';
import { Translations } from '../../../component/localization/translations.ts';
import { filesBelow, isSource } from '../../support/source-files.ts';
import { messagesOf } from '../../support/source-messages.ts';

const SOURCES = filesBelow('component').filter((path) => path.endsWith('.ts') && isSource(path));
const MESSAGES = SOURCES.filter((path) => !path.startsWith('component/localization/')).flatMap((path) =>
  messagesOf(path),
);
const KEYS = [...new Set(MESSAGES.map(({ key }) => key))];
const isCounted = new Map(MESSAGES.map((message) => [message.key, message.isCounted]));

const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();
const textsOf = (value: string | Forms) => (typeof value === 'string' ? [value] : Object.values(value));

/** Those that whole numbers ask for, up to more than any room holds. */
function rulesOf(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)))];
}

describe('the sources', () => {
  it('say a few hundred texts', () => assert.ok(KEYS.length > 200, `only ${KEYS.length} were found`));

  it('never say the same text once with forms and once without', () => {
    const mixed = MESSAGES.filter((message) => isCounted.get(message.key) !== message.isCounted);
    assert.deepEqual(mixed, []);
  });

  it('are found out where a text could not be translated', () => {
    assert.throws(() => messagesOf('x.ts', `msg(\`Hello \${name}\`)`), /takes a text as it is/);
    assert.throws(() => messagesOf('x.ts', 'msg(words)'), /takes a text as it is/);
    assert.deepEqual(
      messagesOf('x.ts', `msg(str\`\${a} of \${b}\`); plural(n, str\`\${n} more\`, str\`one\`); msg('a', 'b')`),
      [
        { key: '{0} of {1}', isCounted: false, path: 'x.ts' },
        { key: '{0} more', isCounted: true, path: 'x.ts' },
        { key: 'a (b)', isCounted: false, path: 'x.ts' },
      ],
    );
  });
});

for (const language of LANGUAGES.filter((each) => each !== 'en')) {
  describe(`the translation to ${language}`, async () => {
    const translations = new Translations();
    await translations.load(language);
    const translation = translations.get(language) as Translation;
    const entries = Object.entries(translation);

    it('has every text', () => {
      assert.deepEqual(
        KEYS.filter((key) => !Object.hasOwn(translation, key)),
        [],
      );
    });

    it('has no text that nobody says any more', () => {
      assert.deepEqual(
        entries.map(([key]) => key).filter((key) => !KEYS.includes(key)),
        [],
      );
    });

    it('leaves none empty, nor with blanks around it', () => {
      assert.deepEqual(
        entries.filter(([, value]) => textsOf(value).some((text) => text === '' || text !== text.trim())),
        [],
      );
    });

    it('fills in what English fills in', () => {
      // A form for just one may say so in words.
      const isRight = (key: string, text: string, rule: string) =>
        rule === 'one'
          ? places(text).every((place) => places(key).includes(place))
          : places(text).join() === places(key).join();
      const wrong = entries.filter(([key, value]) =>
        typeof value === 'string'
          ? !isRight(key, value, '')
          : Object.entries(value).some(([rule, text]) => !isRight(key, text, rule)),
      );
      assert.deepEqual(wrong, []);
    });

    it('has every form that the language counts with, and only where something is counted', () => {
      const wrong = entries.filter(
        ([key, value]) =>
          typeof value !== 'string' &&
          (!isCounted.get(key) || rulesOf(language).some((rule) => !Object.hasOwn(value, rule))),
      );
      assert.deepEqual(wrong, []);
    });

    it('is a translation', () => {
      const same = entries.filter(([key, value]) => key === value && key.split(' ').length > 1);
      assert.deepEqual(same, []);
    });

    it('writes sentences to their end', () => {
      const wrong = entries.filter(([key, value]) =>
        textsOf(value).some((text) => /[.…?]$/.test(key) && !/[.…?]$/.test(text)),
      );
      assert.deepEqual(wrong, []);
    });
  });
}

describe('loading a translation', () => {
  const TRANSLATION: Translation = { Chat: 'Unterhaltung' };

  it('happens once, however many ask', async () => {
    let loads = 0;
    const translations = new Translations(async () => {
      loads += 1;
      return { TRANSLATION };
    });
    await Promise.all([translations.load('de'), translations.load('de')]);
    await translations.load('de');
    assert.equal(loads, 1);
    assert.equal(translations.has('de'), true);
    assert.equal(
      speaking({ translation: translations.get('de'), formats: 'de' }, () => msg('Chat')),
      'Unterhaltung',
    );
  });

  it('is not needed for English', async () => {
    const translations = new Translations(() => Promise.reject(new Error('nobody should ask')));
    assert.equal(translations.has('en'), true);
    await translations.load('en');
  });

  it('that fails warns, says what to look at, and is tried again by the next who asks', async (t: TestContext) => {
    const warn = t.mock.method(console, 'warn', () => undefined);
    let loads = 0;
    const translations = new Translations(async () => {
      loads += 1;
      if (loads === 1) throw new TypeError('Failed to fetch dynamically imported module');
      return { TRANSLATION };
    });
    await translations.load('de');
    assert.equal(translations.has('de'), false);
    assert.match(String(warn.mock.calls[0]?.arguments[0]), /"de" could not be loaded.*English is shown.*beside it/);
    await translations.load('de');
    assert.equal(translations.has('de'), true);
  });
});
