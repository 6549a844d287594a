/**
 * Notices a camera whose frames stop right after the first: Chromium now and then loses the thread of a
 * MediaStreamTrackProcessor whose stream was handed to a worker on a busy machine, and says nothing. Opened again, it
 * works. Pure. Knows nothing of sources that are silent for a reason, such as a screen that stands still.
 */

/** Frames after which a source runs; seen to stop after one. */
const STARTED_AFTER = 5;
/** Thirty intervals at 20 frames a second. */
const SILENT_MS = 1_500;

export class SourceWatch {
  #frames = 0;
  #lastMs = 0;

  /** A frame came. */
  frame(nowMs: number): void {
    this.#frames += 1;
    this.#lastMs = nowMs;
  }

  /** False before the first frame, too: cameras may take seconds to start. */
  isStuck(nowMs: number): boolean {
    return this.#frames > 0 && this.#frames < STARTED_AFTER && nowMs - this.#lastMs > SILENT_MS;
  }
}
