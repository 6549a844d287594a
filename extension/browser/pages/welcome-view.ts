/** The page that opens after installing: what the extension does, then relay, permission and shortcut, then a try. */
import { html, nothing } from 'lit';
import externalLink from 'lucide/dist/esm/icons/external-link.mjs';
import eyeOff from 'lucide/dist/esm/icons/eye-off.mjs';
import server from 'lucide/dist/esm/icons/server.mjs';
import users from 'lucide/dist/esm/icons/users.mjs';
import browser from 'webextension-polyfill';
import { type IconNodes, icon } from '../../../component/ui/icon.ts';
import { hostOf, MAX_RELAYS, type Relay } from '../settings/relays.ts';
import { changeSettings } from '../settings.ts';
import type { WordKey } from '../words.ts';
import { copyRow } from './copy-row.ts';
import { GrantStep } from './grant-step.ts';
import type { Page } from './page.ts';
import { RelayForm } from './relay-form.ts';
import { isFirefox, Shortcuts } from './shortcuts.ts';
import { stepTemplate } from './step.ts';
import { verdictTemplate } from './verdict.ts';

const FACTS: readonly (readonly [icon: IconNodes, title: WordKey, text: WordKey])[] = [
  [users, 'factPageTitle', 'factPageText'],
  [eyeOff, 'factPrivateTitle', 'factPrivateText'],
  [server, 'factRelayTitle', 'factRelayText'],
];

/** Plain, quick, and known to everybody. */
const TRY_PAGE = 'https://example.com/';
const LOCAL_RELAY = 'localhost:8080';
const LOCAL_RELAY_COMMAND = 'npm start';

export class WelcomeView {
  readonly #page: Page;
  readonly #grant: GrantStep;
  readonly #shortcuts: Shortcuts;
  #form: RelayForm;
  /** What the form found just now, shown where the form was. */
  #news: string | undefined;
  #isChanging = false;
  #isPinned = true;

  constructor(page: Page) {
    this.#page = page;
    this.#grant = new GrantStep(page);
    this.#shortcuts = new Shortcuts(page);
    this.#form = this.#newForm();
  }

  async start(): Promise<void> {
    addEventListener('focus', () => void this.#lookForPin());
    await Promise.all([this.#grant.start(), this.#shortcuts.start(), this.#lookForPin()]);
  }

  template() {
    const { words } = this.#page;
    return html`<div class="page welcome">
      <header class="hero">
        <p class="brand"><img src="icons/icon.svg" alt="" width="40" height="40" />${words.say('appName')}</p>
        <h1>${words.say('welcomeHeading')}</h1>
        <p class="hero-lead">${words.say('welcomeLead')}</p>
        <ul class="facts">
          ${FACTS.map(
            ([nodes, title, text]) =>
              html`<li>${icon(nodes)}<div><strong>${words.say(title)}</strong><p>${words.say(text)}</p></div></li>`,
          )}
        </ul>
      </header>
      <main>
        <p class="steps-heading">${words.say('stepsHeading')}</p>
        <ol class="steps">
          ${this.#relayStep()} ${this.#grantStep()} ${this.#shortcutStep()}
        </ol>
        ${this.#tryCard()}
      </main>
    </div>`;
  }

  get #relay(): Relay | undefined {
    const { relays, relay } = this.#page.settings;
    return relays.find(({ url }) => url === relay);
  }

  #relayStep() {
    const { words } = this.#page;
    const relay = this.#relay;
    const showsForm = relay === undefined || this.#isChanging;
    const onChange = () => {
      this.#isChanging = true;
      this.#form = this.#newForm(relay);
      this.#page.redraw();
      document.getElementById('welcome-url')?.focus();
    };
    return stepTemplate({
      words,
      id: 'relay',
      number: 1,
      heading: words.say('relayHeading'),
      lead: words.say('relayLead'),
      isDone: relay !== undefined && !this.#isChanging,
      content: showsForm
        ? html`${this.#form.template()}
            <div class="aside">
              <p class="note">${words.say('relayTry', { address: LOCAL_RELAY })}</p>
              ${copyRow(this.#page, LOCAL_RELAY_COMMAND)}
            </div>`
        : html`${verdictTemplate(this.#page, {
            tone: 'good',
            text: this.#news ?? words.say('relayInUse', { host: hostOf(relay.url) }),
          })}
          <div class="button-row"><button class="button" type="button" data-action="change-relay" @click=${onChange}>${words.say('relayChange')}</button></div>`,
    });
  }

  #grantStep() {
    const { words } = this.#page;
    return stepTemplate({
      words,
      id: 'grant',
      number: 2,
      heading: words.say('grantHeading'),
      lead: words.say(isFirefox ? 'grantLeadFirefox' : 'grantLead'),
      isDone: this.#grant.isDone,
      content: this.#grant.template(),
    });
  }

  #shortcutStep() {
    const { words } = this.#page;
    return stepTemplate({
      words,
      id: 'shortcuts',
      number: 3,
      heading: words.say('shortcutsHeading'),
      lead: words.say('shortcutsLead'),
      isDone: false,
      content: html`${this.#shortcuts.template()} ${this.#isPinned ? nothing : html`<p class="tip">${words.say(isFirefox ? 'pinTipFirefox' : 'pinTip')}</p>`}`,
    });
  }

  #tryCard() {
    const { words } = this.#page;
    return html`<section class="card try" aria-labelledby="try-heading">
      <h2 id="try-heading">${words.say('tryHeading')}</h2>
      <p class="lead">${words.say('tryText')}</p>
      <div class="button-row">
        <a class="button primary" href=${TRY_PAGE} target="_blank" rel="noreferrer">
          ${words.say('tryLink')} ${icon(externalLink)}<span class="hidden">(${words.say('opensInTab')})</span>
        </a>
        <a class="button" href="options.html">${words.say('openSettings')}</a>
      </div>
      ${this.#relay ? nothing : html`<p class="note">${words.say('tryNotReady')}</p>`}
    </section>`;
  }

  #newForm(relay?: Relay): RelayForm {
    return new RelayForm(this.#page, {
      id: 'welcome',
      full: false,
      relay,
      onSave: (next, news) => this.#save(next, news),
      ...(relay && {
        onCancel: () => {
          this.#isChanging = false;
          this.#page.redraw();
        },
      }),
    });
  }

  /** Known under this address it is the same relay; else one more, at the head of the list. */
  async #save(relay: Relay, news: string | undefined): Promise<void> {
    const { relays } = this.#page.settings;
    const others = relays.filter(({ url }) => url !== relay.url);
    await changeSettings({ relays: [relay, ...others].slice(0, MAX_RELAYS), relay: relay.url });
    this.#isChanging = false;
    this.#news = news;
    this.#page.redraw();
    // The form that had the focus is gone.
    document.querySelector<HTMLElement>('#relay h2')?.focus();
  }

  async #lookForPin(): Promise<void> {
    const action = browser.action as { getUserSettings?: () => Promise<{ isOnToolbar?: boolean }> };
    const { isOnToolbar = true } = (await action.getUserSettings?.call(action)) ?? {};
    this.#isPinned = isOnToolbar;
    this.#page.redraw();
  }
}
