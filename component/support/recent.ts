/** Numbers of the last few seconds, with the figures one asks of them. Knows nothing of what is measured, nor of clocks. */

/** More than a second of anything measured here; keeps a burst from growing without bound. */
const MAX_VALUES = 2000;

export class Recent {
  readonly #spanMs: number;
  #times: number[] = [];
  #values: number[] = [];
  /** First entry still counted: shifting an array per packet would copy it each time. */
  #first = 0;
  #sum = 0;
  /** Whether there have been values for a whole span. */
  #isFull = false;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** `nowMs` never goes back. */
  add(nowMs: number, value: number): void {
    this.#times.push(nowMs);
    this.#values.push(value);
    this.#sum += value;
    this.#forget(nowMs);
  }

  count(nowMs: number): number {
    this.#forget(nowMs);
    return this.#times.length - this.#first;
  }

  sum(nowMs: number): number {
    this.#forget(nowMs);
    return this.#sum;
  }

  /** Per second, over the time for which there are values (at least a quarter of the span). */
  perSecond(nowMs: number, total = this.sum(nowMs)): number {
    this.#forget(nowMs);
    const oldest = this.#times[this.#first];
    if (oldest === undefined) return 0;
    const knownMs = this.#isFull ? this.#spanMs : Math.min(this.#spanMs, nowMs - oldest);
    return (total * 1000) / Math.max(this.#spanMs / 4, knownMs);
  }

  /** Nearest-rank percentiles (0 to 1), in the order asked; undefined without values. */
  percentiles<Ranks extends readonly number[]>(
    nowMs: number,
    ranks: Ranks,
  ): { [Rank in keyof Ranks]: number } | undefined {
    this.#forget(nowMs);
    const sorted = this.#values.slice(this.#first).sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    const at = (rank: number) => sorted[Math.min(sorted.length - 1, Math.floor(rank * sorted.length))] ?? 0;
    return ranks.map(at) as { [Rank in keyof Ranks]: number };
  }

  median(nowMs: number): number | undefined {
    return this.percentiles(nowMs, [0.5] as const)?.[0];
  }

  clear(): void {
    this.#times = [];
    this.#values = [];
    this.#first = 0;
    this.#sum = 0;
    this.#isFull = false;
  }

  #forget(nowMs: number): void {
    const kept = nowMs - this.#spanMs;
    const most = this.#times.length - MAX_VALUES;
    let first = this.#first;
    while (first < this.#times.length && (first < most || (this.#times[first] ?? 0) <= kept)) {
      this.#sum -= this.#values[first] ?? 0;
      first++;
    }
    if (first > this.#first) this.#isFull = true;
    this.#first = first;
    if (first === this.#times.length) {
      this.#sum = 0;
      this.#isFull = false;
    }
    if (first > 256 && first > this.#times.length / 2) {
      this.#times = this.#times.slice(first);
      this.#values = this.#values.slice(first);
      this.#first = 0;
    }
  }
}
