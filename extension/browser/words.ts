/** The extension's words in the language that somebody chose, else in the browser's. Knows no place where they are shown. */
import browser from 'webextension-polyfill';
import { chooseLanguage, type Language, type LanguageChoice } from './languages.ts';
import type english from './locales/en.json';
import { type Messages, Phrases } from './phrases.ts';

/** Whatever en.json has. */
export type WordKey = keyof typeof english;
export type Words = Phrases<WordKey>;

const loaded = new Map<Language, Promise<Messages>>();

/** Never rejects: where a file cannot be read, English stands in, and where that cannot be, the keys themselves. */
export async function loadWords(choice: LanguageChoice): Promise<Words> {
  const language = chooseLanguage(choice, [browser.i18n.getUILanguage(), ...navigator.languages]);
  const [messages, english] = await Promise.all([loadMessages(language), loadMessages('en')]);
  return new Phrases<WordKey>(language, messages, english);
}

function loadMessages(language: Language): Promise<Messages> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const messages = fetch(browser.runtime.getURL(`_locales/${language}/messages.json`))
    .then((response) => response.json() as Promise<Messages>)
    .catch(() => {
      loaded.delete(language);
      return {};
    });
  loaded.set(language, messages);
  return messages;
}
