/**
 * Keeps the host of a floating call in the page as it was put there, against whatever the page does to it by mistake or
 * on purpose; and tells when that is of no use. Knows nothing of what the host shows.
 */

export interface GuardedHost {
  readonly host: HTMLElement;
  dress(): void;
  raise(): void;
}

export interface GuardEvents {
  /** The page has taken the host out; its frame, and the call in it, are gone. */
  onRemoved(): void;
  /** The extension was updated, disabled or removed: nobody is behind the host any more. */
  onOrphaned(): void;
  /** The window may have another size. */
  onTick(): void;
}

const TICK_MS = 500; // how long something may be wrong that no observer tells of
const MAX_REPAIRS = 30; // within the window below: past it the page means it, and both would only burn the processor
const REPAIR_WINDOW_MS = 10_000;

export class HostGuard {
  readonly #guarded: GuardedHost;
  readonly #events: GuardEvents;
  readonly #isAlive: () => boolean;
  readonly #canMove: boolean;
  readonly #life = new AbortController();
  readonly #attributes = new MutationObserver(() => this.#repair());
  readonly #dialogs = new MutationObserver(() => this.#followDialogs());
  readonly #repairs: number[] = [];
  #home: Element = document.documentElement;
  #expectedStyle = '';

  /** `isAlive`: whether the extension still is. `canMove`: whether the browser moves a frame without loading it anew. */
  constructor(guarded: GuardedHost, events: GuardEvents, isAlive: () => boolean, canMove: boolean) {
    this.#guarded = guarded;
    this.#events = events;
    this.#isAlive = isAlive;
    this.#canMove = canMove && 'moveBefore' in guarded.host;
  }

  /** The host is in the page. */
  start(): void {
    const { signal } = this.#life;
    this.accept();
    this.#dialogs.observe(document, { subtree: true, childList: true, attributeFilter: ['open'] });
    document.addEventListener('fullscreenchange', () => this.#guarded.raise(), { signal });
    window.addEventListener('resize', () => this.#events.onTick(), { signal });
    const timer = setInterval(() => this.#tick(), TICK_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    this.#followDialogs();
  }

  /** The host's attributes are as its owner wants them. */
  accept(): void {
    this.#attributes.disconnect();
    this.#expectedStyle = this.#guarded.host.style.cssText;
    this.#attributes.observe(this.#guarded.host, { attributes: true });
  }

  stop(): void {
    this.#life.abort();
    this.#attributes.disconnect();
    this.#dialogs.disconnect();
  }

  #tick(): void {
    if (!this.#isAlive()) {
      this.#events.onOrphaned();
      return;
    }
    this.#followDialogs();
    this.#repair();
    this.#events.onTick();
  }

  #repair(): void {
    const { host } = this.#guarded;
    if (this.#life.signal.aborted || this.#isGone()) return;
    const isDressed =
      host.style.cssText === this.#expectedStyle && host.popover === 'manual' && !host.hidden && !host.inert;
    if (isDressed && host.matches(':popover-open')) return;
    if (!this.#mayRepair()) return;
    if (!isDressed) this.#guarded.dress();
    if (!host.matches(':popover-open')) this.#guarded.raise();
    this.accept();
  }

  #mayRepair(): boolean {
    const now = performance.now();
    while ((this.#repairs[0] ?? now) < now - REPAIR_WINDOW_MS) this.#repairs.shift();
    if (this.#repairs.length >= MAX_REPAIRS) return false;
    this.#repairs.push(now);
    return true;
  }

  /** Out of the page, or somewhere else in it: both have emptied the frame. */
  #isGone(): boolean {
    if (this.#guarded.host.parentNode === this.#home && this.#home.isConnected) return false;
    this.#events.onRemoved();
    return true;
  }

  /** A modal dialog makes everything outside of it inert: the host moves in, and out when it is closed. */
  #followDialogs(): void {
    if (this.#life.signal.aborted || this.#isGone()) return;
    if (!this.#canMove) return;
    const dialogs = document.querySelectorAll('dialog:modal');
    const home = dialogs.item(dialogs.length - 1) ?? document.documentElement;
    if (home === this.#home) return;
    const { host } = this.#guarded;
    this.#home = home;
    (home as Element & { moveBefore(node: Node, before: Node | null): void }).moveBefore(host, null);
    this.#guarded.raise();
  }
}
