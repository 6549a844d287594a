/** What came of one publisher's track: losses, order, gaps, ages. Sender and receiver share a clock here. */

const MAX_AGES = 20_000;

export class MediaRecord {
  lastAtMs = performance.now();
  longestGapMs = 0;
  packets = 0;
  /** Sequence numbers that were jumped over. */
  missed = 0;
  outOfOrder = 0;
  /** From sending to receiving. */
  readonly agesMs: number[] = [];
  #lastSequence: number;

  /** @param sequence of the first packet, which is received next */
  constructor(sequence: number) {
    this.#lastSequence = sequence - 1;
  }

  receive(sequence: number, sentAtMs: number): void {
    const now = performance.now();
    if (sequence <= this.#lastSequence) this.outOfOrder += 1;
    else this.missed += sequence - this.#lastSequence - 1;
    this.longestGapMs = Math.max(this.longestGapMs, now - this.lastAtMs);
    this.lastAtMs = now;
    this.#lastSequence = sequence;
    this.packets += 1;
    if (this.agesMs.length < MAX_AGES) this.agesMs.push(now - sentAtMs);
  }

  /** Forgets what was measured, so that what follows is measured alone. */
  restart(): void {
    this.longestGapMs = 0;
    this.packets = 0;
    this.missed = 0;
    this.outOfOrder = 0;
    this.agesMs.length = 0;
  }
}
