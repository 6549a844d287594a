/**
 * One sweep over all sockets instead of timers for each: pings, silence, joins that do not come, sockets that take
 * nothing. Knows nothing of what is said over them.
 */
import type { Clock, Timer } from '../clock.ts';

/** Silence is noticed this much late at most: 11 s and 0.5 s are under the 12 s that we promise. */
const SWEEP_INTERVAL_MS = 500;

export interface Swept {
  /** @param lateMs by how much this process was held up since the last sweep: silence of ours, not theirs */
  sweep(nowMs: number, lateMs: number): void;
}

export class Heartbeat {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #swept = new Set<Swept>();
  #timer: Timer | undefined;
  #lastSweepAt = 0;

  /** @param shortestTimeoutMs of those that the sweeps have to notice */
  constructor(clock: Clock, shortestTimeoutMs: number) {
    this.#clock = clock;
    this.#intervalMs = Math.max(10, Math.min(SWEEP_INTERVAL_MS, shortestTimeoutMs / 10));
  }

  add(swept: Swept): void {
    this.#swept.add(swept);
    if (this.#timer) return;
    this.#lastSweepAt = this.#clock.now();
    this.#timer = this.#clock.every(this.#intervalMs, () => this.#sweep());
  }

  remove(swept: Swept): void {
    this.#swept.delete(swept);
    if (this.#swept.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #sweep(): void {
    const now = this.#clock.now();
    const lateMs = now - this.#lastSweepAt - this.#intervalMs;
    this.#lastSweepAt = now;
    for (const each of this.#swept) each.sweep(now, lateMs > this.#intervalMs ? lateMs : 0);
  }
}
