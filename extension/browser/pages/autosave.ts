/** Saves settings while they are typed or chosen, and keeps what cannot be saved with its error. Draws nothing. */
import { changeSettings, type Settings } from '../settings.ts';
import { settingsErrorText } from './error-text.ts';
import type { Page } from './page.ts';

/** ms after the last key: browsers allow 120 synchronized writes a minute. */
const DELAY_MS = 500;

type TextName = { [Name in keyof Settings]: Settings[Name] extends string ? Name : never }[keyof Settings];

export class Autosave {
  readonly #page: Page;
  readonly #drafts = new Map<TextName, string>();
  readonly #errors = new Map<keyof Settings, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page) {
    this.#page = page;
    addEventListener('pagehide', () => void this.flush());
  }

  /** As typed, until it is saved. */
  text(name: TextName): string {
    return this.#drafts.get(name) ?? String(this.#page.settings[name]);
  }

  error(name: keyof Settings): string | undefined {
    return this.#errors.get(name);
  }

  type(name: TextName, value: string): void {
    this.#drafts.set(name, value);
    this.#errors.delete(name);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DELAY_MS);
    this.#page.redraw();
  }

  /** What was typed is saved now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    for (const [name, value] of [...this.#drafts]) {
      if (this.#errors.has(name)) continue;
      const isSaved = await this.choose(name, value as Settings[TextName]);
      if (isSaved && this.#drafts.get(name) === value) this.#drafts.delete(name);
    }
    this.#page.redraw();
  }

  /** False where it could not be saved; the error is there then. */
  async choose<Name extends keyof Settings>(name: Name, value: Settings[Name]): Promise<boolean> {
    try {
      await changeSettings({ [name]: value });
      this.#errors.delete(name);
      this.#page.settings = { ...this.#page.settings, [name]: value };
      this.#page.markSaved(name);
      return true;
    } catch (error) {
      this.#errors.set(name, settingsErrorText(error, this.#page.words));
      this.#page.redraw();
      return false;
    }
  }
}
