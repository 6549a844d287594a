/** The port to whatever turns a track's packets into pictures. Knows nothing of networks or canvases. */
import type { VideoConfiguration } from '../protocol/media-configuration.ts';

export interface DecodedPicture {
  /** The receiver closes it. */
  readonly image: VideoFrame | ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** As given to decode, µs. */
  readonly timestamp: number;
  readonly decodeMs: number;
}

export interface EncodedChunk {
  /** Present where the packet was configured. */
  readonly configuration: VideoConfiguration | undefined;
  readonly bytes: Uint8Array;
  readonly timestamp: number;
  readonly keyframe: boolean;
}

export interface FrameDecoder {
  /** Why nothing more comes; the owner closes this decoder and makes another. */
  readonly failure: Error | undefined;
  /** True where the decoder is behind by more than a burst explains. */
  readonly isBehind: boolean;
  /** Chunks given up in favour of newer ones. */
  readonly skipped: number;
  decode(chunk: EncodedChunk): void;
  /** Idempotent; closes the pictures it holds. */
  close(): void;
}

export interface DecoderEvents {
  onPicture(picture: DecodedPicture): void;
  /** Late, once: decoders fail after the call that caused it. */
  onFailure(error: Error): void;
}
