/** Lets at most so many frames per second pass, evenly. Pure. Knows nothing of what a frame is. */

/** Cameras deliver with some jitter: a frame this much of an interval early still takes its place. */
const EARLY_SHARE = 0.3;

export class FrameRateGate {
  #dueMs = Number.NEGATIVE_INFINITY;

  /** True where the frame taken at `nowMs` is to be used. */
  admits(nowMs: number, framesPerSecond: number): boolean {
    const intervalMs = 1000 / framesPerSecond;
    if (nowMs < this.#dueMs - intervalMs * EARLY_SHARE) return false;
    // The grid goes on where frames keep to it, and starts anew after a pause, so that none catches up in a burst.
    const isOnGrid = nowMs - this.#dueMs < intervalMs;
    this.#dueMs = (isOnGrid ? this.#dueMs : nowMs) + intervalMs;
    return true;
  }
}
