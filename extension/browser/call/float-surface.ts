/**
 * What a frame over a page has beside the call: the bar by which it is moved, made small and closed, its corners, and
 * the line to the content script that holds it. Knows no room.
 */
import { html, nothing } from 'lit';
import gripVertical from 'lucide/dist/esm/icons/grip-vertical.mjs';
import maximize from 'lucide/dist/esm/icons/maximize-2.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import minus from 'lucide/dist/esm/icons/minus.mjs';
import panelRight from 'lucide/dist/esm/icons/panel-right.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import browser from 'webextension-polyfill';
import { icon } from '../../../component/ui/icon.ts';
import { type FloatNews, type FloatRequest, HANDLES, type Handle, readFloatNews } from '../float/float-messages.ts';
import { isFirefox } from '../kind.ts';
import type { Visit } from '../messages.ts';
import { openPanel } from '../panel-opener.ts';
import { aimPanel } from '../panel-target.ts';
import { changeSite } from '../settings.ts';
import { barButton } from './bar-button.ts';
import type { CallPage, Surface } from './call-page.ts';
import { followPointer } from './drag.ts';
import { RaiseBudget } from './raise-budget.ts';
import { roomButtonTemplate } from './room-button.ts';

const MOVE_SETTLES_MS = 400; // a frame that moves is not seen to be in sight until a little later
const STEP = 16; // px per press of an arrow key
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

export class FloatSurface implements Surface {
  readonly kind = 'frame';
  readonly #port: MessagePort;
  readonly #raises = new RaiseBudget();
  #visit: Visit;
  #page: CallPage | undefined;
  #collapsed = false;
  #zoom = 1;
  #isSeen = true;
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(port: MessagePort, visit: Visit) {
    this.#port = port;
    this.#visit = visit;
    port.onmessage = ({ data }) => {
      const news = readFloatNews(data);
      if (news) void this.#hear(news);
    };
  }

  /** Chromium opens its panel from here; in Firefox only the toolbar and the keyboard do. */
  readonly openBeside = isFirefox
    ? undefined
    : () => {
        const { tabId, windowId, address, title } = this.#visit;
        // First: a panel opens within the click, or not at all.
        const opened = openPanel(windowId);
        void aimPanel(windowId, { kind: 'page', tabId, address, title });
        void opened.then(() => this.#ask({ type: 'close' }));
      };

  get besideKeys(): string {
    return this.#visit.panelKeys;
  }

  async show(page: CallPage): Promise<void> {
    this.#page = page;
    this.#ask({ type: 'hello' });
    const { tabId, address, title } = this.#visit;
    await page.aimAt({ kind: 'page', tabId, address, title });
  }

  onSight(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#raise();
  }

  /** Not while it is dragged: being raised takes the frame out of the pointer's hand. */
  #raise(): void {
    if (this.#isSeen || document.visibilityState !== 'visible') return;
    const now = performance.now();
    const settlesMs = this.#movedAt + MOVE_SETTLES_MS - now;
    if (settlesMs > 0) setTimeout(() => this.#raise(), settlesMs);
    else if (this.#raises.take(now)) this.#ask({ type: 'raise' });
  }

  header(page: CallPage) {
    const { words, isMicrophoneOn } = page;
    const collapsed = this.#collapsed;
    document.documentElement.toggleAttribute('data-collapsed', collapsed);
    return html`<header class="call-bar" @pointerdown=${(event: PointerEvent) => this.#onBar(event)}>
        <button
          type="button"
          class="bar-button grip"
          data-free
          aria-label=${words.say('barMove')}
          aria-describedby="grip-hint"
          title=${words.say('barMoveHint')}
          @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
        >
          ${icon(gripVertical)}
        </button>
        <span class="hidden" id="grip-hint">${words.say('barMoveHint')}</span>
        ${roomButtonTemplate({ words, label: page.label, people: page.people, isHeading: page.isRunning || collapsed, isDisabled: collapsed, ...page.chooser })}
        <span class="bar-space" data-free></span>
        ${collapsed && isMicrophoneOn !== undefined ? this.#microphoneButton(page, isMicrophoneOn) : nothing}
        <span class="bar-group" data-free>${this.openBeside && !collapsed ? barButton(panelRight, words.say('barPanel'), this.openBeside) : nothing}
        ${
          collapsed
            ? barButton(maximize, words.say('barExpand'), () => this.#ask({ type: 'collapse', collapsed: false }))
            : barButton(minus, words.say('barCollapse'), () => this.#ask({ type: 'collapse', collapsed: true }))
        }
        ${barButton(x, words.say('barClose'), () => this.#ask({ type: 'close' }))}</span>
      </header>
      ${collapsed ? nothing : HANDLES.filter((handle) => handle !== 'move').map((handle) => this.#corner(handle))}`;
  }

  #microphoneButton(page: CallPage, isOn: boolean) {
    const label = page.words.say(isOn ? 'microphoneTurnOff' : 'microphoneTurnOn');
    return barButton(isOn ? mic : micOff, label, () => page.toggleMicrophone());
  }

  #corner(handle: Handle) {
    return html`<div class="corner ${handle}" data-free @pointerdown=${(event: PointerEvent) => this.#follow(event, handle)}></div>`;
  }

  /** The whole bar moves the call, except where it has buttons that do something else. */
  #onBar(event: PointerEvent): void {
    const [target] = event.composedPath();
    const button = target instanceof Element ? target.closest('button') : null;
    if (button === null || button.classList.contains('grip')) this.#follow(event, 'move');
  }

  #follow(event: PointerEvent, handle: Handle): void {
    followPointer(
      event,
      () => this.#zoom,
      (drag) => {
        this.#movedAt = performance.now();
        this.#ask({ type: 'drag', handle, ...drag });
      },
    );
    // Firefox counts the screen in the page's own pixels.
    if (!isFirefox) {
      void browser.tabs.getZoom(this.#visit.tabId).then((zoom) => {
        this.#zoom = zoom;
      });
    }
  }

  #onKey(event: KeyboardEvent): void {
    const step = ARROWS[event.key];
    if (!step || !event.isTrusted || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [x, y] = step;
    this.#ask({ type: 'nudge', handle: event.shiftKey ? 'size' : 'move', x, y });
  }

  #ask(request: FloatRequest): void {
    this.#port.postMessage(request);
  }

  async #hear(news: FloatNews): Promise<void> {
    const page = this.#page;
    if (!page) return;
    const { words } = page;
    if (news.type === 'thrown-out') {
      page.notify({
        text: words.say('noticeThrownOut'),
        ...(this.openBeside && { action: { label: words.say('openPanel'), onClick: this.openBeside } }),
      });
    } else if (news.type === 'layout') {
      const { position, size, collapsed, isChosen } = news;
      this.#collapsed = collapsed;
      page.redraw();
      if (!isChosen) return;
      await changeSite(this.#visit.address, { position, size, collapsed }).catch((error: unknown) =>
        console.warn('Where the call lies was not remembered.', error),
      );
    } else {
      const { address, title } = news;
      this.#visit = { ...this.#visit, address, title };
      const { tabId } = this.#visit;
      await page.suggest(
        { kind: 'page', tabId, address, title },
        { text: words.say('noticeAddress'), action: words.say('noticeAddressGo') },
      );
    }
  }
}
