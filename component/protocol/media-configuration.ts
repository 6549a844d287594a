/**
 * What a decoder must know before the first chunk, carried in the payload of every packet whose header says
 * `configured`: so a receiver that joins, a track that changes codec or size, and a path that is swapped need no other
 * message. Knows nothing of decoders. Layout in README.md beside this file.
 */
import { MAX_FRAME_SIDE } from './limits.ts';
import { ProtocolError } from './protocol-error.ts';

export interface VideoConfiguration {
  readonly kind: 'video';
  /** A WebCodecs codec string (`avc1.42E01F`, `vp8`, …) or `mjpeg`. */
  readonly codec: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Codec-specific set-up bytes (WebCodecs `description`); absent for in-band codecs. */
  readonly description?: Uint8Array;
}

export interface AudioConfiguration {
  readonly kind: 'audio';
  /** A WebCodecs codec string, `opus`. */
  readonly codec: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly description?: Uint8Array;
}

export type MediaConfiguration = VideoConfiguration | AudioConfiguration;

const KIND_VIDEO = 1;
const KIND_AUDIO = 2;
const MAX_CODEC_LENGTH = 64;
const MAX_DESCRIPTION_BYTES = 4096;
const MAX_SAMPLE_RATE = 192_000;
const MAX_CHANNELS = 8;
/** kind, codec length, two 32-bit numbers, description length. */
const FIXED_BYTES = 1 + 1 + 4 + 4 + 2;

export function encodeConfiguration(configuration: MediaConfiguration): Uint8Array<ArrayBuffer> {
  const { codec, description } = configuration;
  const bytes = new Uint8Array(FIXED_BYTES + codec.length + (description?.byteLength ?? 0));
  const view = new DataView(bytes.buffer);
  const video = configuration.kind === 'video';
  view.setUint8(0, video ? KIND_VIDEO : KIND_AUDIO);
  view.setUint32(1, video ? configuration.width : configuration.sampleRate);
  view.setUint32(5, video ? configuration.height : configuration.channels);
  view.setUint8(9, codec.length);
  view.setUint16(10, description?.byteLength ?? 0);
  for (let i = 0; i < codec.length; i++) bytes[FIXED_BYTES + i] = codec.charCodeAt(i);
  if (description) bytes.set(description, FIXED_BYTES + codec.length);
  return bytes;
}

/** Splits a configured payload into its configuration and the chunk after it (views, not copies). Throws ProtocolError. */
export function splitConfiguration(payload: Uint8Array): { configuration: MediaConfiguration; chunk: Uint8Array } {
  if (payload.byteLength < FIXED_BYTES) {
    throw bad(`at least ${FIXED_BYTES} bytes`, `${payload.byteLength} bytes`);
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const kind = view.getUint8(0);
  const first = view.getUint32(1);
  const second = view.getUint32(5);
  const codecLength = view.getUint8(9);
  const descriptionLength = view.getUint16(10);
  const end = FIXED_BYTES + codecLength + descriptionLength;
  if (codecLength === 0 || codecLength > MAX_CODEC_LENGTH || descriptionLength > MAX_DESCRIPTION_BYTES) {
    throw bad(`a codec of 1 to ${MAX_CODEC_LENGTH} bytes`, `${codecLength} and ${descriptionLength}`);
  }
  if (end > payload.byteLength) throw bad(`${end} bytes`, `${payload.byteLength} bytes`);
  const codec = String.fromCharCode(...payload.subarray(FIXED_BYTES, FIXED_BYTES + codecLength));
  if (!/^[\w.-]+$/.test(codec)) throw bad('a codec of letters, digits, ".", "_" and "-"', 'something else');
  const description = payload.slice(FIXED_BYTES + codecLength, end);
  const extra = descriptionLength > 0 ? { description } : {};
  const chunk = payload.subarray(end);
  if (kind === KIND_VIDEO) {
    if (first === 0 || second === 0 || first > MAX_FRAME_SIDE || second > MAX_FRAME_SIDE) {
      throw bad(`sides of 1 to ${MAX_FRAME_SIDE} pixels`, `${first}×${second}`);
    }
    return { configuration: { kind: 'video', codec, width: first, height: second, ...extra }, chunk };
  }
  if (kind === KIND_AUDIO) {
    if (first === 0 || first > MAX_SAMPLE_RATE || second === 0 || second > MAX_CHANNELS) {
      throw bad(`1 to ${MAX_SAMPLE_RATE} Hz and 1 to ${MAX_CHANNELS} channels`, `${first} Hz and ${second}`);
    }
    return { configuration: { kind: 'audio', codec, sampleRate: first, channels: second, ...extra }, chunk };
  }
  throw bad('kind 1 (video) or 2 (audio)', String(kind));
}

function bad(allowed: string, received: string): ProtocolError {
  return new ProtocolError(
    'bad-configuration',
    `A media configuration has ${allowed}, a payload with ${received} was received.`,
  );
}
