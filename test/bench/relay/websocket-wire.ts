/**
 * The client's end of RFC 6455, as light as a load generator needs it: frames masked as a browser masks them, and a
 * reader that counts large messages without copying them. Knows nothing of what the messages mean.
 */

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What browsers take at random; its value changes nothing for the one who unmasks. */
const MASK = Buffer.from([0x5a, 0x13, 0xc4, 0x8f]);

/** One unfragmented, masked frame. */
export function maskedFrame(opcode: number, payload: Uint8Array): Buffer {
  const length = payload.byteLength;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.alloc(2 + extended + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) frame.writeUInt16BE(length, 2);
  if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  MASK.copy(frame, 2 + extended);
  frame.set(payload, 2 + extended + 4);
  mask(frame, 2 + extended + 4, length, 0);
  return frame;
}

/** Overwrites payload bytes of a frame built above, from `offset` of the payload on. */
export function patchFrame(frame: Buffer, offset: number, bytes: Uint8Array): void {
  const short = (frame[1] ?? 0) & 0x7f;
  const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + 4 + offset;
  frame.set(bytes, start);
  mask(frame, start, bytes.byteLength, offset);
}

function mask(frame: Buffer, start: number, length: number, offset: number): void {
  for (let i = 0; i < length; i++) frame[start + i] = (frame[start + i] ?? 0) ^ (MASK[(offset + i) & 3] ?? 0);
}

export interface FrameListener {
  /** Text of at most `maxTextBytes`. */
  onText(text: string): void;
  onPing(payload: Buffer): void;
  /** A whole message arrived: a binary one, or a text longer than `maxTextBytes`. `head` is its first HEAD_BYTES or less. */
  onMessage(length: number, head: Buffer): void;
  onClose(code: number, reason: string): void;
}

/** A packet's header up to its sequence number. */
export const HEAD_BYTES = 12;

/** Reads unmasked, unfragmented frames out of any pieces. Throws on anything else. */
export class FrameReader {
  readonly #listener: FrameListener;
  readonly #maxTextBytes: number;
  readonly #header = Buffer.alloc(10);
  #headerLength = 0;
  #opcode = 0;
  #length = 0;
  #received = 0;
  #inPayload = false;
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #kept: Buffer | undefined;

  /** Texts longer than `maxTextBytes` are counted, not kept. */
  constructor(listener: FrameListener, maxTextBytes = Number.POSITIVE_INFINITY) {
    this.#listener = listener;
    this.#maxTextBytes = maxTextBytes;
  }

  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length || (this.#inPayload && this.#received === this.#length)) {
      if (!this.#inPayload) {
        at = this.#readHeader(bytes, at);
        continue;
      }
      const take = Math.min(this.#length - this.#received, bytes.length - at);
      if (this.#kept) bytes.copy(this.#kept, this.#received, at, at + take);
      else if (this.#received < HEAD_BYTES) bytes.copy(this.#head, this.#received, at, at + take);
      this.#received += take;
      at += take;
      if (this.#received === this.#length) this.#finish();
    }
  }

  #readHeader(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      this.#header[this.#headerLength++] = bytes[at++] ?? 0;
      if (this.#headerLength < 2) continue;
      const short = this.#header[1] ?? 0;
      if (short & 0x80) throw new Error('A server masks no frame, a masked one was received.');
      const needed = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (this.#headerLength < needed) continue;
      const first = this.#header[0] ?? 0;
      if ((first & 0xf0) !== 0x80)
        throw new Error(`Unfragmented frames are read, 0x${first.toString(16)} was received.`);
      this.#opcode = first & 0x0f;
      this.#length =
        short === 126 ? this.#header.readUInt16BE(2) : short === 127 ? Number(this.#header.readBigUInt64BE(2)) : short;
      this.#headerLength = 0;
      this.#received = 0;
      this.#inPayload = true;
      const keep = this.#opcode !== OPCODE.binary && this.#length <= this.#maxTextBytes;
      this.#kept = keep ? Buffer.allocUnsafe(this.#length) : undefined;
      return at;
    }
    return at;
  }

  #finish(): void {
    this.#inPayload = false;
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined)
      this.#listener.onMessage(this.#length, this.#head.subarray(0, Math.min(this.#length, HEAD_BYTES)));
    else if (this.#opcode === OPCODE.text) this.#listener.onText(kept.toString());
    else if (this.#opcode === OPCODE.ping) this.#listener.onPing(kept);
    else if (this.#opcode === OPCODE.close) {
      this.#listener.onClose(kept.length >= 2 ? kept.readUInt16BE(0) : 1005, kept.subarray(2).toString());
    }
  }
}
