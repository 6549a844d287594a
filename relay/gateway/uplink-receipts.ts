/**
 * Acknowledges what publishers send, at most every RECEIPT_DELAY_MS each, with one timer for all of them. Knows nothing
 * of what was received.
 */
import { encodeReceipt, RECEIPT_DELAY_MS } from 'stream-room/protocol/receipt';
import { micros } from 'stream-room/protocol/units';
import type { Clock } from '../clock.ts';

export interface Acknowledged {
  /** Media packets since the socket opened. */
  readonly receivedPackets: number;
  /** When the last of them came, on the relay's clock. */
  readonly receivedAtMs: number;
  sendReceipt(bytes: Uint8Array): void;
}

export class UplinkReceipts {
  readonly #clock: Clock;
  #due: Acknowledged[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be called once for the first packet since this socket's last receipt. */
  add(publisher: Acknowledged): void {
    this.#due.push(publisher);
    if (this.#due.length === 1) this.#clock.after(RECEIPT_DELAY_MS, () => this.#send());
  }

  #send(): void {
    const due = this.#due;
    this.#due = [];
    const now = this.#clock.now();
    for (const publisher of due) {
      const held = micros(Math.max(0, now - publisher.receivedAtMs) * 1000);
      publisher.sendReceipt(encodeReceipt({ packets: publisher.receivedPackets, held }));
    }
  }
}
