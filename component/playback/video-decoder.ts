/** A FrameDecoder over WebCodecs, set for least delay. Knows nothing of gaps: who calls it has seen to them. */
import type { VideoConfiguration } from '../protocol/media-configuration.ts';
import type { DecoderEvents, EncodedChunk, FrameDecoder } from './frame-decoder.ts';

/** More chunks in the decoder than this … */
const MAX_QUEUED = 3;
/** … and the oldest of them in it for so long: it is slow. Less is a burst after a hiccup of the network. */
const MAX_WAIT_MS = 150;
/** Whatever the reason: a second of video in the decoder is out of hand. */
const MAX_IN_FLIGHT = 30;

export class WebCodecsDecoder implements FrameDecoder {
  readonly skipped = 0;
  readonly #events: DecoderEvents;
  readonly #decoder: VideoDecoder;
  #configured: VideoConfiguration | undefined;
  /** Chunks in the decoder. WebCodecs gets a small counter for a timestamp: some compute with it, and overflow. */
  #inFlight: { readonly id: number; readonly timestamp: number; readonly atMs: number }[] = [];
  #nextId = 0;
  #failure: Error | undefined;
  #closed = false;

  constructor(events: DecoderEvents) {
    this.#events = events;
    this.#decoder = new VideoDecoder({
      output: (frame) => this.#output(frame),
      error: (error) => this.#fail(error),
    });
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  get isBehind(): boolean {
    const oldest = this.#inFlight[0];
    if (!oldest || this.#inFlight.length <= MAX_QUEUED) return false;
    return performance.now() - oldest.atMs > MAX_WAIT_MS || this.#inFlight.length > MAX_IN_FLIGHT;
  }

  decode({ configuration, bytes, timestamp, keyframe }: EncodedChunk): void {
    if (this.#failure || this.#closed) return;
    try {
      if (configuration) this.#configure(configuration);
      const id = this.#nextId++;
      this.#inFlight.push({ id, timestamp, atMs: performance.now() });
      this.#decoder.decode(
        new EncodedVideoChunk({ type: keyframe ? 'key' : 'delta', timestamp: id * 1000, data: bytes }),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inFlight = [];
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  #configure(configuration: VideoConfiguration): void {
    const { codec, width, height, description } = configuration;
    const now = this.#configured;
    if (now && now.codec === codec && now.width === width && now.height === height) return;
    this.#configured = configuration;
    this.#decoder.configure({
      codec,
      codedWidth: width,
      codedHeight: height,
      // Worth a whole frame of delay on H.264 decoders.
      optimizeForLatency: true,
      ...(description ? { description } : {}),
    });
  }

  #output(frame: VideoFrame): void {
    if (this.#closed) {
      frame.close();
      return;
    }
    const id = Math.round(frame.timestamp / 1000);
    const at = this.#inFlight.findIndex((chunk) => chunk.id === id);
    const chunk = this.#inFlight[at];
    if (!chunk) {
      frame.close();
      return;
    }
    this.#inFlight = this.#inFlight.slice(at + 1);
    this.#events.onPicture({
      image: frame,
      width: frame.displayWidth,
      height: frame.displayHeight,
      timestamp: chunk.timestamp,
      decodeMs: performance.now() - chunk.atMs,
    });
  }

  #fail(error: unknown): void {
    if (this.#closed || this.#failure) return;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.#events.onFailure(this.#failure);
  }
}
