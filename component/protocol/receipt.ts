/**
 * A receiver's acknowledgement of media packets on one socket: how many arrived, and how long the last one waited for
 * this receipt. Both ends send them (the relay for the uplink, a client for its downlink), because a sender's own
 * `bufferedAmount` does not see the megabytes that kernels buffer. Knows nothing of tracks or of what is done about it.
 */
import { ProtocolError } from './protocol-error.ts';
import { type Micros, micros } from './units.ts';

export const RECEIPT_TYPE = 0x02;
export const RECEIPT_BYTES = 12;

const MAX_UINT32 = 0xffff_ffff;

export interface Receipt {
  /** Media packets received on this socket since it opened, modulo 2^32; whether they were used does not matter. */
  readonly packets: number;
  /** Between the arrival of the last of them and this receipt: the round trip is `now - sentAt(packets) - held`. */
  readonly held: Micros;
}

/** Longest wait before a received video packet is acknowledged: an acknowledgement per frame at 30 fps. */
export const RECEIPT_DELAY_MS = 25;

/** The same for sound: 50 small packets a second, never held back, are not worth a receipt each on an idle uplink. */
export const AUDIO_RECEIPT_DELAY_MS = 250;

export function encodeReceipt(receipt: Receipt): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(RECEIPT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, RECEIPT_TYPE);
  view.setUint32(4, receipt.packets);
  view.setUint32(8, Math.min(receipt.held, MAX_UINT32));
  return bytes;
}

/** Reads and checks a receipt. Throws ProtocolError. */
export function decodeReceipt(bytes: Uint8Array): Receipt {
  if (bytes.byteLength !== RECEIPT_BYTES || bytes[0] !== RECEIPT_TYPE) {
    throw new ProtocolError(
      'bad-receipt',
      `A receipt is ${RECEIPT_BYTES} bytes that start with 0x02, ${bytes.byteLength} bytes were received.`,
    );
  }
  if (bytes[1] !== 0 || bytes[2] !== 0 || bytes[3] !== 0) {
    throw new ProtocolError('bad-receipt', 'Bytes 1 to 3 of a receipt are reserved and zero, others were received.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, RECEIPT_BYTES);
  return { packets: view.getUint32(4), held: micros(view.getUint32(8)) };
}
