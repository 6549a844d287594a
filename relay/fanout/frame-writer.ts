/**
 * The few bytes that make a packet a WebSocket message, written once however many receive it (RFC 6455 section 5.2).
 * Knows nothing of who receives it.
 */

/** FIN, opcode 2. */
const BINARY_MESSAGE = 0x82;
const MAX_SHORT_LENGTH = 125;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;
const MAX_UINT16 = 0xffff;

let lastBytes: Uint8Array | undefined;
let lastHeader: Buffer = Buffer.alloc(0);

/** The header of an unmasked binary message with this payload; the same object for the same payload in a row. */
export function frameHeader(payload: Uint8Array): Buffer {
  if (payload === lastBytes) return lastHeader;
  lastBytes = payload;
  lastHeader = writeHeader(payload.byteLength);
  return lastHeader;
}

function writeHeader(length: number): Buffer {
  if (length <= MAX_SHORT_LENGTH) return Buffer.from([BINARY_MESSAGE, length]);
  if (length <= MAX_UINT16) return Buffer.from([BINARY_MESSAGE, LENGTH_16_BITS, length >> 8, length & 0xff]);
  const header = Buffer.alloc(10);
  header[0] = BINARY_MESSAGE;
  header[1] = LENGTH_64_BITS;
  header.writeUInt32BE(length, 6);
  return header;
}
