/** The welcome page for somebody who came from a call: the one question, then back. Knows no other step. */
import { html, nothing } from 'lit';
import browser from 'webextension-polyfill';
import { GrantStep } from './grant-step.ts';
import type { Page } from './page.ts';
import { isFirefox } from './shortcuts.ts';

const RETURN_MS = 1_600; // to read that it worked

export class GrantView {
  readonly #page: Page;
  readonly #grant: GrantStep;

  constructor(page: Page) {
    this.#page = page;
    this.#grant = new GrantStep(page, () => this.#onGranted());
  }

  /** Whoever comes here wants to be asked: the question is there at once. */
  async start(): Promise<void> {
    await this.#grant.start();
    if (this.#grant.canAsk) await this.#grant.ask();
  }

  template() {
    const { words } = this.#page;
    return html`<div class="page grant-only">
      <main class="card">
        <p class="brand"><img src="icons/icon.svg" alt="" width="40" height="40" />${words.say('appName')}</p>
        <h1>${words.say('grantHeading')}</h1>
        <p class="lead">${words.say(isFirefox ? 'grantLeadFirefox' : 'grantWhy')}</p>
        ${this.#grant.template()}
        ${
          this.#grant.isDone
            ? html`<p class="lead" role="status">${words.say('grantReturn')}</p>
              <div class="button-row"><button class="button primary" type="button" data-action="back" @click=${leave}>${words.say('grantBack')}</button></div>`
            : nothing
        }
      </main>
    </div>`;
  }

  #onGranted(): void {
    this.#page.redraw();
    setTimeout(() => void leave(), RETURN_MS);
  }
}

/** To the tab that opened this one. */
async function leave(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  // Who has gone elsewhere meanwhile stays there.
  if (tab.active && tab.openerTabId !== undefined) {
    // It may be closed by now.
    await browser.tabs.update(tab.openerTabId, { active: true }).catch(() => undefined);
  }
  if (tab.id !== undefined) await browser.tabs.remove(tab.id);
}
