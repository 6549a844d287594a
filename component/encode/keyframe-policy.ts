/** Which frames become keyframes. Pure; the caller has the clock. Knows nothing of codecs. */

/** Without anyone asking: bounds how long a damaged picture can stay, for a few percent of the bits. */
const INTERVAL_MS = 10_000;
/** Ten receivers that lost the same packet ask within a round trip of each other; one keyframe serves them. */
const COALESCE_MS = 400;
/** On a new connection the first keyframe may be there before those who are to receive it: then they ask at once. */
const COALESCE_AFTER_START_MS = 100;

export class KeyframePolicy {
  #lastMs = Number.NEGATIVE_INFINITY;
  #isDue = true;
  #isRequested = false;
  /** The last keyframe was the first one after a restart. */
  #wasFirst = false;

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
    return (
      this.#isDue ||
      sinceMs >= INTERVAL_MS ||
      (this.#isRequested && sinceMs >= (this.#wasFirst ? COALESCE_AFTER_START_MS : COALESCE_MS))
    );
  }

  /** A keyframe was given to the encoder, or came out of it unasked. */
  made(nowMs: number): void {
    this.#lastMs = nowMs;
    this.#wasFirst = this.#isDue;
    this.#isDue = false;
    this.#isRequested = false;
  }
}
