/**
 * Packets for one other relay, those of one turn of the event loop in one message: who sends them, then each with its
 * length before it. Knows nothing of tracks.
 */

const MAX_NAME_BYTES = 255;
const LENGTH_BYTES = 4;

export interface MediaBatch {
  readonly relay: string;
  readonly packets: readonly Uint8Array[];
}

export function encodeMediaBatch(relay: string, packets: readonly Uint8Array[]): Buffer {
  const name = Buffer.from(relay);
  if (name.byteLength > MAX_NAME_BYTES) throw new RangeError(`A relay's name has at most ${MAX_NAME_BYTES} bytes.`);
  const size = packets.reduce((sum, { byteLength }) => sum + LENGTH_BYTES + byteLength, 1 + name.byteLength);
  const bytes = Buffer.allocUnsafe(size);
  bytes[0] = name.byteLength;
  bytes.set(name, 1);
  let offset = 1 + name.byteLength;
  for (const packet of packets) {
    offset = bytes.writeUInt32BE(packet.byteLength, offset);
    bytes.set(packet, offset);
    offset += packet.byteLength;
  }
  return bytes;
}

/** The packets are views of the message. Undefined for what is no batch. */
export function decodeMediaBatch(bytes: Buffer): MediaBatch | undefined {
  const start = 1 + (bytes[0] ?? 0);
  if (bytes.byteLength < start) return undefined;
  const packets: Uint8Array[] = [];
  let offset = start;
  while (offset < bytes.byteLength) {
    if (offset + LENGTH_BYTES > bytes.byteLength) return undefined;
    const end = offset + LENGTH_BYTES + bytes.readUInt32BE(offset);
    if (end > bytes.byteLength) return undefined;
    packets.push(bytes.subarray(offset + LENGTH_BYTES, end));
    offset = end;
  }
  return { relay: bytes.toString('utf8', 1, start), packets };
}
