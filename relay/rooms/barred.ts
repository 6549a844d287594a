/** Who was removed from a room and does not come back: participants, and whom their tokens name. Knows nothing of rooms. */
import type { Clock } from '../clock.ts';

/** Of each kind; a host who removes more has a room that wants a lock. */
const MAX_BARRED = 1_000;
/** How long a room that everybody left is still closed to those who were removed from it. */
export const BARRED_MEMORY_MS = 10 * 60 * 1000;
const MAX_REMEMBERED_ROOMS = 1_000;

interface Person {
  readonly id: string;
  readonly subject: string | undefined;
}

export class Barred {
  readonly #ids = new Set<string>();
  readonly #subjects = new Set<string>();

  get isEmpty(): boolean {
    return this.#ids.size === 0;
  }

  add({ id, subject }: Person): void {
    addBounded(this.#ids, id);
    if (subject !== undefined) addBounded(this.#subjects, subject);
  }

  /** Whether adding them would change nothing. */
  knows({ id, subject }: Person): boolean {
    return this.#ids.has(id) && (subject === undefined || this.#subjects.has(subject));
  }

  has({ id, subject }: Person): boolean {
    return this.#ids.has(id) || (subject !== undefined && this.#subjects.has(subject));
  }
}

/** What rooms leave behind of it when they end, for a while: nobody comes back by waiting until all others have left. */
export class BarredMemory {
  readonly #clock: Clock;
  /** In order of their ends, so that the first is the oldest. */
  readonly #rooms = new Map<string, { readonly barred: Barred; readonly untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  keep(room: string, barred: Barred): void {
    this.#forgetExpired();
    if (barred.isEmpty) return;
    this.#rooms.delete(room);
    this.#rooms.set(room, { barred, untilMs: this.#clock.now() + BARRED_MEMORY_MS });
    if (this.#rooms.size > MAX_REMEMBERED_ROOMS) deleteFirst(this.#rooms);
  }

  /** For a room that opens: what was kept, or nobody. */
  take(room: string): Barred {
    this.#forgetExpired();
    const barred = this.#rooms.get(room)?.barred ?? new Barred();
    this.#rooms.delete(room);
    return barred;
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const [room, { untilMs }] of this.#rooms) {
      if (untilMs > now) return;
      this.#rooms.delete(room);
    }
  }
}

function addBounded(set: Set<string>, value: string): void {
  set.add(value);
  if (set.size > MAX_BARRED) deleteFirst(set);
}

function deleteFirst(collection: Set<string> | Map<string, unknown>): void {
  for (const first of collection.keys()) {
    collection.delete(first);
    return;
  }
}
