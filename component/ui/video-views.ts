/** Keeps a picture open for each remote track on the stage, and closes it when it leaves. Knows no layout. */
import type { VideoView } from '../call/call.ts';

export class VideoViews {
  readonly #open = new Map<number, VideoView>();

  constructor(readonly openVideo: (trackId: number) => VideoView) {}

  /** Opens and closes so that exactly these tracks are open. True where something changed. */
  show(trackIds: ReadonlySet<number>): boolean {
    let hasChanged = false;
    for (const [trackId, view] of this.#open) {
      if (trackIds.has(trackId)) continue;
      this.#open.delete(trackId);
      view.close();
      hasChanged = true;
    }
    for (const trackId of trackIds) {
      if (this.#open.has(trackId)) continue;
      const view = this.openVideo(trackId);
      view.canvas.part.add('video');
      this.#open.set(trackId, view);
      hasChanged = true;
    }
    return hasChanged;
  }

  canvas(trackId: number | undefined): HTMLCanvasElement | undefined {
    return trackId === undefined ? undefined : this.#open.get(trackId)?.canvas;
  }

  close(): void {
    this.show(new Set());
  }
}
