/**
 * The languages of the interface. English is in the source (`msg()`); another language is a module of templates, loaded
 * when an element asks for it. Knows nothing of the element.
 */
import { configureLocalization, type LocaleModule } from '@lit/localize';

const SOURCE_LOCALE = 'en';

/** By language tag, as `lang` names it. */
const MODULES: Readonly<Record<string, () => Promise<LocaleModule>>> = {};

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: SOURCE_LOCALE,
  targetLocales: Object.keys(MODULES),
  loadLocale: (locale) => MODULES[locale]?.() ?? Promise.reject(new Error(`No translation is there for "${locale}".`)),
});

/** The best of `available` for a language tag: itself, else its language alone (`pt-BR` → `pt`), else English. */
export function chooseLocale(wanted: string, available: readonly string[]): string {
  const tags = [SOURCE_LOCALE, ...available];
  const parts = wanted.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const tag = parts.slice(0, length).join('-');
    const found = tags.find((candidate) => candidate.toLowerCase() === tag);
    if (found) return found;
  }
  return SOURCE_LOCALE;
}

/** Shows every element of the page in that language, as soon as it is loaded; English where there is no translation. */
export async function useLanguage(wanted: string): Promise<void> {
  await setLocale(chooseLocale(wanted, Object.keys(MODULES)));
}

/** Tag of the language that is shown, which may not be the one that was asked for. */
export const shownLanguage = (): string => getLocale();
