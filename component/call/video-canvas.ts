/** The canvas of a received picture. Knows nothing of tracks. */
import { CallError } from '../support/errors.ts';

/** A canvas whose picture a worker can paint. Throws CallError `browser-too-old`. */
export function createVideoCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  if (canvas.transferControlToOffscreen === undefined) {
    throw new CallError('browser-too-old', 'This browser cannot show received video. Use a newer one.');
  }
  return canvas;
}
