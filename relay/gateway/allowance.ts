/** What one connection may still send at this moment, of each kind. Knows nothing of what becomes of what is too much. */
import type { Clock } from '../clock.ts';
import { type Rate, TokenBucket } from '../limits/token-bucket.ts';

export interface Rates {
  readonly controlRate: Rate;
  readonly chatRate: Rate;
  readonly mediaRate: Rate;
}

/** Mistakes that are answered before the connection is closed for them: packets of a track just ended come in dozens. */
const TOLERATED_MISTAKES: Rate = { perSecond: 5, burst: 50 };
/** Messages over their rate that are refused before the connection is closed for them. */
const TOLERATED_EXCESS: Rate = { perSecond: 5, burst: 100 };
/** An encoder's figure is an average: keyframes and a lively scene are above it. */
const BITRATE_TOLERANCE = 1.5;
/** Seconds of it that may come at once, after a stalled uplink. */
const BITRATE_BURST_S = 2;

type Kind = 'control' | 'chat' | 'media' | 'mistakes' | 'excess';

export class Allowance {
  readonly #clock: Clock;
  readonly #rates: Rates;
  /** Each made when it is first needed: most connections say little. */
  readonly #buckets: { [Each in Kind]?: TokenBucket } = {};
  #bytes: { readonly bucket: TokenBucket; readonly bitrateBps: number } | undefined;

  constructor(clock: Clock, rates: Rates) {
    this.#clock = clock;
    this.#rates = rates;
  }

  /** True where one more of them is allowed, and counts it. */
  take(kind: Kind): boolean {
    const now = this.#clock.now();
    this.#buckets[kind] ??= new TokenBucket(this.#rateOf(kind), now);
    return this.#buckets[kind].take(now);
  }

  /** @param bitrateBps as it is now: a newer token may give another one */
  takeBytes(byteLength: number, bitrateBps: number): boolean {
    const now = this.#clock.now();
    if (this.#bytes?.bitrateBps !== bitrateBps) {
      const perSecond = (bitrateBps * BITRATE_TOLERANCE) / 8;
      this.#bytes = { bitrateBps, bucket: new TokenBucket({ perSecond, burst: perSecond * BITRATE_BURST_S }, now) };
    }
    return this.#bytes.bucket.take(now, byteLength);
  }

  #rateOf(kind: Kind): Rate {
    if (kind === 'control') return this.#rates.controlRate;
    if (kind === 'chat') return this.#rates.chatRate;
    if (kind === 'media') return this.#rates.mediaRate;
    return kind === 'mistakes' ? TOLERATED_MISTAKES : TOLERATED_EXCESS;
  }
}
