/**
 * One media packet on the wire: a fixed 20-byte header, then a payload that relays never read.
 * Knows nothing of codecs, sockets or who may send what. The layout is in README.md beside this file.
 */
import { MAX_PACKET_BYTES } from './limits.ts';
import { ProtocolError } from './protocol-error.ts';
import type { Micros } from './units.ts';

export const PACKET_TYPE = 0x01;
export const PACKET_HEADER_BYTES = 20;
export const MAX_RENDITION = 3;
export const MAX_TEMPORAL_LAYER = 7;

const FLAG_KEYFRAME = 0x01;
const FLAG_CONFIGURATION = 0x02;
const KNOWN_FLAGS = FLAG_KEYFRAME | FLAG_CONFIGURATION;
const TWO_POW_32 = 0x1_0000_0000;

export interface PacketHeader {
  /** Minted by the relay at publish and bound to the publisher's socket; unsigned 32 bits. */
  readonly trackId: number;
  /** +1 per packet of the track, modulo 2^32. A gap means that the relay dropped packets. */
  readonly sequence: number;
  /** Capture instant of the frame or of the first audio sample, on the publisher's clock. */
  readonly timestamp: Micros;
  /** Decoding may start here. Every MJPEG and every Opus packet is one. */
  readonly keyframe: boolean;
  /** The payload begins with a media configuration (media-configuration.ts). */
  readonly configured: boolean;
  /** 0 is the full-size rendition; each higher number a smaller one. */
  readonly rendition: number;
  /** 0 is the base layer; a packet of layer n may be dropped without harm to layers below n. */
  readonly temporalLayer: number;
}

export interface Packet extends PacketHeader {
  /** A view of the received bytes, not a copy. */
  readonly payload: Uint8Array;
}

/** Writes header and payload parts into one new buffer, ready to send. */
export function encodePacket(header: PacketHeader, ...payload: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = payload.reduce((sum, part) => sum + part.byteLength, PACKET_HEADER_BYTES);
  if (length > MAX_PACKET_BYTES) {
    throw new ProtocolError(
      'too-large',
      `A packet has at most ${MAX_PACKET_BYTES} bytes, this one would have ${length}. Encode smaller frames.`,
    );
  }
  const bytes = new Uint8Array(length);
  writePacketHeader(bytes, header);
  let offset = PACKET_HEADER_BYTES;
  for (const part of payload) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** Writes the header into the first PACKET_HEADER_BYTES of `bytes`, for callers that encode straight into the packet. */
export function writePacketHeader(bytes: Uint8Array, header: PacketHeader): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, PACKET_HEADER_BYTES);
  view.setUint8(0, PACKET_TYPE);
  view.setUint8(1, (header.keyframe ? FLAG_KEYFRAME : 0) | (header.configured ? FLAG_CONFIGURATION : 0));
  view.setUint8(2, header.rendition);
  view.setUint8(3, header.temporalLayer);
  view.setUint32(4, header.trackId);
  view.setUint32(8, header.sequence);
  view.setUint32(12, Math.floor(header.timestamp / TWO_POW_32));
  view.setUint32(16, header.timestamp % TWO_POW_32);
}

/** Reads and checks a packet. Throws ProtocolError; never reads past `bytes`. */
export function decodePacket(bytes: Uint8Array): Packet {
  if (bytes.byteLength < PACKET_HEADER_BYTES) {
    throw new ProtocolError(
      'bad-packet',
      `A packet starts with ${PACKET_HEADER_BYTES} header bytes, ${bytes.byteLength} were received.`,
    );
  }
  if (bytes.byteLength > MAX_PACKET_BYTES) {
    throw new ProtocolError(
      'too-large',
      `A packet has at most ${MAX_PACKET_BYTES} bytes, ${bytes.byteLength} were received.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, PACKET_HEADER_BYTES);
  const type = view.getUint8(0);
  const flags = view.getUint8(1);
  const rendition = view.getUint8(2);
  const temporalLayer = view.getUint8(3);
  if (type !== PACKET_TYPE) {
    throw new ProtocolError('unknown-type', `A media packet starts with byte 0x01, 0x${hex(type)} was received.`);
  }
  if ((flags & ~KNOWN_FLAGS) !== 0) {
    throw new ProtocolError(
      'bad-packet',
      `Flag bits 0x04 to 0x80 are reserved and zero, 0x${hex(flags)} was received.`,
    );
  }
  if (rendition > MAX_RENDITION || temporalLayer > MAX_TEMPORAL_LAYER) {
    throw new ProtocolError(
      'bad-packet',
      `Rendition is 0 to ${MAX_RENDITION} and temporal layer 0 to ${MAX_TEMPORAL_LAYER}, ${rendition} and ${temporalLayer} were received.`,
    );
  }
  const timestamp = view.getUint32(12) * TWO_POW_32 + view.getUint32(16);
  if (!Number.isSafeInteger(timestamp)) {
    throw new ProtocolError('bad-packet', 'A timestamp is at most 2^53 - 1 µs, a larger one was received.');
  }
  return {
    trackId: view.getUint32(4),
    sequence: view.getUint32(8),
    timestamp: timestamp as Micros,
    keyframe: (flags & FLAG_KEYFRAME) !== 0,
    configured: (flags & FLAG_CONFIGURATION) !== 0,
    rendition,
    temporalLayer,
    payload: bytes.subarray(PACKET_HEADER_BYTES),
  };
}

/** The next sequence number, wrapping at 2^32. */
export const nextSequence = (sequence: number): number => (sequence + 1) >>> 0;

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
