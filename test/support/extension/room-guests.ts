/**
 * Others in a room, so that nobody is alone there: on a page of their own in a Chromium without the extension, one with a
 * camera, and as many without as are wanted. Knows no extension.
 */
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../browser.ts';
import { ProtocolClient } from '../protocol-client.ts';
import type { StartedRelay } from '../relay.ts';
import { openTab, roomHtml, untilConnected } from '../room-page.ts';
import { openSite } from '../site.ts';

const NAMES = ['Grace Hopper', 'Margaret', 'Μαρία Παπαδοπούλου', 'Anne-Marie von Hohenlohe-Schillingsfürst', 'Jo'];

export class RoomGuests {
  readonly #relay: StartedRelay;
  readonly #browser: Browser;
  readonly #closers: (() => unknown)[] = [];

  private constructor(relay: StartedRelay, browser: Browser) {
    this.#relay = relay;
    this.#browser = browser;
  }

  /** Closed with the test. */
  static async open(t: { after(close: () => Promise<void>): void }, relay: StartedRelay): Promise<RoomGuests> {
    const browser = await openBrowser('chromium');
    const guests = new RoomGuests(relay, browser);
    t.after(() => guests.#close());
    return guests;
  }

  /** Somebody with camera and microphone; resolves when they are there. */
  async comeWithCamera(room: string, name = NAMES[0]): Promise<void> {
    const attributes = `relay="${this.#relay.url}" room="${room}" display-name="${name}" autojoin`;
    const site = await openSite({ '/': { body: roomHtml(this.#relay.url, attributes) } });
    this.#closers.push(() => site.close());
    const page = await openTab(this.#browser);
    await page.goto(site.origin);
    await untilConnected(page);
  }

  /** Others, who only watch. */
  async comeToWatch(room: string, count: number): Promise<void> {
    const names = Array.from({ length: count }, (_, index) => NAMES[(index + 1) % NAMES.length] ?? '');
    const clients = await Promise.all(names.map((name) => ProtocolClient.join(this.#relay.socketUrl, { room, name })));
    for (const { client } of clients) this.#closers.push(() => client.webSocket.close());
  }

  async #close(): Promise<void> {
    await this.#browser.close();
    for (const close of this.#closers) await close();
  }
}
