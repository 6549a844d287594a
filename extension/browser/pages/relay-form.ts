/**
 * A relay's address and token, with a test that says what is wrong. Saves nothing itself: it hands over what the test
 * found, or what somebody wants to keep all the same.
 */
import { html, nothing } from 'lit';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import { icon } from '../../../component/ui/icon.ts';
import { parseRelayUrl } from '../settings/relay-url.ts';
import { hostOf, type Relay } from '../settings/relays.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { settingsErrorText, verdictText } from './error-text.ts';
import { textField } from './field.ts';
import type { Page } from './page.ts';
import { browserNetwork, checkRelay, type RelayVerdict } from './relay-check.ts';
import { nameField, tokenFields } from './relay-fields.ts';
import { verdictTemplate } from './verdict.ts';

export interface RelayFormOptions {
  /** Before the ids of its fields, since a page may have several. */
  readonly id: string;
  /** With a field for the name and a button that saves untested; else testing is what saves. */
  readonly full: boolean;
  readonly relay?: Relay | undefined;
  /** `news`: what the test found, in words. */
  readonly onSave: (relay: Relay, news: string | undefined) => Promise<void>;
  readonly onCancel?: () => void;
}

/** What is wrong is not the address; whoever knows better may keep it. */
const KEEPABLE: readonly RelayVerdict['kind'][] = ['offline', 'unreachable', 'refuses-origin', 'busy'];

export class RelayForm {
  readonly #page: Page;
  readonly #options: RelayFormOptions;
  #url: string;
  #name: string;
  #token: string;
  #forgetsToken: boolean;
  #showsToken: boolean;
  #verdict: RelayVerdict | undefined;
  #saveError: unknown;
  #test: AbortController | undefined;

  constructor(page: Page, options: RelayFormOptions) {
    this.#page = page;
    this.#options = options;
    const { relay, full } = options;
    this.#url = relay?.url ?? '';
    this.#name = relay && relay.name !== hostOf(relay.url) ? relay.name : '';
    this.#token = relay?.token ?? '';
    this.#forgetsToken = relay?.forgetsToken ?? false;
    this.#showsToken = full || this.#token !== '';
  }

