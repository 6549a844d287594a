/**
 * Keeps a participant's picture in step with its sound: how long a decoded frame waits. Sound is never held back. Pure;
 * the caller has the clock. Knows nothing of frames or canvases.
 */

/** Lead of picture over sound that nobody notices (ITU-R BT.1359: 45 ms is detectable). */
const MAX_LEAD_MS = 40;
/** More than this is a broken clock or a sound buffer that grew: then better out of step than frozen. */
const MAX_HOLD_MS = 500;
/** Sound reports ten times a second while it plays; after this silence there is none to keep step with. */
const STALE_MS = 500;

export class Playhead {
  #timestamp: number | undefined;
  #atMicros = 0;

  /** What is heard at `nowMicros`, µs on the publisher's clock; undefined while nothing is. */
  heard(timestamp: number | undefined, nowMicros: number): void {
    this.#timestamp = timestamp;
    this.#atMicros = nowMicros;
  }

  /** Milliseconds until a frame of that timestamp is to be painted; 0: at once, as always without sound. */
  holdMs(timestamp: number, nowMicros: number): number {
    if (this.#timestamp === undefined) return 0;
    const sinceMs = (nowMicros - this.#atMicros) / 1000;
    if (sinceMs > STALE_MS) return 0;
    const leadMs = (timestamp - this.#timestamp) / 1000 - sinceMs;
    const holdMs = leadMs - MAX_LEAD_MS;
    return holdMs > 0 && holdMs <= MAX_HOLD_MS ? holdMs : 0;
  }
}
