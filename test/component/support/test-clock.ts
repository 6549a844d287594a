/** A clock that stands still until a test moves it. */
import type { Clock } from '../../../component/support/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

export class TestClock implements Clock {
  /** What random() gives. */
  chance = 0.5;
  #nowMs = 1_800_000_000_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#nowMs;
  }

  random(): number {
    return this.chance;
  }

  after(delayMs: number, callback: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    const cancel = () => this.#timers.delete(timer);
    const timer: Timer = {
      dueMs: this.#nowMs + delayMs,
      callback: () => {
        signal.removeEventListener('abort', cancel);
        callback();
      },
    };
    this.#timers.add(timer);
    signal.addEventListener('abort', cancel, { once: true });
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves on, and lets everything that falls due happen in its order, with all that follows from it. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      due.callback();
      await settle();
    }
    this.#nowMs = untilMs;
  }
}

/** Lets every promise that can settle do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
