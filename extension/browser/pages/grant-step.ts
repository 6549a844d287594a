/** Asks for camera and microphone, and says what came of it. Knows nothing of the page around it. */
import { html, nothing } from 'lit';
import check from 'lucide/dist/esm/icons/circle-check.mjs';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import alert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import browser from 'webextension-polyfill';
import { icon } from '../../../component/ui/icon.ts';
import { askForGrant, browserDevices, type GrantOutcome, readGrant } from '../grant.ts';
import type { WordKey } from '../words.ts';
import type { Page } from './page.ts';
import { isFirefox } from './shortcuts.ts';

const TEXTS: Readonly<Record<GrantOutcome['kind'], WordKey>> = {
  granted: 'grantDone',
  'only-camera': 'grantOnlyCamera',
  'only-microphone': 'grantOnlyMicrophone',
  denied: isFirefox ? 'grantDeniedFirefox' : 'grantDenied',
  dismissed: 'grantDismissed',
  'no-device': 'grantNoDevice',
  busy: 'grantBusy',
  system: 'grantSystem',
  failed: 'grantFailed',
};

/** Chromium shows no permissions beside the address of an extension's page; this is where they are. */
const SETTINGS_PAGE = `chrome://settings/content/siteDetails?site=${encodeURIComponent(`${location.origin}/`)}`;

export class GrantStep {
  readonly #page: Page;
  readonly #onGranted: () => void;
  #outcome: GrantOutcome | undefined;
  #isAsking = false;

  /** `onGranted` runs whenever the permission is there: at once, after the question, or when it was given elsewhere. */
  constructor(page: Page, onGranted: () => void = () => {}) {
    this.#page = page;
    this.#onGranted = onGranted;
  }

  /** Asks nobody. */
  async start(): Promise<void> {
    await this.#look();
    for (const name of ['camera', 'microphone'] as const) {
      const status = await navigator.permissions.query({ name: name as PermissionName }).catch(() => undefined);
      status?.addEventListener('change', () => void this.#look());
    }
  }

  get isDone(): boolean {
    return this.#outcome !== undefined && /granted|only/.test(this.#outcome.kind);
  }

  get canAsk(): boolean {
    return this.#outcome === undefined && !this.#isAsking;
  }

  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#outcome = undefined;
    this.#page.redraw();
    this.#outcome = await askForGrant(browserDevices);
    this.#isAsking = false;
    this.#page.redraw();
    if (this.isDone) this.#onGranted();
  }

  template() {
    const { words } = this.#page;
    const outcome = this.#outcome;
    const isBad = outcome !== undefined && !this.isDone;
    return html`<div class="grant">
      ${
        outcome
          ? html`<div class="verdict" data-tone=${isBad ? 'bad' : 'good'} data-grant=${outcome.kind} role=${isBad ? 'alert' : 'status'}>
              ${icon(isBad ? alert : check)}
              <div class="verdict-text"><p>${words.say(TEXTS[outcome.kind], { reason: 'reason' in outcome ? outcome.reason : '' })}</p></div>
            </div>`
          : nothing
      }
      ${
        this.isDone
          ? nothing
          : html`<div class="button-row">
              <button
                class="button primary"
                type="button"
                data-action="grant"
                aria-disabled=${this.#isAsking ? 'true' : 'false'}
                @click=${() => void this.ask()}
              >
                ${this.#isAsking ? html`<span class="spinning">${icon(loader)}</span>` : nothing}
                ${words.say(outcome ? 'retry' : 'grantButton')}
              </button>
              ${
                outcome?.kind === 'denied' && !isFirefox
                  ? html`<button class="button" type="button" data-action="browser-settings" @click=${() => void browser.tabs.create({ url: SETTINGS_PAGE })}>${words.say('grantOpenSettings')}</button>`
                  : nothing
              }
              <span role="status" class="testing">${this.#isAsking ? words.say('grantAsking') : nothing}</span>
            </div>`
      }
    </div>`;
  }

  async #look(): Promise<void> {
    const state = await readGrant(browserDevices);
    const wasDone = this.isDone;
    if (state === 'granted') this.#outcome = wasDone ? this.#outcome : { kind: 'granted' };
    else if (state === 'denied') this.#outcome = { kind: 'denied' };
    // Taken back since, or no longer refused: it can be asked for again.
    else if (this.#outcome?.kind === 'granted' || this.#outcome?.kind === 'denied') this.#outcome = undefined;
    this.#page.redraw();
    if (this.isDone && !wasDone) this.#onGranted();
  }
}
