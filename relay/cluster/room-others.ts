/**
 * The participants of one room whom other relays hold, set against those whom this one holds: of two sessions of one
 * participant the newer counts. Knows nothing of who they are, nor of where this is heard.
 */
import type { RoomHolds } from './room-holds.ts';
import type { Held, RoomRecord } from './store.ts';

export interface OthersEvents {
  /** Somebody is at another relay, or has changed there. */
  onPresent(participantId: string, body: string, relay: string): void;
  /** Somebody who was held here came to another relay. */
  onTaken(participantId: string, body: string, relay: string): void;
  onGone(participantId: string, reason: string): void;
}

export class RoomOthers {
  readonly #holds: RoomHolds;
  readonly #events: OthersEvents;
  readonly #others = new Map<string, Held>();

  constructor(holds: RoomHolds, events: OthersEvents) {
    this.#holds = holds;
    this.#events = events;
  }

  get relays(): Set<string> {
    return new Set([...this.#others.values()].map(({ relay }) => relay));
  }

  /** Somebody is at another relay: unless this relay has them, and newer. */
  meet(id: string, { relay, counter, body }: Held): void {
    const known = this.#others.get(id);
    if (known && (known.counter > counter || (known.counter === counter && known.body === body))) return;
    this.#others.set(id, { relay, counter, body });
    if (!this.#holds.has(id)) {
      this.#events.onPresent(id, body, relay);
      return;
    }
    // While one's own claim is under way nobody knows yet which is newer.
    const own = this.#holds.counterOf(id);
    if (own !== undefined) this.settle(id, own);
  }

  /** This relay holds somebody with this counter; perhaps another one does so since. */
  settle(id: string, counter: number): void {
    const other = this.#others.get(id);
    if (!other) return;
    if (other.counter <= counter) {
      this.#others.delete(id);
      return;
    }
    this.#holds.forget(id);
    this.#events.onTaken(id, other.body, other.relay);
  }

  /** Whoever comes here is nobody else's. */
  takeOver(id: string): void {
    this.#others.delete(id);
  }

  /** A session ended; nothing where there is a newer one. */
  end(id: string, counter: number, reason: string): void {
    const known = this.#others.get(id);
    if (known && known.counter <= counter) this.#drop(id, reason);
  }

  /** Who was there is lost. */
  forget(relay: string): void {
    for (const [id, held] of [...this.#others]) if (held.relay === relay) this.#drop(id, 'lost');
  }

  /** @param isLenient the store may not have been told again of all yet: only who is known to have left is gone */
  adopt({ roster, left }: RoomRecord, self: string, isLenient: boolean): void {
    for (const [id, held] of roster) if (held.relay !== self) this.meet(id, held);
    for (const [id, { counter }] of [...this.#others]) {
      if (roster.has(id)) continue;
      const ended = left.get(id);
      if (ended && ended.counter >= counter) this.#drop(id, ended.reason);
      else if (!isLenient) this.#drop(id, 'lost');
    }
  }

  #drop(id: string, reason: string): void {
    this.#others.delete(id);
    if (!this.#holds.has(id)) this.#events.onGone(id, reason);
  }
}
