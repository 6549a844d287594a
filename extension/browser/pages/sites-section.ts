/** What is remembered for sites, with ways to forget it. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { hostOf } from '../settings/relays.ts';
import type { SiteSettings, StoredSite } from '../settings/site-settings.ts';
import { settingsStore } from '../settings.ts';
import type { Words } from '../words.ts';
import { textField } from './field.ts';
import type { Page } from './page.ts';
import type { Section } from './section.ts';

/** Fewer are found at a glance. */
const FILTER_FROM = 8;

export class SitesSection implements Section {
  readonly id = 'sites';
  readonly heading = 'sitesSection';
  readonly text = 'sitesText';
  readonly #page: Page;
  #sites: ReadonlyMap<string, StoredSite> = new Map();
  #filter = '';

  constructor(page: Page) {
    this.#page = page;
  }

  async start(): Promise<void> {
    settingsStore.observe(() => void this.#look(), new AbortController().signal);
    await this.#look();
  }

  template() {
    const { words } = this.#page;
    const sites = this.#sites;
    if (sites.size === 0) return html`<p class="empty">${words.say('sitesEmpty')}</p>`;
    const text = this.#filter.trim().toLowerCase();
    const shown = [...sites].filter(([origin]) => origin.includes(text));
    return html`
      ${
        sites.size >= FILTER_FROM
          ? textField({
              page: this.#page,
              id: 'sites-filter',
              label: words.say('sitesFilter'),
              type: 'search',
              value: this.#filter,
              onInput: (filter) => {
                this.#filter = filter;
                this.#page.redraw();
              },
            })
          : nothing
      }
      ${shown.length === 0 ? html`<p class="empty" role="status">${words.say('sitesNoMatch', { text: this.#filter.trim() })}</p>` : nothing}
      <ul class="list" data-sites>
        ${repeat(
          shown,
          ([origin]) => origin,
          ([origin, site]) => this.#row(origin, site),
        )}
      </ul>
      <div class="button-row">
        <button class="button danger" type="button" data-action="forget-all" @click=${() => void this.#forget([...sites.keys()])}>
          ${words.say('sitesForgetAll')}
        </button>
      </div>
    `;
  }

  #row(origin: string, site: SiteSettings) {
    const { words, settings } = this.#page;
    const name = origin.replace('https://', '');
    const relay = settings.relays.find(({ url }) => url === site.relay);
    return html`<li class="row">
      <div class="row-text">
        <strong dir="ltr">${name}</strong>
        <p>${describe(site, relay?.name ?? hostOf(site.relay ?? ''), words)}</p>
      </div>
      <button
        class="button small"
        type="button"
        data-action="forget"
        aria-label=${words.say('siteForgetName', { site: name })}
        @click=${(event: Event) => void this.#forgetOne(origin, event)}
      >
        ${words.say('siteForget')}
      </button>
    </li>`;
  }

  /** The focus goes to the next row, else to the heading. */
  async #forgetOne(origin: string, event: Event): Promise<void> {
    const row = (event.currentTarget as HTMLElement).closest('li');
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    await this.#forget([origin]);
    const place = next?.isConnected ? next.querySelector<HTMLElement>('[data-action="forget"]') : undefined;
    (place ?? document.getElementById('sites-heading'))?.focus();
  }

  async #forget(origins: readonly string[]): Promise<void> {
    const { words } = this.#page;
    const snapshot = await settingsStore.snapshot();
    await settingsStore.forgetSites(origins);
    await this.#look();
    const [first = ''] = origins;
    const text =
      origins.length === 1
        ? words.say('siteForgotten', { site: first.replace('https://', '') })
        : words.count('sitesForgotten', origins.length);
    this.#page.tell(text, () => settingsStore.restore(snapshot));
    if (origins.length > 1) document.getElementById('sites-heading')?.focus();
  }

  async #look(): Promise<void> {
    this.#sites = await settingsStore.sites();
    this.#page.redraw();
  }
}

function describe({ position, size, collapsed, room, relay }: SiteSettings, relayName: string, words: Words): string {
  const parts = [
    room === 'page' && words.say('roomPage'),
    room === 'site' && words.say('roomSite'),
    typeof room === 'object' && words.say('roomNamed', { name: room.named }),
    relay !== undefined && relayName,
    (position !== undefined || size !== undefined) && words.say('sitePlace'),
    collapsed && words.say('siteCollapsed'),
  ].filter((part) => part !== false);
  return parts.join(' · ');
}
