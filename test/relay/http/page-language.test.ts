/** In which language pages are, and that the element would choose the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import express from 'express';
import * as element from '../../../component/localization/languages.ts';
import {
  givenLanguage,
  LANGUAGES,
  languageOf,
  orEnglish,
  type PageLanguage,
} from '../../../relay/http/page-language.ts';

/** As Express reads it. */
function readerOf(header: string | undefined, query: Record<string, unknown> = {}): PageLanguage {
  const request = Object.create(express.request, {
    headers: { value: header === undefined ? {} : { 'accept-language': header } },
    query: { value: query },
  });
  return languageOf(request);
}

it('there are those of the element', () => {
  assert.deepEqual(LANGUAGES, element.LANGUAGES);
});

describe('what a browser says of its reader', () => {
  const table: Record<string, readonly [language: string, tag: string]> = {
    'de-AT,de;q=0.9,en;q=0.8': ['de', 'de-AT'],
    'en;q=0.5,ro;q=0.7,fr;q=0': ['ro', 'ro'],
    'ja,zh-Hant-TW;q=0.9,it;q=0.3': ['it', 'it'],
    'PT-br': ['pt', 'pt-BR'],
    'ja,*;q=0.1': ['en', 'en'],
    '*': ['en', 'en'],
    '': ['en', 'en'],
    'de_DE,;q=x,,ru': ['ru', 'ru'],
    'es;q=0,fr;q=0': ['en', 'en'],
    'de-"><script>,it': ['de', 'de'],
  };
  for (const [header, [language, tag]] of Object.entries(table)) {
    it(`${JSON.stringify(header)}: ${tag}`, () => {
      assert.deepEqual(readerOf(header), { language, tag, isGiven: false });
    });
  }

  it('nothing: English', () => assert.equal(readerOf(undefined).language, 'en'));

  it('is read as the element reads the languages of its page', () => {
    for (const wishes of [['de-AT'], ['ja', 'pt-BR', 'de'], ['xx', 'RU'], ['fr-CA-x-home'], ['ja'], []]) {
      const { language, formats } = element.chooseLanguage(wishes);
      const { language: ours, tag } = readerOf(wishes.join(','));
      assert.deepEqual([ours, tag], [language, formats], wishes.join());
    }
  });
});

describe('what the address says', () => {
  it('wins, where it is one of ours', () => {
    assert.deepEqual(readerOf('de', { lang: 'fr-CA' }), { language: 'fr', tag: 'fr-CA', isGiven: true });
  });

  for (const lang of ['', 'xx', 'english', ['it', 'es'], { it: 'it' }, '__proto__', undefined]) {
    it(`${JSON.stringify(lang)} is none`, () => {
      assert.equal(givenLanguage(lang), undefined);
      assert.deepEqual(readerOf('de', { lang }), { language: 'de', tag: 'de', isGiven: false });
    });
  }

  it('or English, where nobody is asked', () => {
    assert.equal(orEnglish(undefined).language, 'en');
    assert.equal(orEnglish(givenLanguage('ru')).language, 'ru');
  });
});
