/**
 * A FrameEncoder over WebCodecs. Knows one codec, how to name it for a size, and how browsers' encoders misbehave: they
 * fail late, drop frames without a word, and some hold many frames back.
 */
import { codecString, type WebCodec } from './codec-choice.ts';
import type { EncodedFrame, EncoderRate, FrameEncoder, FrameSize, OnEncoded, RawFrame } from './frame-encoder.ts';

/** Frames without any output for so long: an encoder that looks ahead is of no use in a call, whatever it promised. */
const WITHHELD_MS = 700;
/** An encoder that was fine skips frames when its rate control wants to; so old ones are not waited for. */
const SKIPPED_MS = 250;
/** A bitrate change below this is not worth a reconfiguration, which Firefox answers with a keyframe. */
const WORTHWHILE_CHANGE = 0.2;

interface InFlight {
  readonly timestamp: number;
  readonly atMs: number;
  readonly size: FrameSize;
}

export class WebCodecsEncoder implements FrameEncoder {
  readonly #codec: WebCodec;
  readonly #onEncoded: OnEncoded;
  readonly #encoder: VideoEncoder;
  #inFlight: InFlight[] = [];
  #configured: (VideoEncoderConfig & { readonly bitrate: number; readonly framerate: number }) | undefined;
  #rate: EncoderRate;
  #layers: boolean;
  /** Timestamp of the first frame. */
  #base: number | undefined;
  #outputs = 0;
  #failure: Error | undefined;
  #closed = false;

  constructor(codec: WebCodec, layers: boolean, rate: EncoderRate, onEncoded: OnEncoded) {
    this.#codec = codec;
    this.#layers = layers;
    this.#rate = rate;
    this.#onEncoded = onEncoded;
    this.#encoder = new VideoEncoder({
      output: (chunk, metadata) => this.#output(chunk, metadata),
      error: (error) => this.#fail(error),
    });
  }

  get inFlight(): number {
    this.#forgetSkipped();
    return this.#inFlight.length;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  encode(
    { image, timestamp }: RawFrame,
    { keyframe, size }: { readonly keyframe: boolean; readonly size: FrameSize },
  ): void {
    let frame: VideoFrame | undefined;
    try {
      if (this.#failure || this.#closed) return;
      this.#configure(size);
      this.#base ??= timestamp;
      // A new view of the same pixels, counted from zero: sources' clocks differ, and some encoders overflow on 2026.
      frame = new VideoFrame(image, { timestamp: timestamp - this.#base });
      this.#inFlight.push({ timestamp, atMs: performance.now(), size });
      this.#encoder.encode(frame, { keyFrame: keyframe });
    } catch (error) {
      this.#fail(error);
    } finally {
      frame?.close();
      image.close();
    }
  }

  setRate(rate: EncoderRate): void {
    this.#rate = rate;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inFlight = [];
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  #configure(size: FrameSize): void {
    const { bitrateBps, framesPerSecond } = this.#rate;
    const now = this.#configured;
    const same =
      now &&
      now.width === size.width &&
      now.height === size.height &&
      Math.abs(now.bitrate - bitrateBps) < now.bitrate * WORTHWHILE_CHANGE &&
      Math.abs(now.framerate - framesPerSecond) < 1;
    if (same) return;
    this.#configured = videoEncoderConfig(this.#codec, size, this.#rate, this.#layers);
    this.#encoder.configure(this.#configured);
  }

  #output(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): void {
    if (this.#closed) return;
    this.#outputs++;
    const timestamp = chunk.timestamp + (this.#base ?? 0);
    const at = this.#inFlight.findIndex((one) => one.timestamp === timestamp);
    const source = this.#inFlight[at];
    // What was given before it and did not come out never will.
    this.#inFlight = this.#inFlight.slice(at + 1);
    const size = source?.size ?? { width: this.#configured?.width ?? 0, height: this.#configured?.height ?? 0 };
    const encoded: EncodedFrame = {
      codec: this.#configured?.codec ?? codecString(this.#codec, size),
      size,
      timestamp,
      keyframe: chunk.type === 'key',
      temporalLayer: temporalLayerOf(metadata),
      byteLength: chunk.byteLength,
      copyTo: (destination) => chunk.copyTo(destination),
      encodeMs: source ? performance.now() - source.atMs : 0,
    };
    this.#onEncoded(encoded);
  }

  #forgetSkipped(): void {
    const oldest = this.#inFlight[0];
    if (!oldest) return;
    const waitedMs = performance.now() - oldest.atMs;
    if (this.#outputs === 0) {
      // `encodeQueueSize` 0: it took the frames and keeps them. Above 0 it is only slow to start.
      if (waitedMs > WITHHELD_MS && this.#encoder.encodeQueueSize === 0) {
        this.#fail(new Error(`The ${this.#codec} encoder holds frames back instead of encoding them at once.`));
      }
      return;
    }
    if (waitedMs > SKIPPED_MS && this.#encoder.encodeQueueSize === 0) this.#inFlight.shift();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }
}

/** True where this browser encodes the codec in real time at that size; `layers`: also in two temporal layers. */
export async function probeVideoEncoder(
  codec: WebCodec,
  size: FrameSize,
  rate: EncoderRate,
): Promise<{ readonly supported: boolean; readonly layers: boolean }> {
  if (typeof VideoEncoder === 'undefined') return { supported: false, layers: false };
  const ask = async (layers: boolean): Promise<boolean> => {
    try {
      return (await VideoEncoder.isConfigSupported(videoEncoderConfig(codec, size, rate, layers))).supported === true;
    } catch {
      // Some browsers throw for a member they do not know instead of answering no.
      return false;
    }
  };
  if (await ask(true)) return { supported: true, layers: true };
  return { supported: await ask(false), layers: false };
}

function videoEncoderConfig(
  codec: WebCodec,
  size: FrameSize,
  rate: EncoderRate,
  layers: boolean,
): VideoEncoderConfig & { readonly bitrate: number; readonly framerate: number } {
  return {
    codec: codecString(codec, size),
    width: size.width,
    height: size.height,
    bitrate: Math.round(rate.bitrateBps),
    framerate: Math.max(1, Math.round(rate.framesPerSecond)),
    latencyMode: 'realtime',
    ...(layers ? { scalabilityMode: 'L1T2' } : {}),
    // In-band parameter sets: every keyframe is complete in itself.
    ...(codec === 'h264' ? { avc: { format: 'annexb' } } : {}),
  };
}

function temporalLayerOf(metadata: EncodedVideoChunkMetadata | undefined): number {
  const layer = metadata?.svc?.temporalLayerId ?? 0;
  return layer >= 0 && layer <= 7 ? layer : 0;
}
