/** Looking words up, and putting values into them. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chooseLanguage } from '../../extension/browser/languages.ts';
import { Phrases } from '../../extension/browser/phrases.ts';

type Key = 'hello' | 'only' | 'people_one' | 'people_other';

const message = (text: string) => ({ message: text });
const ENGLISH = {
  hello: message('Hello, {name}!'),
  only: message('Only in English'),
  people_one: message('{count} person'),
  people_other: message('{count} people'),
};
const english = new Phrases<Key>('en', ENGLISH, ENGLISH);
const russian = new Phrases<Key>(
  'ru',
  {
    hello: message('Привет, {name}!'),
    people_one: message('{count} гость'),
    people_few: message('{count} гостя'),
    people_many: message('{count} гостей'),
  },
  ENGLISH,
);

it('values take the place of their names, as they are', () => {
  assert.equal(english.say('hello', { name: 'Ada' }), 'Hello, Ada!');
  assert.equal(english.say('hello', { name: '{name} $& <b>' }), 'Hello, {name} $& <b>!');
  assert.equal(english.say('hello'), 'Hello, {name}!');
  assert.equal(english.say('hello', JSON.parse('{"__proto__":"x"}')), 'Hello, {name}!');
});

it('numbers choose their form, and are written as the language writes them', () => {
  assert.deepEqual(
    [1, 2, 5, 21, 1234].map((count) => russian.count('people', count)),
    ['1 гость', '2 гостя', '5 гостей', '21 гость', '1\u00a0234 гостя'],
  );
  assert.deepEqual(
    [0, 1, 1234].map((count) => english.count('people', count)),
    ['0 people', '1 person', '1,234 people'],
  );
});

it('what is missing in a language is English, and what is missing there is its key', () => {
  assert.equal(russian.say('only'), 'Only in English');
  assert.equal(new Phrases<Key>('de', {}, {}).say('only'), 'only');
  assert.equal(new Phrases<Key>('de', {}, {}).count('people', 3), 'people');
  assert.equal(new Phrases<Key>('de', {}, ENGLISH).count('people', 3), '3 people');
});

it('the language is the chosen one, else the first of the browser’s that is spoken here, else English', () => {
  assert.equal(chooseLanguage('ro', ['de']), 'ro');
  assert.equal(chooseLanguage('auto', ['de-CH', 'fr']), 'de');
  assert.equal(chooseLanguage('auto', ['pt_BR']), 'pt');
  assert.equal(chooseLanguage('auto', ['ja', 'eo', 'RU-ru']), 'ru');
  assert.equal(chooseLanguage('auto', ['ja', 'den', '']), 'en');
  assert.equal(chooseLanguage('auto', []), 'en');
});
