/** Which frames become keyframes. Pure; the caller has the clock. Knows nothing of codecs. */

/** Without anyone asking: bounds how long a damaged picture can stay, for a few percent of the bits. */
const INTERVAL_MS = 10_000;
/** Receivers that lost the same packet ask within a round trip of each other; one keyframe serves them. */
const COALESCE_MS = 100;
/** In the long run no more than one in so long, however many ask: it costs several times a delta. */
const REQUESTED_INTERVAL_MS = 400;
/** Those who are new to a track come one after the other, and each stands still until it has one. */
const BURST = 3;

export class KeyframePolicy {
  #lastMs = Number.NEGATIVE_INFINITY;
  #isDue = true;
  #isRequested = false;
  /** When everything made is paid with an interval each (the generic cell rate algorithm, ITU-T I.371). */
  #paidMs = Number.NEGATIVE_INFINITY;

  /** The picture starts anew (source, size, codec, connection): the next frame is a keyframe, at once. */
  restart(): void {
    this.#isDue = true;
  }

  /** Somebody cannot decode. */
  request(): void {
    this.#isRequested = true;
  }

  /** Whether the frame about to be encoded is to be a keyframe. */
  wants(nowMs: number): boolean {
    const sinceMs = nowMs - this.#lastMs;
    const isAffordable = nowMs >= this.#paidMs - (BURST - 1) * REQUESTED_INTERVAL_MS;
    return this.#isDue || sinceMs >= INTERVAL_MS || (this.#isRequested && sinceMs >= COALESCE_MS && isAffordable);
  }

  /** A keyframe was given to the encoder, or came out of it unasked. */
  made(nowMs: number): void {
    this.#lastMs = nowMs;
    this.#paidMs = Math.max(this.#paidMs, nowMs) + REQUESTED_INTERVAL_MS;
    this.#isDue = false;
    this.#isRequested = false;
  }
}
