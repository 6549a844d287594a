/**
 * One-time tickets: who injects a frame draws one, and the frame hands it in. A page that embeds the extension's page by
 * itself has none. Knows no browser.
 */
import type { Visit } from '../messages.ts';

const LIFETIME_MS = 30_000; // a slow machine loads the frame within it; nobody guesses 122 random bits
const MAX_TICKETS = 200; // open at once

interface Issued {
  readonly visit: Visit;
  readonly until: number;
}

export class Tickets {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  issue(visit: Visit): string {
    const now = this.#now();
    for (const [ticket, { until }] of this.#issued) {
      if (until <= now || this.#issued.size >= MAX_TICKETS) this.#issued.delete(ticket);
    }
    const ticket = crypto.randomUUID();
    this.#issued.set(ticket, { visit, until: now + LIFETIME_MS });
    return ticket;
  }

  /** Good once, in time, and in the tab for which it was issued; else undefined, and worth nothing from then on. */
  use(ticket: string, tabId: number | undefined): Visit | undefined {
    const issued = this.#issued.get(ticket);
    this.#issued.delete(ticket);
    if (!issued || issued.until <= this.#now() || issued.visit.tabId !== tabId) return undefined;
    return issued.visit;
  }
}
