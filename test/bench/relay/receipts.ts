/** How the load generator's subscribers acknowledge packets to our relay. Knows nothing of rooms. */
import { encodeReceipt, RECEIPT_DELAY_MS } from 'stream-room/protocol/receipt';
import { micros } from 'stream-room/protocol/units';
import type { Peer } from './peer.ts';
import { maskedFrame, OPCODE } from './websocket-wire.ts';

/**
 * Megabytes pass within one RECEIPT_DELAY_MS at saturation, which the relay would take for a link that is behind. More
 * receipts than any call sends are more work for the relay, not less.
 */
const RECEIPT_EVERY_PACKETS = 50;

/** Receipts as our clients send them, and more of them where packets are thousands a second. */
export function acknowledge(peer: Peer): void {
  let packets = 0;
  let acknowledged = 0;
  let receivedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const send = () => {
    clearTimeout(timer);
    timer = undefined;
    acknowledged = packets;
    const held = micros((performance.now() - receivedAt) * 1000);
    peer.write(maskedFrame(OPCODE.binary, encodeReceipt({ packets, held })));
  };
  peer.onPacket = () => {
    packets = (packets + 1) >>> 0;
    receivedAt = performance.now();
    if (packets - acknowledged >= RECEIPT_EVERY_PACKETS) send();
    else timer ??= setTimeout(send, RECEIPT_DELAY_MS);
  };
}
