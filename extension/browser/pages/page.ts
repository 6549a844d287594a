/**
 * What every page of the extension has: words, settings, theme, short notes, and one function that draws it anew. Knows
 * nothing of what the page shows.
 */
import { html, render, type TemplateResult } from 'lit';
import { observeSettings, readSettings, type Settings, SettingsError } from '../settings.ts';
import { loadWords, type WordKey, type Words } from '../words.ts';
import { settingsErrorText } from './error-text.ts';
import { type Toast, toastTemplate } from './toast.ts';

const SAVED_MS = 2_500; // long enough to be seen, too short to be taken for a state
const TOAST_MS = 6_000;
const UNDO_MS = 15_000; // to notice a mistake, find the button and reach it

export class Page {
  words: Words;
  settings: Settings;
  /** Fields whose value was saved just now. */
  readonly saved = new Set<string>();
  readonly #title: WordKey;
  #view: () => TemplateResult = () => html``;
  #toast: Toast | undefined;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(title: WordKey, words: Words, settings: Settings) {
    this.#title = title;
    this.words = words;
    this.settings = settings;
  }

  /** Stays for as long as its document. */
  static async open(title: WordKey, createView: (page: Page) => () => TemplateResult): Promise<Page> {
    const settings = await readSettings();
    const page = new Page(title, await loadWords(settings.language), settings);
    page.#view = createView(page);
    page.redraw();
    document.documentElement.dataset['ready'] = '';
    // Whatever could not be saved, and has no field to say so at.
    addEventListener('unhandledrejection', (event) => {
      if (!(event.reason instanceof SettingsError)) return;
      event.preventDefault();
      page.tell(settingsErrorText(event.reason, page.words));
    });
    observeSettings((next) => void page.#onSettings(next), new AbortController().signal);
    return page;
  }

  redraw(): void {
    const { language } = this.words;
    const root = document.documentElement;
    root.lang = language;
    root.dataset['theme'] = this.settings.theme;
    document.title = this.words.say(this.#title);
    const toast = toastTemplate(this.#toast, this.words, {
      onClose: () => this.#closeToast(),
      onHold: (isHeld) => this.#wait(isHeld),
    });
    render([this.#view(), toast], document.body);
  }

  /** Shows "Saved" at that field for a moment. */
  markSaved(field: string): void {
    this.saved.add(field);
    this.redraw();
    setTimeout(() => {
      this.saved.delete(field);
      this.redraw();
    }, SAVED_MS);
  }

  /** A short note at the lower edge; with `undo` it has a button and stays longer. */
  tell(text: string, undo?: () => Promise<void>): void {
    this.#toast = {
      text,
      undo: undo && (() => void this.#undo(undo)),
    };
    this.#wait(false);
    this.redraw();
  }

  async #undo(undo: () => Promise<void>): Promise<void> {
    await undo();
    this.tell(this.words.say('undone'));
    // The button that had the focus is gone.
    document.querySelector('h1')?.focus({ preventScroll: true });
  }

  #wait(isHeld: boolean): void {
    clearTimeout(this.#toastTimer);
    if (!this.#toast || isHeld) return;
    this.#toastTimer = setTimeout(() => this.#closeToast(), this.#toast.undo ? UNDO_MS : TOAST_MS);
  }

  #closeToast(): void {
    clearTimeout(this.#toastTimer);
    this.#toast = undefined;
    this.redraw();
  }

  async #onSettings(settings: Settings): Promise<void> {
    if (settings.language !== this.settings.language) this.words = await loadWords(settings.language);
    this.settings = settings;
    this.redraw();
  }
}
