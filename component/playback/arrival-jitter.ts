/** How much sound must wait so that late arrivals are still in time, from how late they came. Pure; the caller has the clock. */
import { Recent } from '../support/recent.ts';

const START_MS = 60;
/** Below this the browser's own audio callbacks run dry. */
const MIN_MS = 30;
/** Above this people talk into each other; sound later than that is missing, not late. */
const MAX_MS = 400;
const SPAN_MS = 10_000;
/** Two in a hundred may be late: hiding them costs less than all the others' delay. */
const RANK = 0.98;
/** What arrives within this of the one before it was held up by the same thing, which counts once. */
const BURST_MS = 4;
/** So many stalls in a row, each on its own, are no stalls: the path has become longer, or the listener's clock stood. */
const NEW_PATH = 25;
/** Arrivals before the figures mean anything. */
const FEW = 50;
/** The figures are of 500 arrivals; sorting them for each would be waste. */
const EVERY = 10;
/** The target comes down so fast, ms per second, and goes up at once. */
const DECAY = 30;
/** Running dry shows that the figures miss something, such as the device's own bursts; forgotten at 1 ms a second. */
const DRY_MS = 15;
const MAX_DRY_MS = 100;

export class ArrivalJitter {
  readonly #transits = new Recent(SPAN_MS);
  #least = 0;
  #count = 0;
  #stalls = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastTransit = 0;
  #targetMs = START_MS;
  #updatedMs = 0;
  #dryMs = 0;
  #wantedMs = START_MS;

  get targetMs(): number {
    return Math.min(MAX_MS, this.#targetMs);
  }

  /** Tells by how much later than the quickest it came. */
  arrived(timestampMs: number, nowMs: number, blockMs: number): number {
    const transit = nowMs - timestampMs;
    if (this.#count === 0 || transit < this.#least) this.#least = transit;
    const lateMs = transit - this.#least;
    this.#count++;
    // So late is a stall, which no buffer is to be made for.
    const isSameBurst = nowMs - this.#lastMs < BURST_MS && transit <= this.#lastTransit;
    this.#lastMs = nowMs;
    this.#lastTransit = transit;
    if (lateMs <= MAX_MS) this.#stalls = 0;
    else if (!isSameBurst) this.#stalls++;
    if (this.#stalls >= NEW_PATH) this.restart();
    else if (lateMs <= MAX_MS && !isSameBurst) this.#transits.add(nowMs, transit);
    if (this.#count % EVERY === 0) this.#update(nowMs, blockMs);
    return lateMs;
  }

  /** The buffer ran dry; `wasLate`: what then came had merely been late. */
  ranDry(wasLate: boolean): void {
    if (wasLate) this.#dryMs = Math.min(MAX_DRY_MS, this.#dryMs + DRY_MS);
  }

  restart(): void {
    this.#transits.clear();
    this.#count = 0;
    this.#stalls = 0;
  }

  #update(nowMs: number, blockMs: number): void {
    const seconds = this.#updatedMs === 0 ? 0 : (nowMs - this.#updatedMs) / 1000;
    this.#updatedMs = nowMs;
    const ranks = this.#transits.percentiles(nowMs, [0, RANK] as const);
    if (!ranks) {
      // Nothing but stalls for ten seconds: the path itself is slower now.
      this.#count = 0;
      return;
    }
    // The least of the last seconds: clocks drift, and routes get longer for good.
    this.#least = ranks[0];
    this.#dryMs = Math.max(0, this.#dryMs - seconds);
    this.#wantedMs = Math.min(MAX_MS, Math.max(MIN_MS, ranks[1] - ranks[0] + blockMs + this.#dryMs));
    if (this.#count < FEW) this.#wantedMs = Math.max(START_MS, this.#wantedMs);
    this.#targetMs = Math.max(this.#wantedMs, this.#targetMs - DECAY * seconds);
  }
}
