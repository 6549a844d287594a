/** Many wishes for a keyframe, few requests: one per interval and a few at once, and none lost. Knows nothing of who wishes. */
import type { Clock, Timer } from '../clock.ts';

/** A keyframe costs several times a delta, and encoders need a frame or two to obey. */
export const KEYFRAME_INTERVAL_MS = 500;
/** Those who are new to a track come one after the other, and each stands still until it has one: a few go out sooner. */
export const NEXT_INTERVAL_MS = 100;
const BURST = 4;

export class KeyframeRequests {
  readonly #clock: Clock;
  readonly #ask: () => void;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** When everything asked for is paid with an interval each (the generic cell rate algorithm, ITU-T I.371). */
  #paidAt = Number.NEGATIVE_INFINITY;
  #pending: Timer | undefined;

  constructor(clock: Clock, ask: () => void) {
    this.#clock = clock;
    this.#ask = ask;
  }

  request(): void {
    if (this.#pending) return;
    const affordableAt = this.#paidAt - (BURST - 1) * KEYFRAME_INTERVAL_MS;
    const waitMs = Math.max(affordableAt, this.#askedAt + NEXT_INTERVAL_MS) - this.#clock.now();
    if (waitMs <= 0) {
      this.#askNow();
      return;
    }
    this.#pending = this.#clock.after(waitMs, () => {
      this.#pending = undefined;
      this.#askNow();
    });
  }

  /** A keyframe came: everybody who wished for one until now has it, or asks again. */
  satisfied(): void {
    this.#pending?.cancel();
    this.#pending = undefined;
  }

  close(): void {
    this.satisfied();
  }

  #askNow(): void {
    this.#askedAt = this.#clock.now();
    this.#paidAt = Math.max(this.#paidAt, this.#askedAt) + KEYFRAME_INTERVAL_MS;
    this.#ask();
  }
}
