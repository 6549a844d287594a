/** The relay's clock in a test's hand: it moves when told to, and runs what falls due on the way, in order. */
import type { Clock, Timer } from '../../relay/clock.ts';

interface Due {
  at: number;
  readonly run: () => void;
  readonly everyMs: number | undefined;
}

export class ManualClock implements Clock {
  #now = 0;
  readonly #due = new Set<Due>();

  /** Timers that wait. */
  get waiting(): number {
    return this.#due.size;
  }

  now(): number {
    return this.#now;
  }

  epochMs(): number {
    return 1_800_000_000_000 + this.#now;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#add({ at: this.#now + delayMs, run, everyMs: undefined });
  }

  every(intervalMs: number, run: () => void): Timer {
    return this.#add({ at: this.#now + intervalMs, run, everyMs: intervalMs });
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      // After a stall what is late runs late, and intervals start anew from there, as Node's do.
      this.#now = Math.max(this.#now, next.at);
      if (next.everyMs === undefined) this.#due.delete(next);
      else next.at = this.#now + next.everyMs;
      next.run();
    }
    this.#now = end;
  }

  /** Time passes and nothing runs, as in a process that was held up. */
  stall(milliseconds: number): void {
    this.#now += milliseconds;
  }

  #next(end: number): Due | undefined {
    return [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }

  #add(due: Due): Timer {
    this.#due.add(due);
    return { cancel: () => this.#due.delete(due) };
  }
}
