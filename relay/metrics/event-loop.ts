/** By how much this process's loop is late, measured with a timer. Knows nothing of who asks. */
import type { Clock, Timer } from '../clock.ts';

/** ms; short stalls between two ticks go unseen, those that anybody feels do not. */
const INTERVAL_MS = 100;

export class EventLoopMeter {
  readonly #timer: Timer;
  #expectedAt: number;
  #maxMs = 0;

  /** @param onLag told of each measurement, in milliseconds */
  constructor(clock: Clock, onLag: (ms: number) => void) {
    this.#expectedAt = clock.now() + INTERVAL_MS;
    this.#timer = clock.every(INTERVAL_MS, () => {
      const now = clock.now();
      const lag = Math.max(0, now - this.#expectedAt);
      this.#expectedAt = now + INTERVAL_MS;
      this.#maxMs = Math.max(this.#maxMs, lag);
      onLag(lag);
    });
  }

  /** The most since it was asked last. */
  takeMax(): number {
    const max = this.#maxMs;
    this.#maxMs = 0;
    return max;
  }

  stop(): void {
    this.#timer.cancel();
  }
}
