/** How often something may happen: `perSecond` in the long run, `burst` at once. Knows nothing of what it limits. */

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAt = nowMs;
  }

  /** True where it may happen now, and counts it. What costs more than the burst is possible, and paid off afterwards. */
  take(nowMs: number, cost = 1): boolean {
    const { perSecond, burst } = this.#rate;
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledAt) * perSecond) / 1000);
    this.#filledAt = nowMs;
    if (this.#tokens < Math.min(cost, burst)) return false;
    this.#tokens -= cost;
    return true;
  }
}
