/**
 * The port to whatever turns raw frames into bytes. An encoder takes one codec and any frame sizes, and reports what
 * went wrong on the next look, since codecs fail late. Knows nothing of tracks, packets or when to encode.
 */

/** A picture as it came from the camera or screen. Whoever holds it closes the image. */
export interface RawFrame {
  readonly image: VideoFrame | ImageBitmap;
  /** µs; strictly increasing within a publication. */
  readonly timestamp: number;
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export interface EncoderRate {
  readonly bitrateBps: number;
  readonly framesPerSecond: number;
  /** JPEG only, 0 to 1. */
  readonly jpegQuality: number;
}

export interface EncodedFrame {
  /** A WebCodecs codec string or `mjpeg`. */
  readonly codec: string;
  readonly size: FrameSize;
  /** As the frame had it. */
  readonly timestamp: number;
  readonly keyframe: boolean;
  readonly temporalLayer: number;
  readonly byteLength: number;
  copyTo(destination: Uint8Array): void;
  /** Between the call of encode and the output. */
  readonly encodeMs: number;
}

export interface FrameEncoder {
  /** Frames given and not yet come out. */
  readonly inFlight: number;
  /** Why nothing more comes; the owner closes this encoder and opens another. */
  readonly failure: Error | undefined;
  /** Takes the image over and closes it. Frames are scaled to `size`. Does nothing after a failure. */
  encode(frame: RawFrame, options: { readonly keyframe: boolean; readonly size: FrameSize }): void;
  /** Cheap to call often: small changes are left for later. */
  setRate(rate: EncoderRate): void;
  /** Idempotent; frames in flight are lost. */
  close(): void;
}

export type OnEncoded = (frame: EncodedFrame) => void;

/** More than so many frames in flight is delay, not throughput: without a bound it grew to seconds. */
export const MAX_IN_FLIGHT = 2;
