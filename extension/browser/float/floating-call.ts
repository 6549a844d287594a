/**
 * One floating call in one page, from the click that brings it to the one that takes it away. Runs in the content
 * script: knows where the call lies, and nothing of what is said in it.
 */
import type { ContentRequest, FallbackReason, Ticket } from '../messages.ts';
import { fallbackCard } from './fallback-card.ts';
import { FloatElement } from './float-element.ts';
import {
  boxOf,
  CARD_SIZE,
  dragged,
  FIRST_POSITION,
  FIRST_SIZE,
  type FloatLayout,
  moved,
  resized,
  withCollapsed,
} from './float-layout.ts';
import { type FloatNews, type FloatRequest, readFloatRequest } from './float-messages.ts';
import { HostGuard } from './host-guard.ts';

export interface FloatingCallOptions {
  /** Asks the background. */
  readonly ask: (request: ContentRequest) => Promise<unknown>;
  readonly frameUrl: () => string;
  readonly frameOrigin: string;
  readonly allowedOrigin: string;
  readonly isAlive: () => boolean;
  /** Whether frames may be moved without being loaded anew. */
  readonly canMove: boolean;
  readonly onClosed: () => void;
}

const HELLO_MS = 2_000; // later, the person waits in vain
const MAX_RETURNS = 3; // after so many removals within the time below, the page means it
const RETURN_WINDOW_MS = 30_000;

export class FloatingCall {
  readonly #options: FloatingCallOptions;
  readonly #returns: number[] = [];
  #layout: FloatLayout = { position: FIRST_POSITION, size: FIRST_SIZE, collapsed: false };
  /** Undefined while there is nothing in the page. */
  #shown: { readonly element: FloatElement; readonly guard: HostGuard; port?: MessagePort } | undefined;
  #dragStart: FloatLayout | undefined;
  #helloTimer: ReturnType<typeof setTimeout> | undefined;
  /** Instead of the frame. */
  #isCard = false;
  #isClosed = false;

  constructor(options: FloatingCallOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const ticket = await this.#issue();
    if (!ticket) return;
    const { position = FIRST_POSITION, size = FIRST_SIZE, collapsed } = ticket;
    this.#layout = { position, size, collapsed };
    this.#show(ticket, false);
  }

  /** Takes it away, and with it the call. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#takeAway();
    this.#options.onClosed();
  }

  /** The page has changed its address by itself. */
  tellAddress(address: string, title: string): void {
    this.#tell({ type: 'address', address, title });
  }

  async #issue(): Promise<Ticket | undefined> {
    const ticket = (await this.#options.ask({ type: 'issue-ticket' }).catch(() => undefined)) as Ticket | undefined;
    if (this.#isClosed) return undefined;
    if (!ticket) this.close();
    return ticket;
  }

  #show(ticket: Ticket, wasThrownOut: boolean): void {
    const { frameUrl, frameOrigin, allowedOrigin, isAlive, canMove } = this.#options;
    const element = new FloatElement({ ticket, frameUrl: frameUrl(), frameOrigin, allowedOrigin });
    const guard = new HostGuard(
      element,
      {
        onRemoved: () => void this.#onRemoved(),
        onOrphaned: () => this.close(),
        onTick: () => this.#place(),
      },
      isAlive,
      canMove,
    );
    this.#shown = { element, guard };
    this.#isCard = false;
    // In a sandbox the frame would have no origin, and no way to the extension.
    if (globalThis.origin === 'null') {
      element.open(
        () => {},
        () => {},
      );
      this.#start();
      this.#fallBack(ticket, 'sandbox');
      return;
    }
    this.#helloTimer = setTimeout(() => this.#fallBack(ticket, 'frame'), HELLO_MS);
    element.open(
      (port) => this.#connect(port, wasThrownOut),
      () => void this.#onRemoved(),
    );
    this.#start();
  }

