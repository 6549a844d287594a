/**
 * Which language one element speaks, and when that changes: its own `lang`, what the person chose here before, what the
 * page around it is written in, what the browser is set to. Knows no text and draws nothing.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { chooseLanguage, type Language, type LanguageChoice } from './languages.ts';
import { speaking } from './message.ts';
import { type Translations, translations } from './translations.ts';

const PATIENCE_MS = 1_500; // past it the first drawing is better in English than not at all

export class ElementLanguage implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #translations: Translations;
  readonly #onChange = (): void => {
    this.#isStale = true;
    this.#host.requestUpdate();
  };
  #life = new AbortController();
  #isStale = true;
  #own = '';
  #wanted = chooseLanguage([]);
  #shown = this.#wanted;
  #loading: Promise<void> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, from: Translations = translations) {
    this.#host = host;
    this.#translations = from;
    host.addController(this);
  }

  /** What is drawn in; what was asked for follows as soon as it is loaded. */
  get shown(): LanguageChoice {
    return this.#shown;
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const { signal } = this.#life;
    window.addEventListener('languagechange', this.#onChange, { signal });
    const observer = new MutationObserver(this.#onChange);
    for (const root of rootsAround(this.#host))
      observer.observe(root, { attributes: true, attributeFilter: ['lang'], subtree: true });
    signal.addEventListener('abort', () => observer.disconnect());
    this.#isStale = true;
  }

  hostDisconnected(): void {
    this.#life.abort();
  }

  /** Before each drawing. The promise: what a first drawing had better wait for. Never rejects. */
  look(): Promise<void> | undefined {
    if (!this.#isStale && this.#own === this.#host.lang) return this.#loading;
    this.#isStale = false;
    this.#own = this.#host.lang;
    const wanted = chooseLanguage(wishesOf(this.#host));
    if (wanted.language === this.#wanted.language && wanted.formats === this.#wanted.formats) return this.#loading;
    this.#wanted = wanted;
    if (this.#translations.has(wanted.language)) this.#shown = wanted;
    else this.#load(wanted);
    return this.#loading;
  }

  /** All that `work` says, it says in the language that is shown. */
  speak<T>(work: () => T): T {
    const { language, formats } = this.#shown;
    return speaking({ translation: this.#translations.get(language), formats }, work);
  }

  #load(wanted: LanguageChoice): void {
    const loaded = this.#translations.load(wanted.language).then(() => {
      if (this.#wanted !== wanted) return;
      this.#loading = undefined;
      this.#shown = this.#translations.has(wanted.language) ? wanted : chooseLanguage([]);
      this.#host.requestUpdate();
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    this.#loading = Promise.race([loaded, patience]).finally(() => clearTimeout(timer));
  }
}

/** In the order of how much each tells of what this person wants to read here. */
function wishesOf(host: HTMLElement): readonly string[] {
  const wishes = [host.lang, rememberedLanguage() ?? '', languageAround(host) ?? '', ...navigator.languages];
  return wishes.filter((wish) => wish !== '');
}

/** Of the nearest ancestor that names one, out through shadow roots up to the document. */
function languageAround(element: Element): string | undefined {
  const named = element.parentElement?.closest('[lang]');
  if (named) return named.getAttribute('lang') ?? undefined;
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot)) return undefined;
  return root.host.getAttribute('lang') ?? languageAround(root.host);
}

/** From the inside out: the root that `element` lies in, the one that its host lies in… */
function rootsAround(element: Element): readonly Node[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [root, ...rootsAround(root.host)] : [root];
}

const STORAGE_KEY = 'stream-room.language';

/** What was chosen on this site before. Storage may be forbidden: then there is no memory, and nothing else is lost. */
export function rememberedLanguage(): string | undefined {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // As above.
  }
}
