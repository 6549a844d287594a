/**
 * What a panel has beside the call: the switch that lets it follow the active tab, the way back over the page, and the
 * line to whoever aims it. Knows no room.
 */
import { html, nothing } from 'lit';
import appWindow from 'lucide/dist/esm/icons/app-window.mjs';
import settings from 'lucide/dist/esm/icons/settings.mjs';
import browser from 'webextension-polyfill';
import { isSecurePage, isWebPage } from '../address/page-address.ts';
import { isFirefox } from '../kind.ts';
import { REASON_WORDS } from '../messages.ts';
import { observePanelTarget, type PanelTarget, takePanelTarget } from '../panel-target.ts';
import { barButton } from './bar-button.ts';
import { CallPage, type Surface } from './call-page.ts';
import { roomButtonTemplate } from './room-button.ts';

/** What lets the extension read the address of whichever tab is active. */
const ALL_SITES = { origins: ['*://*/*'] };

/** What is here because the page cannot hold it gets no button that would only show the same again. */
const canFloat = (aim: PanelTarget | undefined): boolean =>
  aim?.kind === 'page' && aim.reason === undefined && (!isFirefox || isSecurePage(aim.address));

export class PanelSurface implements Surface {
  readonly kind = 'panel';
  readonly openBeside = undefined;
  readonly besideKeys = undefined;
  readonly #windowId: number;
  #page: CallPage | undefined;
  #follows = false;

  private constructor(windowId: number) {
    this.#windowId = windowId;
  }

  static async open(): Promise<PanelSurface> {
    const { id = -1 } = await browser.windows.getCurrent();
    return new PanelSurface(id);
  }

  /** Stays for as long as its document. */
  async show(page: CallPage): Promise<void> {
    this.#page = page;
    observePanelTarget(this.#windowId, (target) => void this.#suggest(target), new AbortController().signal);
    browser.tabs.onActivated.addListener(({ windowId }) => void (windowId === this.#windowId && this.#follow()));
    browser.tabs.onUpdated.addListener((_id, { url, title }, { active, windowId }) => {
      if (active && windowId === this.#windowId && (url ?? title)) void this.#follow();
    });
    await page.aimAt(await this.#firstAim());
    this.#tellReason();
  }

  header(page: CallPage) {
    const { words, aim } = page;
    return html`<header>
      <div class="call-bar">
        ${roomButtonTemplate({ words, label: page.label, people: page.people, isHeading: page.isRunning, isDisabled: aim === undefined, ...page.chooser })}
        <span class="bar-space"></span>
        <span class="bar-group">
          ${canFloat(aim) ? barButton(appWindow, words.say('panelFloat'), () => void this.#float(page)) : nothing}
          ${barButton(settings, words.say('settings'), () => void browser.runtime.openOptionsPage())}
        </span>
      </div>
      <label class="follow"
        ><input type="checkbox" class="switch" role="switch" .checked=${this.#follows} @change=${(event: Event) => void this.#onSwitch(event)} /><span
          >${words.say('panelFollow')}</span
        ></label
      >
    </header>`;
  }

  /** The browser opens the panel by itself, too, from its own menus: then what it was once aimed at may be long gone. */
  async #firstAim(): Promise<PanelTarget> {
    const aimed = await takePanelTarget(this.#windowId);
    if (aimed?.isNew) return aimed.target;
    return (await this.#activePage()) ?? aimed?.target ?? { kind: 'none' };
  }

  /** Where a call does not fit over the page, the panel says why it is here. */
  #tellReason(): void {
    const page = this.#page;
    const reason = CallPage.reasonOf(page?.aim);
    if (!page || !reason || page.aim?.kind !== 'page') return;
    page.notify({ text: `${page.words.say(REASON_WORDS[reason])} ${page.words.say('reasonPanelHere')}` });
  }

  async #suggest(target: PanelTarget): Promise<void> {
    const page = this.#page;
    if (!page) return;
    await page.suggest(target, { text: page.words.say('noticeOtherTab'), action: page.words.say('noticeOtherTabGo') });
    if (page.aim === target) this.#tellReason();
  }

  async #onSwitch(event: Event): Promise<void> {
    const box = event.currentTarget as HTMLInputElement;
    const isWanted = box.checked;
    // What was said of an earlier answer.
    this.#page?.dismiss();
    // Before anything is waited for: browsers ask for a permission within the click, or not at all.
    const isAllowed = isWanted && (await browser.permissions.request(ALL_SITES).catch(() => false));
    this.#follows = isAllowed;
    box.checked = isAllowed;
    if (isAllowed) await this.#follow();
    else if (isWanted && this.#page) this.#page.notify({ text: this.#page.words.say('panelFollowRefused') });
    this.#page?.redraw();
  }

  async #follow(): Promise<void> {
    if (!this.#follows || !this.#page) return;
    const target = await this.#activePage();
    if (target) await this.#page.follow(target);
  }

  /** Undefined where it is no web page, or its address is not for the extension to see. */
  async #activePage(): Promise<PanelTarget | undefined> {
    const [tab] = await browser.tabs.query({ active: true, windowId: this.#windowId });
    if (tab?.id === undefined || !isWebPage(tab.url)) return undefined;
    return { kind: 'page', tabId: tab.id, address: tab.url, title: tab.title ?? '' };
  }

  async #float(page: CallPage): Promise<void> {
    const { aim } = page;
    if (aim?.kind !== 'page') return;
    const isThere = await browser.runtime.sendMessage({ type: 'float', tabId: aim.tabId });
    if (isThere !== true) {
      page.notify({ text: page.words.say('panelFloatRefused') });
      return;
    }
    // Nobody is in one room twice. Firefox closes its sidebar only within a click.
    if (isFirefox) await page.aimAt({ kind: 'none' });
    else window.close();
  }
}