  #start(): void {
    this.#place();
    this.#shown?.guard.start();
  }

  #connect(port: MessagePort, wasThrownOut: boolean): void {
    if (!this.#shown) return;
    this.#shown.port = port;
    port.onmessage = ({ data }) => {
      const request = readFloatRequest(data);
      if (request) this.#obey(request, wasThrownOut);
    };
  }

  #obey(request: FloatRequest, wasThrownOut: boolean): void {
    switch (request.type) {
      case 'hello':
        clearTimeout(this.#helloTimer);
        this.#isCard = false;
        this.#shown?.element.restoreFrame();
        this.#place();
        this.#shown?.element.focus();
        if (wasThrownOut) this.#tell({ type: 'thrown-out' });
        this.#tell({ type: 'layout', ...this.#layout, isChosen: false });
        return;
      case 'drag':
        this.#drag(request);
        return;
      case 'nudge': {
        const change = request.handle === 'move' ? moved : resized;
        this.#become(change(this.#layout, request.x, request.y, windowSize()));
        return;
      }
      case 'collapse':
        this.#become(withCollapsed(this.#layout, request.collapsed));
        return;
      case 'raise':
        this.#shown?.element.raise();
        return;
      case 'close':
        this.close();
    }
  }

  #drag({ handle, phase, x, y }: Extract<FloatRequest, { type: 'drag' }>): void {
    if (phase === 'start') this.#dragStart = this.#layout;
    if (!this.#dragStart) return;
    this.#layout = dragged(this.#dragStart, handle, x, y, windowSize());
    if (phase !== 'end') {
      this.#place();
      return;
    }
    this.#dragStart = undefined;
    this.#become(this.#layout);
  }

  /** From now on, and next time on this site. */
  #become(layout: FloatLayout): void {
    this.#layout = layout;
    this.#place();
    this.#tell({ type: 'layout', ...layout, isChosen: true });
  }

  #place(): void {
    const { width, height } = CARD_SIZE;
    const size = { width, height: this.#shown?.element.contentHeight ?? height };
    const layout = this.#isCard ? { ...this.#layout, size, collapsed: false } : this.#layout;
    if (this.#shown?.element.place(boxOf(layout, windowSize()))) this.#shown.guard.accept();
  }

  #tell(news: FloatNews): void {
    this.#shown?.port?.postMessage(news);
  }

  /** A new frame, in which the person may join again; unless the page does it over and over. */
  async #onRemoved(): Promise<void> {
    if (!this.#shown) return;
    this.#takeAway();
    if (this.#isClosed) return;
    const now = performance.now();
    while ((this.#returns[0] ?? now) < now - RETURN_WINDOW_MS) this.#returns.shift();
    this.#returns.push(now);
    if (this.#returns.length > MAX_RETURNS) {
      void this.#options.ask({ type: 'fall-back', reason: 'thrown-out', opensPanel: false }).catch(() => {});
      this.close();
      return;
    }
    const ticket = await this.#issue();
    if (ticket) this.#show(ticket, true);
  }

  #fallBack(ticket: Ticket, reason: FallbackReason): void {
    const tell = (opensPanel: boolean) =>
      void this.#options.ask({ type: 'fall-back', reason, opensPanel }).catch(() => {});
    tell(false);
    const { words } = ticket;
    this.#isCard = true;
    this.#place();
    this.#shown?.element.replaceFrame(
      fallbackCard({
        reason,
        words,
        // Asked for within the click: browsers open panels for nothing else.
        onOpen: () => {
          tell(true);
          this.close();
        },
        onClose: () => this.close(),
      }),
    );
    // Now it is known how high it is.
    this.#place();
  }

  #takeAway(): void {
    clearTimeout(this.#helloTimer);
    const shown = this.#shown;
    this.#shown = undefined;
    shown?.guard.stop();
    shown?.port?.close();
    shown?.element.remove();
  }
}

/** Without the scroll bar. */
function windowSize() {
  const { clientWidth } = document.documentElement;
  const isBar = clientWidth > 0 && window.innerWidth - clientWidth < 40; // else the page is in quirks mode, or zoomed by hand
  return { width: isBar ? clientWidth : window.innerWidth, height: window.innerHeight };
}
