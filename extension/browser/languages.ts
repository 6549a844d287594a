/** The languages that the extension speaks. Knows no words. */

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'pt', 'ro', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];
/** `auto`: the browser's. */
export type LanguageChoice = Language | 'auto';

/** Each in its own words, as people look for it in a list. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  pt: 'Português',
  ro: 'Română',
  ru: 'Русский',
};

/** The first of the wanted language tags that is spoken here, by itself or by its language alone; else English. */
export function chooseLanguage(choice: LanguageChoice, wanted: readonly string[]): Language {
  if (choice !== 'auto') return choice;
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split(/[-_]/);
    const found = LANGUAGES.find((each) => each === language);
    if (found) return found;
  }
  return 'en';
}
