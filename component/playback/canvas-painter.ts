/** Paints pictures onto a canvas that follows their size, each once and at once. Knows nothing of when they are due. */
import type { DecodedPicture } from './frame-decoder.ts';

export class CanvasPainter {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas;
    // Opaque: the compositor need not blend. `desynchronized` showed no gain in measurements.
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This canvas has another context than 2d already. Transfer a fresh one.');
    this.#context = context;
  }

  /** Closes the picture. */
  paint({ image, width, height }: DecodedPicture): void {
    // Setting a side clears the canvas even where it is the same.
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.drawImage(image, 0, 0, width, height);
    image.close();
  }
}
