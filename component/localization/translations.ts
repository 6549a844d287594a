/** Fetches a language's texts, once, when somebody speaks it. Knows where they are, not what they say. */
import { type Language, SOURCE_LANGUAGE } from './languages.ts';
import type { Translation } from './message.ts';

type Translated = Exclude<Language, typeof SOURCE_LANGUAGE>;

/** Each is a chunk of its own beside the script. */
const MODULES: Readonly<Record<Translated, () => Promise<{ readonly TRANSLATION: Translation }>>> = {
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  it: () => import('./it.ts'),
  pt: () => import('./pt.ts'),
  ro: () => import('./ro.ts'),
  ru: () => import('./ru.ts'),
};

export type LoadModule = (language: Translated) => Promise<{ readonly TRANSLATION: Translation }>;

/** What is loaded, for all elements of a page together; each may speak another language. */
export class Translations {
  readonly #loaded = new Map<Language, Translation>();
  readonly #loading = new Map<Language, Promise<void>>();
  readonly #load: LoadModule;

  constructor(load: LoadModule = (language) => MODULES[language]()) {
    this.#load = load;
  }

  get(language: Language): Translation | undefined {
    return this.#loaded.get(language);
  }

  /** Nothing is missing to speak it. */
  has(language: Language): boolean {
    return language === SOURCE_LANGUAGE || this.#loaded.has(language);
  }

  /** Resolves in any case; where it failed the language is not there, and the next one who asks tries again. */
  load(language: Language): Promise<void> {
    if (language === SOURCE_LANGUAGE || this.#loaded.has(language)) return Promise.resolve();
    const loading = this.#loading.get(language) ?? this.#fetch(language).finally(() => this.#loading.delete(language));
    this.#loading.set(language, loading);
    return loading;
  }

  async #fetch(language: Translated): Promise<void> {
    try {
      this.#loaded.set(language, (await this.#load(language)).TRANSLATION);
    } catch (cause) {
      console.warn(
        `<stream-room> lang: the texts for "${language}" could not be loaded (${String(cause)}). English is shown. ` +
          'Check that what was built with the script lies beside it.',
      );
    }
  }
}

/** Of this page. */
export const translations = new Translations();
