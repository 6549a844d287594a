/**
 * A FrameEncoder that makes every frame an independent JPEG (MJPEG): any of them may be dropped, none needs a codec to
 * watch. Baseline JPEG with 4:2:0 chroma, as browsers write it. Knows nothing of presets.
 */
import type { EncoderRate, FrameEncoder, FrameSize, OnEncoded, RawFrame } from './frame-encoder.ts';

/** Firefox writes 4:4:4 from 0.9 up, Chromium at 1: more bytes than anybody sees. */
const MAX_QUALITY = 0.89;

export class JpegEncoder implements FrameEncoder {
  readonly #onEncoded: OnEncoded;
  /** As many as frames in flight: a canvas must not change while it is being compressed. */
  readonly #free: OffscreenCanvas[] = [];
  #inFlight = 0;
  #rate: EncoderRate;
  #failure: Error | undefined;
  #closed = false;
  /** Outputs leave in the order of frames, though compression runs in parallel. */
  #previous: Promise<void> = Promise.resolve();

  constructor(rate: EncoderRate, onEncoded: OnEncoded) {
    this.#rate = rate;
    this.#onEncoded = onEncoded;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  encode({ image, timestamp }: RawFrame, { size }: { readonly size: FrameSize }): void {
    const atMs = performance.now();
    const canvas = this.#free.pop() ?? new OffscreenCanvas(size.width, size.height);
    try {
      if (this.#failure || this.#closed) return;
      if (canvas.width !== size.width) canvas.width = size.width;
      if (canvas.height !== size.height) canvas.height = size.height;
      const context = canvas.getContext('2d', { alpha: false });
      if (!context) throw new Error('This browser gives no 2d context for an OffscreenCanvas.');
      context.drawImage(image, 0, 0, size.width, size.height);
    } catch (error) {
      this.#fail(error);
      return;
    } finally {
      image.close();
    }
    this.#inFlight++;
    const compressed = canvas
      .convertToBlob({ type: 'image/jpeg', quality: Math.min(MAX_QUALITY, this.#rate.jpegQuality) })
      .then((blob) => blob.arrayBuffer());
    this.#previous = this.#deliver(this.#previous, compressed, { size, timestamp, atMs, canvas });
  }

  setRate(rate: EncoderRate): void {
    this.#rate = rate;
  }

  close(): void {
    this.#closed = true;
    this.#free.length = 0;
  }

  async #deliver(
    previous: Promise<void>,
    compressed: Promise<ArrayBuffer>,
    { size, timestamp, atMs, canvas }: { size: FrameSize; timestamp: number; atMs: number; canvas: OffscreenCanvas },
  ): Promise<void> {
    try {
      // Both awaited together, so that a failure while the earlier one is waited for is never unhandled.
      const [bytes] = await Promise.all([compressed, previous]);
      if (this.#closed) return;
      this.#onEncoded({
        codec: 'mjpeg',
        size,
        timestamp,
        keyframe: true,
        temporalLayer: 0,
        byteLength: bytes.byteLength,
        copyTo: (destination) => destination.set(new Uint8Array(bytes)),
        encodeMs: performance.now() - atMs,
      });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#inFlight--;
      if (!this.#closed) this.#free.push(canvas);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }
}
