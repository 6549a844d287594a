/** When received packets are acknowledged. Knows nothing of what was in them. */
import { AUDIO_RECEIPT_DELAY_MS, encodeReceipt, RECEIPT_DELAY_MS } from '../protocol/receipt.ts';
import { micros } from '../protocol/units.ts';

export class ReceiptSender {
  readonly #send: (receipt: Uint8Array<ArrayBuffer>) => void;
  readonly #now: () => number;
  #packets = 0;
  #lastAtMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAtMs = Number.POSITIVE_INFINITY;

  /** `now` in milliseconds; never goes back. */
  constructor(send: (receipt: Uint8Array<ArrayBuffer>) => void, now: () => number, signal: AbortSignal) {
    this.#send = send;
    this.#now = now;
    signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  received(kind: 'audio' | 'video'): void {
    const nowMs = this.#now();
    this.#packets = (this.#packets + 1) >>> 0;
    this.#lastAtMs = nowMs;
    const delayMs = kind === 'video' ? RECEIPT_DELAY_MS : AUDIO_RECEIPT_DELAY_MS;
    if (nowMs + delayMs >= this.#dueAtMs) return;
    clearTimeout(this.#timer);
    this.#dueAtMs = nowMs + delayMs;
    this.#timer = setTimeout(() => this.#flush(), delayMs);
  }

  #flush(): void {
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    this.#send(encodeReceipt({ packets: this.#packets, held: micros((this.#now() - this.#lastAtMs) * 1000) }));
  }
}
