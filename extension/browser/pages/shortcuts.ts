/** The keyboard shortcuts as the browser has them now, and the way to change them. Changes none itself. */
import { html, nothing } from 'lit';
import browser from 'webextension-polyfill';
import type { WordKey } from '../words.ts';
import { copyRow } from './copy-row.ts';
import type { Page } from './page.ts';

/** Browsers name those of toolbar and sidebar themselves, or not at all. */
const NAMES: Readonly<Record<string, WordKey>> = {
  _execute_action: 'commandFloat',
  'float-call': 'commandFloat',
  'open-panel': 'commandPanel',
  _execute_sidebar_action: 'commandSidebar',
};

const CHROMIUM_PAGE = 'chrome://extensions/shortcuts';

interface Shortcut {
  readonly name: string;
  readonly keys: readonly string[];
}

export class Shortcuts {
  readonly #page: Page;
  #list: readonly browser.Commands.Command[] = [];
  #isPageRefused = false;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Looks again whenever somebody comes back from changing them. */
  async start(): Promise<void> {
    const look = async () => {
      this.#list = await browser.commands.getAll();
      this.#page.redraw();
    };
    document.addEventListener('visibilitychange', () => void look());
    addEventListener('focus', () => void look());
    await look();
  }

  template() {
    const { words } = this.#page;
    const shortcuts = this.#list.flatMap(({ name, shortcut }): Shortcut[] => {
      const key = name === undefined ? undefined : NAMES[name];
      return key === undefined ? [] : [{ name: words.say(key), keys: keysOf(shortcut ?? '') }];
    });
    const taken = shortcuts.find(({ keys }) => keys.length === 0);
    return html`<dl class="shortcuts">
        ${shortcuts.map(
          ({ name, keys }) =>
            html`<div><dt>${name}</dt><dd dir="ltr">${
              keys.length === 0
                ? html`<span class="note">${words.say('shortcutNone')}</span>`
                : keys.map((key) => html`<kbd>${key}</kbd> `)
            }</dd></div>`,
        )}
      </dl>
      ${taken ? html`<p class="note">${words.say('shortcutTaken', { name: taken.name })}</p>` : nothing}
      <div class="button-row">
        <button class="button" type="button" data-action="shortcuts" @click=${() => void this.#change()}>
          ${words.say('shortcutsChange')}
        </button>
      </div>
      ${this.#isPageRefused ? this.#where() : nothing}`;
  }

  #where() {
    const { words } = this.#page;
    return isFirefox
      ? html`<p class="note" role="status">${words.say('shortcutsWhereFirefox')}</p>`
      : html`<p class="note" role="status">${words.say('shortcutsWhereChromium')}</p>${copyRow(this.#page, CHROMIUM_PAGE)}`;
  }

  async #change(): Promise<void> {
    const { openShortcutSettings } = browser.commands as { openShortcutSettings?: () => Promise<void> };
    try {
      // No link leads there, from any page; the browser itself can be asked to.
      if (isFirefox) {
        if (!openShortcutSettings) throw new Error('Firefox before 137');
        await openShortcutSettings.call(browser.commands);
      } else await browser.tabs.create({ url: CHROMIUM_PAGE });
    } catch {
      this.#isPageRefused = true;
      this.#page.redraw();
    }
  }
}

export const isFirefox = browser.runtime.getURL('').startsWith('moz-extension:');

/** "Alt+Shift+K", and on a Mac "⌥⇧K". */
const keysOf = (shortcut: string): readonly string[] =>
  shortcut === '' ? [] : shortcut.includes('+') ? shortcut.split('+') : [...shortcut];
