/** The keyboard shortcuts among the options. */
import { html } from 'lit';
import type { Page } from './page.ts';
import type { Section } from './section.ts';
import { Shortcuts } from './shortcuts.ts';

export class ShortcutsSection implements Section {
  readonly id = 'keys';
  readonly heading = 'shortcutsSection';
  readonly text = 'shortcutsText';
  readonly #shortcuts: Shortcuts;

  constructor(page: Page) {
    this.#shortcuts = new Shortcuts(page);
  }

  start(): Promise<void> {
    return this.#shortcuts.start();
  }

  template() {
    return html`<div>${this.#shortcuts.template()}</div>`;
  }
}
