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
  /** What is heard of each track of the participant, and when that was. */
  readonly #heard = new Map<number, { readonly timestamp: number; readonly atMicros: number }>();

  /** What is heard of a track at `nowMicros`, µs on the publisher's clock; undefined while nothing is. */
  heard(trackId: number, timestamp: number | undefined, nowMicros: number): void {
    if (timestamp === undefined) this.#heard.delete(trackId);
    else this.#heard.set(trackId, { timestamp, atMicros: nowMicros });
  }

  /** Milliseconds until a frame of that timestamp is to be painted; 0: at once, as always without sound. */
  holdMs(timestamp: number, nowMicros: number): number {
    let holdMs = 0;
    for (const heard of this.#heard.values()) {
      const sinceMs = (nowMicros - heard.atMicros) / 1000;
      if (sinceMs > STALE_MS) continue;
      const leadMs = (timestamp - heard.timestamp) / 1000 - sinceMs;
      const wantedMs = leadMs - MAX_LEAD_MS;
      if (wantedMs <= MAX_HOLD_MS) holdMs = Math.max(holdMs, wantedMs);
    }
    return holdMs;
  }
}
