/**
 * The participants of one room that this relay holds, written to the store: claimed once, then put whenever they change,
 * the newest state only, one write at a time each. Knows nothing of who they are.
 */
import type { ClusterStore } from './store.ts';

interface Hold {
  /** Undefined until it is claimed. */
  counter: number | undefined;
  wanted: string;
  written: string | undefined;
  isWriting: boolean;
  /** Of its end, which is still to be written. */
  reason: string | undefined;
}

export interface HoldEvents {
  /** Somebody else holds it since. */
  onLost(participantId: string): void;
  /** Claimed: from now on only a higher counter takes it away. */
  onClaimed(participantId: string, counter: number): void;
  /** The store could not be told: it is restored when the room is read again. */
  onFailed(error: unknown): void;
}

export class RoomHolds {
  readonly #store: ClusterStore;
  readonly #room: string;
  readonly #self: () => string;
  readonly #events: HoldEvents;
  readonly #holds = new Map<string, Hold>();
  /** Ends that the store was not told of yet, by participant. */
  readonly #ends = new Map<string, Hold>();

  constructor(store: ClusterStore, room: string, self: () => string, events: HoldEvents) {
    this.#store = store;
    this.#room = room;
    this.#self = self;
    this.#events = events;
  }

  has(participantId: string): boolean {
    return this.#holds.has(participantId);
  }

  /** Undefined where it is not held, or not claimed yet. */
  counterOf(participantId: string): number | undefined {
    return this.#holds.get(participantId)?.counter;
  }

  get ids(): string[] {
    return [...this.#holds.keys()];
  }

  /** Takes a participant, or tells of its new state. */
  hold(participantId: string, body: string): void {
    const known = this.#holds.get(participantId);
    if (known) known.wanted = body;
    const hold = known ?? {
      counter: undefined,
      wanted: body,
      written: undefined,
      isWriting: false,
      reason: undefined,
    };
    this.#holds.set(participantId, hold);
    this.#ends.delete(participantId);
    void this.#write(participantId, hold);
  }

  /** For good. */
  release(participantId: string, reason: string): void {
    const hold = this.#holds.get(participantId);
    if (!hold) return;
    this.#holds.delete(participantId);
    hold.reason = reason;
    this.#ends.set(participantId, hold);
    void this.#write(participantId, hold);
  }

  /** Somebody else has it: nothing is written any more. */
  forget(participantId: string): void {
    this.#holds.delete(participantId);
  }

  /** Writes what the store never got, or has lost. @param stored what it has of this relay, by participant: the counter */
  restore(stored: ReadonlyMap<string, number>): void {
    for (const [id, hold] of this.#holds) {
      const counter = stored.get(id);
      if (counter === undefined || counter !== hold.counter) hold.written = undefined;
      void this.#write(id, hold);
    }
    for (const [id, hold] of this.#ends) {
      const counter = stored.get(id);
      if (counter === undefined && !hold.isWriting) this.#ends.delete(id);
      // Also of a claim that was taken, and whose answer never came.
      hold.counter = counter ?? hold.counter;
      if (counter !== undefined) void this.#write(id, hold);
    }
    for (const [id, counter] of stored) {
      // Of a connection that ended before its claim was answered.
      if (this.#holds.has(id) || this.#ends.has(id)) continue;
      this.#release(id, counter, 'lost').catch((error: unknown) => this.#events.onFailed(error));
    }
  }

  async #write(participantId: string, hold: Hold): Promise<void> {
    if (hold.isWriting) return;
    hold.isWriting = true;
    try {
      while (this.#holds.get(participantId) === hold && hold.wanted !== hold.written) {
        const { wanted } = hold;
        await this.#writeState(participantId, hold, wanted);
        hold.written = wanted;
      }
      if (hold.reason !== undefined) {
        if (hold.counter !== undefined) await this.#release(participantId, hold.counter, hold.reason);
        if (this.#ends.get(participantId) === hold) this.#ends.delete(participantId);
      }
    } catch (error) {
      // Written when the store is there again: whoever restores it then knows what is missing.
      this.#events.onFailed(error);
    } finally {
      hold.isWriting = false;
    }
  }

  #release(participantId: string, counter: number, reason: string): Promise<void> {
    return this.#store.release(this.#room, this.#self(), participantId, counter, reason);
  }

  async #writeState(participantId: string, hold: Hold, body: string): Promise<void> {
    if (hold.counter === undefined) {
      hold.counter = await this.#store.claim(this.#room, this.#self(), participantId, body);
      if (this.#holds.get(participantId) === hold) this.#events.onClaimed(participantId, hold.counter);
      return;
    }
    const isOurs = await this.#store.put(this.#room, this.#self(), participantId, hold.counter, body);
    if (isOurs || this.#holds.get(participantId) !== hold) return;
    this.#holds.delete(participantId);
    this.#events.onLost(participantId);
  }
}