  template() {
    const { words } = this.#page;
    const { id, full, onCancel } = this.#options;
    const text = this.#text();
    const isTesting = this.#test !== undefined;
    const onSubmit = (event: Event) => {
      event.preventDefault();
      void (full ? this.#save() : this.#testNow());
    };
    const error = (field: 'url' | 'token') => this.#errorAt(field) ?? (text?.field === field ? text.text : undefined);
    return html`<form class="relay-form" novalidate @submit=${onSubmit}>
      ${textField({
        page: this.#page,
        id: `${id}-url`,
        label: words.say('relayAddress'),
        type: 'url',
        placeholder: 'relay.example.com',
        value: this.#url,
        error: error('url'),
        onInput: (url) => this.#set(() => (this.#url = url)),
      })}
      ${this.#fields(error('token'))}
      ${text && (text.field === undefined || text.note) ? verdictTemplate(this.#page, text) : nothing}
      ${this.#errorAt('other') ? html`<p class="error" role="alert">${this.#errorAt('other')}</p>` : nothing}
      <div class="button-row">
        ${full ? html`<button class="button primary" data-action="save">${words.say('save')}</button>` : nothing}
        <button
          class="button ${full ? '' : 'primary'}"
          type=${full ? 'button' : 'submit'}
          data-action="test"
          aria-disabled=${isTesting ? 'true' : 'false'}
          @click=${full ? () => void this.#testNow() : nothing}
        >
          ${isTesting ? html`<span class="spinning">${icon(loader)}</span>` : nothing}
          ${words.say(full ? 'relayTest' : 'relayTestAndUse')}
        </button>
        ${
          !full && this.#verdict && KEEPABLE.includes(this.#verdict.kind)
            ? html`<button class="button" type="button" data-action="keep" @click=${() => void this.#save()}>${words.say('relayKeepAnyway')}</button>`
            : nothing
        }
        ${onCancel ? html`<button class="button plain" type="button" data-action="cancel" @click=${onCancel}>${words.say('cancel')}</button>` : nothing}
        <span role="status" class="testing">${isTesting ? words.say('relayTesting', { host: this.#host() }) : nothing}</span>
      </div>
    </form>`;
  }

  #text() {
    return this.#verdict && verdictText(this.#verdict, this.#url, this.#page.words, location.origin);
  }

  #fields(error: string | undefined) {
    const { id, full } = this.#options;
    const onName = (name: string) => this.#set(() => (this.#name = name));
    const tokenView = {
      token: this.#token,
      forgets: this.#forgetsToken,
      error,
      onToken: (token: string) => this.#set(() => (this.#token = token.trim())),
      onForgets: (forgets: boolean) => this.#set(() => (this.#forgetsToken = forgets)),
    };
    return html`${full ? nameField(this.#page, id, this.#name, this.#host(), onName) : nothing}
    ${this.#showsToken ? tokenFields(this.#page, id, tokenView) : nothing}`;
  }

  /** What was found no longer is about what is there now. */
  #set(change: () => void): void {
    change();
    this.#test?.abort();
    this.#test = undefined;
    this.#verdict = undefined;
    this.#saveError = undefined;
    this.#page.redraw();
  }

  async #testNow(): Promise<void> {
    if (this.#test) return;
    const test = new AbortController();
    this.#test = test;
    this.#verdict = undefined;
    this.#saveError = undefined;
    this.#page.redraw();
    const verdict = await checkRelay(this.#url, this.#token || undefined, browserNetwork, test);
    // Something was typed meanwhile.
    if (this.#test !== test) return;
    this.#test = undefined;
    this.#verdict = verdict;
    const wantsToken =
      verdict.kind === 'needs-token' || verdict.kind === 'refuses-token' || verdict.kind === 'bad-token';
    if (wantsToken) this.#showsToken = true;
    if (verdict.kind === 'works' && !this.#options.full) await this.#save();
    this.#page.redraw();
    if (wantsToken) this.#focus('token');
    else if (verdict.kind === 'bad-address') this.#focus('url');
  }

  async #save(): Promise<void> {
    const parsed = parseRelayUrl(this.#url);
    if ('problem' in parsed) {
      this.#verdict = { kind: 'bad-address', problem: parsed.problem };
      this.#page.redraw();
      this.#focus('url');
      return;
    }
    try {
      const relay: Relay = {
        name: this.#name.trim() || hostOf(parsed.url),
        url: parsed.url,
        ...(this.#token && { token: this.#token }),
        ...(this.#forgetsToken && { forgetsToken: true }),
      };
      const news = this.#verdict?.kind === 'works' ? this.#text()?.text : undefined;
      await this.#options.onSave(relay, news);
    } catch (error) {
      this.#saveError = error;
      this.#page.redraw();
      const field = this.#saveField();
      if (field !== 'other') this.#focus(field);
    }
  }

  #saveField(): 'url' | 'token' | 'other' {
    const field = this.#saveError instanceof SettingsError ? this.#saveError.field : '';
    return field.endsWith('.url') ? 'url' : field.endsWith('.token') ? 'token' : 'other';
  }

  #errorAt(field: 'url' | 'token' | 'other'): string | undefined {
    if (this.#saveError === undefined || this.#saveField() !== field) return undefined;
    return settingsErrorText(this.#saveError, this.#page.words);
  }

  #focus(field: 'url' | 'token'): void {
    document.getElementById(`${this.#options.id}-${field}`)?.focus();
  }

  #host(): string {
    const parsed = parseRelayUrl(this.#url);
    return 'url' in parsed ? hostOf(parsed.url) : '';
  }
}
