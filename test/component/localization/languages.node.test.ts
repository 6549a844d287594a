import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseLanguage, LANGUAGES, languageName } from '../../../component/localization/languages.ts';

describe('the language for somebody', () => {
  const table: readonly (readonly [wishes: readonly string[], language: string, formats: string])[] = [
    [[], 'en', 'en'],
    [['de'], 'de', 'de'],
    [['de-AT'], 'de', 'de-AT'],
    [['pt-BR', 'en'], 'pt', 'pt-BR'],
    [['PT-br'], 'pt', 'pt-BR'],
    [['ro-MD'], 'ro', 'ro-MD'],
    [['ja', 'fr-CA', 'de'], 'fr', 'fr-CA'],
    [['en-GB', 'de'], 'en', 'en-GB'],
    [['ja', 'zh-Hant-TW'], 'en', 'en'],
    [['not a tag', 'es'], 'es', 'es'],
    [['', ' it '], 'it', 'it'],
    [['de_DE'], 'en', 'en'],
    [['de-!'], 'de', 'de'],
  ];
  for (const [wishes, language, formats] of table) {
    it(`who wishes for [${wishes}] reads ${language}, with dates of ${formats}`, () =>
      assert.deepEqual(chooseLanguage(wishes), { language, formats }));
  }
});

describe('the list of languages', () => {
  it('calls each by the name its speakers give it', () => {
    assert.deepEqual(LANGUAGES.map(languageName), [
      'Deutsch',
      'English',
      'Español',
      'Français',
      'Italiano',
      'Português',
      'Română',
      'Русский',
    ]);
  });
});
