/**
 * The languages that everything with an interface here speaks, and which of them suits somebody (pure). Knows no text
 * and no element; extensions share it.
 */

/** By tag, in the order of the alphabet. English stands in the source; each other one is a module beside this file. */
export const LANGUAGES = ['de', 'en', 'es', 'fr', 'it', 'pt', 'ro', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

export const SOURCE_LANGUAGE = 'en' satisfies Language;

export interface LanguageChoice {
  readonly language: Language;
  /** For dates and numbers: the tag that was wished for, which may say more (`de-AT`), where it is this language. */
  readonly formats: string;
}

/**
 * The first of these wishes that there is a translation for: `pt-BR` is served by `pt`. English where there is none.
 * What is no language tag is passed over.
 */
export function chooseLanguage(wishes: readonly string[]): LanguageChoice {
  for (const wish of wishes) {
    const language = LANGUAGES.find((each) => each === wish.trim().toLowerCase().split('-')[0]);
    if (language) return { language, formats: canonical(wish) ?? language };
  }
  return { language: SOURCE_LANGUAGE, formats: SOURCE_LANGUAGE };
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0];
  } catch {
    return undefined;
  }
}

const names = new Map<Language, string>();

/** As those who speak it call it, the way it stands in a list: “Deutsch”, “Español”. */
export function languageName(language: Language): string {
  const known = names.get(language);
  if (known !== undefined) return known;
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  const listed = name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  names.set(language, listed);
  return listed;
}
