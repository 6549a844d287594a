/** The options page: its sections, one below the other. Knows nothing of what is in them. */
import { html } from 'lit';
import { Autosave } from './autosave.ts';
import { BackupSection } from './backup-section.ts';
import { CallsSection } from './calls-section.ts';
import { ConfirmDialog } from './confirm-dialog.ts';
import { LookSection } from './look-section.ts';
import type { Page } from './page.ts';
import { RelaysSection } from './relays-section.ts';
import { type Section, sectionTemplate } from './section.ts';
import { ShortcutsSection } from './shortcuts-section.ts';
import { SitesSection } from './sites-section.ts';
import { YouSection } from './you-section.ts';

export class OptionsView {
  readonly #page: Page;
  readonly #dialog: ConfirmDialog;
  readonly #you: YouSection;
  readonly #sites: SitesSection;
  readonly #shortcuts: ShortcutsSection;
  readonly #sections: readonly Section[];

  constructor(page: Page) {
    this.#page = page;
    const autosave = new Autosave(page);
    this.#dialog = new ConfirmDialog(page);
    this.#you = new YouSection(page, autosave);
    this.#sites = new SitesSection(page);
    this.#shortcuts = new ShortcutsSection(page);
    this.#sections = [
      new RelaysSection(page),
      this.#you,
      new CallsSection(page, autosave),
      new LookSection(page, autosave),
      this.#shortcuts,
      this.#sites,
      new BackupSection(page, this.#dialog),
    ];
  }

  async start(): Promise<void> {
    await Promise.all([this.#you.start(), this.#sites.start(), this.#shortcuts.start()]);
  }

  template() {
    const { words } = this.#page;
    return html`<div class="page options">
      <header class="options-head">
        <p class="brand"><img src="icons/icon.svg" alt="" width="36" height="36" />${words.say('appName')}</p>
        <h1 tabindex="-1">${words.say('settings')}</h1>
      </header>
      <nav class="sections" aria-label=${words.say('sectionNav')}>
        ${this.#sections.map(({ id, heading }) => html`<a href="#${id}">${words.say(heading)}</a>`)}
      </nav>
      <main>${this.#sections.map((section) => sectionTemplate(this.#page, section))}</main>
      ${this.#dialog.template()}
    </div>`;
  }
}
