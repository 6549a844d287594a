/** Who waits at the door of one room, relay by relay, and what this relay has told of it. Knows nothing of who they are. */
import type { ClusterStore } from './store.ts';

export interface WaitingEvents {
  /** All who wait at other relays, one body for each of those. */
  onChanged(bodies: readonly string[]): void;
  /** The store could not be told. */
  onFailed(error: unknown): void;
}

export class RoomWaiting {
  readonly #store: ClusterStore;
  readonly #room: string;
  readonly #self: () => string;
  readonly #events: WaitingEvents;
  readonly #elsewhere = new Map<string, string>();
  #own = '';

  constructor(store: ClusterStore, room: string, self: () => string, events: WaitingEvents) {
    this.#store = store;
    this.#room = room;
    this.#self = self;
    this.#events = events;
  }

  /** The relays where somebody waits. */
  get relays(): Iterable<string> {
    return this.#elsewhere.keys();
  }

  /** Who waits here; empty for nobody. */
  set(body: string): void {
    if (body === this.#own) return;
    this.#own = body;
    this.#write();
  }

  /** Who waits at another relay; empty for nobody. */
  setElsewhere(relay: string, body: string): void {
    if (body === '') this.#elsewhere.delete(relay);
    else this.#elsewhere.set(relay, body);
    this.#tell();
  }

  forget(relay: string): void {
    if (this.#elsewhere.delete(relay)) this.#tell();
  }

  /** As the store has it; it is told where it has something else of this relay. */
  adopt(waiting: ReadonlyMap<string, string>): void {
    const self = this.#self();
    this.#elsewhere.clear();
    for (const [relay, body] of waiting) if (relay !== self) this.#elsewhere.set(relay, body);
    this.#tell();
    if ((waiting.get(self) ?? '') !== this.#own) this.#write();
  }

  #write(): void {
    this.#store.setWaiting(this.#room, this.#self(), this.#own).catch((error: unknown) => this.#events.onFailed(error));
  }

  #tell(): void {
    this.#events.onChanged([...this.#elsewhere.values()]);
  }
}
