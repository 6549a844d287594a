/** Tells the background how many are in this page's call, for the toolbar's button. Knows no call. */
import browser from 'webextension-polyfill';
import { CALL_PORT } from '../messages.ts';

export class PeoplePort {
  readonly #tabId: () => number | undefined;
  #port: browser.Runtime.Port | undefined;
  #people: number | undefined;
  #toldTabId: number | undefined;

  /** The tab whose button shows it, where this page is in none. */
  constructor(tabId: () => number | undefined) {
    this.#tabId = tabId;
  }

  /** Undefined: in no call. */
  tell(people: number | undefined): void {
    if (people === this.#people && this.#tabId() === this.#toldTabId) return;
    this.#people = people;
    this.#send();
  }

  #send(): void {
    if (this.#people === undefined) {
      // The background clears the button when the port closes, as it does when this page is gone.
      this.#port?.disconnect();
      this.#port = undefined;
      return;
    }
    const port = this.#port ?? this.#open();
    const tabId = this.#tabId();
    this.#toldTabId = tabId;
    port.postMessage({ type: 'tell-people', people: this.#people, ...(tabId !== undefined && { tabId }) });
  }

  #open(): browser.Runtime.Port {
    const port = browser.runtime.connect({ name: CALL_PORT });
    this.#port = port;
    port.onDisconnect.addListener(() => {
      if (this.#port !== port) return;
      this.#port = undefined;
      // The background fell asleep, and forgot: it is woken and told again.
      if (this.#people !== undefined) this.#send();
    });
    return port;
  }
}
