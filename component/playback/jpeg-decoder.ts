/** A FrameDecoder for MJPEG: one picture at a time, always the newest. Knows nothing of networks. */

import { MAX_FRAME_SIDE } from '../protocol/limits.ts';
import type { VideoConfiguration } from '../protocol/media-configuration.ts';
import type { DecoderEvents, EncodedChunk, FrameDecoder } from './frame-decoder.ts';

/** Pictures that did not decode, in a row, after which the track is broken rather than damaged. */
const MAX_FAILURES = 10;

export class JpegDecoder implements FrameDecoder {
  readonly isBehind = false;
  readonly #events: DecoderEvents;
  #next: EncodedChunk | undefined;
  #isBusy = false;
  #skipped = 0;
  #failures = 0;
  #failure: Error | undefined;
  #closed = false;

  constructor(events: DecoderEvents) {
    this.#events = events;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  get skipped(): number {
    return this.#skipped;
  }

  decode(chunk: EncodedChunk): void {
    if (this.#closed || this.#failure) return;
    if (this.#next) this.#skipped++;
    this.#next = chunk;
    if (!this.#isBusy) void this.#drain();
  }

  close(): void {
    this.#closed = true;
    this.#next = undefined;
  }

  /** Never rejects. */
  async #drain(): Promise<void> {
    this.#isBusy = true;
    while (this.#next && !this.#closed) {
      const chunk = this.#next;
      this.#next = undefined;
      await this.#decodeOne(chunk);
    }
    this.#isBusy = false;
  }

  async #decodeOne({ bytes, timestamp, configuration }: EncodedChunk): Promise<void> {
    const startedMs = performance.now();
    try {
      assertJpeg(bytes, configuration);
      // The cast drops `SharedArrayBuffer`, which bytes from a socket never are.
      const image = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
      if (this.#closed) {
        image.close();
        return;
      }
      this.#failures = 0;
      const { width, height } = image;
      this.#events.onPicture({ image, width, height, timestamp, decodeMs: performance.now() - startedMs });
    } catch (cause) {
      this.#skipped++;
      this.#failures++;
      if (this.#failures < MAX_FAILURES || this.#closed) return;
      this.#failure = new Error('Frames of this track are not JPEG pictures.', { cause });
      this.#events.onFailure(this.#failure);
    }
  }
}

/** Refuses what says it is huge before anything is allocated for it, and what is no JPEG at all. */
function assertJpeg(bytes: Uint8Array, configuration: VideoConfiguration | undefined): void {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error('A JPEG starts with FF D8.');
  const size = jpegSize(bytes);
  if (!size || size.width > MAX_FRAME_SIDE || size.height > MAX_FRAME_SIDE || size.width * size.height === 0) {
    throw new Error(`A picture has sides of 1 to ${MAX_FRAME_SIDE} pixels.`);
  }
  if (configuration && (configuration.width !== size.width || configuration.height !== size.height)) {
    throw new Error(
      `A picture of ${configuration.width}×${configuration.height} was announced, ${size.width}×${size.height} came.`,
    );
  }
}

/** From the frame header (SOFn); undefined where there is none. */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 <= bytes.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrameHeader = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrameHeader) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // Fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
