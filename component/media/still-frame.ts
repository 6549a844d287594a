/**
 * Keeps the last picture of a source, for when the source falls silent: a shared screen that nobody touches gives no
 * frames, yet whoever comes now has to see it. Knows nothing of encoders.
 */

/** A camera that delivers would have delivered by now. */
const SILENT_MS = 250;
/** How often a screen that stands still is sent again: receivers take two seconds of nothing for a stall. */
const REPEAT_MS = 1_000;

export class StillFrame {
  #frame: VideoFrame | undefined;
  #lastMs = 0;

  /** A picture comes from the source. ImageBitmaps are not kept: their source is asked at its own pace anyway. */
  keep(image: VideoFrame | ImageBitmap, nowMs: number): void {
    this.clear();
    this.#lastMs = nowMs;
    if ('clone' in image) this.#frame = image.clone();
  }

  /** The picture once more, where the source is silent and there is need; the caller closes it. */
  due(nowMs: number, need: { readonly keyframe: boolean; readonly repeats: boolean }): VideoFrame | undefined {
    const silentMs = nowMs - this.#lastMs;
    const isDue = (need.keyframe && silentMs >= SILENT_MS) || (need.repeats && silentMs >= REPEAT_MS);
    if (!isDue || !this.#frame) return undefined;
    this.#lastMs = nowMs;
    return this.#frame.clone();
  }

  clear(): void {
    this.#frame?.close();
    this.#frame = undefined;
  }
}
