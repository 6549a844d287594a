/**
 * Keeps the last picture of a shared screen: one that nobody touches gives no frames, yet whoever comes now has to see
 * it. Not for cameras: Chromium gives out two of a camera's frames at a time to all windows of a process together, so
 * that two windows which each keep one get no other. Knows nothing of encoders.
 */

/** A screen that changes would have delivered by now. */
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
    // Not a clone: a new view of the same pixels does not count as a frame that was given out.
    if ('timestamp' in image) this.#frame = new VideoFrame(image, { timestamp: image.timestamp });
  }

  /** The picture once more, where the source has been silent for long; sooner for a keyframe. The caller closes it. */
  due(nowMs: number, keyframe: boolean): VideoFrame | undefined {
    if (nowMs - this.#lastMs < (keyframe ? SILENT_MS : REPEAT_MS) || !this.#frame) return undefined;
    this.#lastMs = nowMs;
    return this.#frame.clone();
  }

  clear(): void {
    this.#frame?.close();
    this.#frame = undefined;
  }
}
