/**
 * In which language a page of ours is: what its address says, else what the browser says of its reader. Knows no words. The
 * element chooses in the same way (component/localization/languages.ts), whose languages these are.
 */
import type { Request } from 'express';

export const LANGUAGES = ['de', 'en', 'es', 'fr', 'it', 'pt', 'ro', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface PageLanguage {
  /** Of the words. */
  readonly language: Language;
  /** What was wished for, which may say more: `de-AT`. For dates and numbers, and for those who have pages read to them. */
  readonly tag: string;
  /** The address says so: whatever the browser wants, it stays. Goes along where the page leads. */
  readonly isGiven: boolean;
}

const SOURCE: PageLanguage = { language: 'en', tag: 'en', isGiven: false };

/** The word of an address for it. */
export const LANGUAGE_PARAMETER = 'lang';

/** Of the parameter's value, whatever was sent; undefined for what is none of our languages. */
export function givenLanguage(value: unknown): PageLanguage | undefined {
  const choice = typeof value === 'string' ? firstSpoken([value]) : undefined;
  return choice && { ...choice, isGiven: true };
}

/** The page depends on what browsers send (`Vary: Accept-Language`), unless the language is a given one. */
export const languageOf = (request: Pick<Request, 'query' | 'acceptsLanguages'>): PageLanguage =>
  givenLanguage(request.query[LANGUAGE_PARAMETER]) ?? firstSpoken(request.acceptsLanguages()) ?? SOURCE;

/** For whoever asks on behalf of others, whose language nobody knows. */
export const orEnglish = (given: PageLanguage | undefined): PageLanguage => given ?? SOURCE;

/** The first of these wishes that we speak: `pt-BR` is served by `pt`. */
function firstSpoken(wishes: readonly string[]): PageLanguage | undefined {
  for (const wish of wishes) {
    const language = LANGUAGES.find((each) => each === wish.trim().toLowerCase().split('-')[0]);
    if (language !== undefined) return { language, tag: canonical(wish) ?? language, isGiven: false };
  }
  return undefined;
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0];
  } catch {
    return undefined;
  }
}
