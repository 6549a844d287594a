/** The list of relays: choose, test, add, edit, remove. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import pencil from 'lucide/dist/esm/icons/pencil.mjs';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import trash from 'lucide/dist/esm/icons/trash.mjs';
import { icon } from '../../../component/ui/icon.ts';
import { hostOf, type Relay, tokenExpiry } from '../settings/relays.ts';
import { changeSettings, settingsStore } from '../settings.ts';
import { type VerdictText, verdictText } from './error-text.ts';
import type { Page } from './page.ts';
import { browserNetwork, checkRelay } from './relay-check.ts';
import { RelayForm } from './relay-form.ts';
import type { Section } from './section.ts';
import { verdictTemplate } from './verdict.ts';

export class RelaysSection implements Section {
  readonly id = 'relays';
  readonly heading = 'relaysSection';
  readonly text = 'relaysText';
  readonly #page: Page;
  /** Undefined: closed. With the address of the relay that is edited, or '' for a new one. */
  #editing: { readonly url: string; readonly form: RelayForm } | undefined;
  /** By address; 'testing' while it runs. */
  readonly #verdicts = new Map<string, VerdictText | 'testing'>();

  constructor(page: Page) {
    this.#page = page;
  }

  template() {
    const { words, settings } = this.#page;
    const { relays } = settings;
    return html`
      ${relays.length === 0 && !this.#editing ? html`<p class="empty">${words.say('relaysEmpty')}</p>` : nothing}
      <ul class="list" data-relays ?hidden=${relays.length === 0 && this.#editing === undefined}>
        ${repeat(
          relays,
          ({ url }) => url,
          (relay) =>
            html`<li class="row">${this.#editing?.url === relay.url ? this.#editing.form.template() : this.#row(relay)}</li>`,
        )}
        ${this.#editing?.url === '' ? html`<li class="row">${this.#editing.form.template()}</li>` : nothing}
      </ul>
      ${
        this.#editing === undefined
          ? html`<div class="button-row">
              <button class="button" type="button" data-action="add-relay" @click=${() => this.#edit()}>${icon(plus)}${words.say('relayAdd')}</button>
            </div>`
          : nothing
      }
    `;
  }

  #row(relay: Relay) {
    const { words, settings } = this.#page;
    const { name, url } = relay;
    const id = `relay:${url}`;
    const verdict = this.#verdicts.get(url);
    return html`
      <input
        type="radio"
        name="relay"
        id=${id}
        aria-label=${words.say('relayUse', { name })}
        .checked=${url === settings.relay}
        @change=${() => void changeSettings({ relay: url }).then(() => this.#page.markSaved(id))}
      />
      <div class="row-text">
        <label for=${id}>${name}</label>
        ${name === hostOf(url) ? nothing : html`<p dir="ltr">${hostOf(url)}</p>`} ${this.#tokenNote(relay)}
      </div>
      <div class="row-buttons">
        <button class="button small" type="button" data-action="test-relay" aria-label=${words.say('relayTestName', { name })} @click=${() => void this.#test(relay)}>
          ${words.say('relayTest')}
        </button>
        <button class="button small plain" type="button" data-action="edit-relay" aria-label=${words.say('relayMore', { name })} @click=${() => this.#edit(relay)}>
          ${icon(pencil)}
        </button>
        <button class="button small plain" type="button" data-action="remove-relay" aria-label=${words.say('relayRemoveName', { name })} @click=${() => void this.#remove(relay)}>
          ${icon(trash)}
        </button>
      </div>
      ${
        verdict === 'testing'
          ? html`<p class="testing" role="status">${words.say('relayTesting', { host: hostOf(url) })}</p>`
          : verdict
            ? verdictTemplate(this.#page, verdict)
            : nothing
      }
    `;
  }

  #tokenNote({ token, forgetsToken }: Relay) {
    const { words } = this.#page;
    if (token === undefined) return nothing;
    const expiry = tokenExpiry(token);
    const date = expiry?.toLocaleString(words.language, { dateStyle: 'medium', timeStyle: 'short' }) ?? '';
    const isExpired = expiry !== undefined && expiry.getTime() < Date.now();
    const text = isExpired
      ? words.say('tokenExpired', { date })
      : expiry
        ? words.say('tokenUntil', { date })
        : words.say(forgetsToken ? 'tokenForgotten' : 'tokenThere');
    return html`<p data-tone=${isExpired ? 'bad' : 'good'}>${text}</p>`;
  }

  async #test({ url, token }: Relay): Promise<void> {
    if (this.#verdicts.get(url) === 'testing') return;
    this.#verdicts.set(url, 'testing');
    this.#page.redraw();
    const verdict = await checkRelay(url, token, browserNetwork, new AbortController());
    const { field: _field, ...text } = verdictText(verdict, url, this.#page.words, location.origin);
    this.#verdicts.set(url, text);
    this.#page.redraw();
  }

  #edit(relay?: Relay): void {
    const close = () => {
      this.#editing = undefined;
      this.#page.redraw();
      // Back to where it was opened, or to what has taken its place.
      const row = relay && document.getElementById(`relay:${relay.url}`)?.closest('.row');
      (row ?? document)
        .querySelector<HTMLElement>(row ? '[data-action="edit-relay"]' : '[data-action="add-relay"]')
        ?.focus();
    };
    const form = new RelayForm(this.#page, {
      id: 'relay',
      full: true,
      relay,
      onSave: async (next) => {
        await this.#save(relay, next);
        this.#verdicts.delete(next.url);
        close();
      },
      onCancel: close,
    });
    this.#editing = { url: relay?.url ?? '', form };
    this.#page.redraw();
    document.getElementById('relay-url')?.focus();
  }

  async #save(before: Relay | undefined, next: Relay): Promise<void> {
    const { relays, relay } = this.#page.settings;
    const list = before ? relays.map((each) => (each.url === before.url ? next : each)) : [...relays, next];
    const isChosen = before !== undefined && before.url === relay;
    await changeSettings({ relays: list, ...(isChosen && { relay: next.url }) });
    if (before && before.url !== next.url) await settingsStore.moveRelay(before.url, next.url);
  }

  async #remove(relay: Relay): Promise<void> {
    const snapshot = await settingsStore.snapshot();
    const { relays } = this.#page.settings;
    await changeSettings({ relays: relays.filter(({ url }) => url !== relay.url) });
    await settingsStore.moveRelay(relay.url, undefined);
    this.#verdicts.delete(relay.url);
    this.#page.tell(this.#page.words.say('relayRemoved', { name: relay.name }), () => settingsStore.restore(snapshot));
    document.querySelector<HTMLElement>('[data-action="add-relay"]')?.focus();
  }
}
