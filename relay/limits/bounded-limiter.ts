/**
 * A rate limiter in memory whose memory is bounded: of more keys than it holds, it forgets the one unheard for longest.
 * Knows nothing of what its keys are.
 */
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

export class BoundedLimiter extends RateLimiterMemory {
  readonly #maxKeys: number;
  /** In the order in which they were last heard of. */
  readonly #keys = new Set<string | number>();

  constructor(options: ConstructorParameters<typeof RateLimiterMemory>[0], maxKeys: number) {
    super(options);
    this.#maxKeys = maxKeys;
  }

  /** Keys that it may remember; some of them may have expired. */
  get size(): number {
    return this.#keys.size;
  }

  override consume(...parameters: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    const [key] = parameters;
    this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size > this.#maxKeys) this.#forgetOldest();
    return super.consume(...parameters);
  }

  #forgetOldest(): void {
    for (const oldest of this.#keys) {
      this.#keys.delete(oldest);
      void this.delete(oldest);
      return;
    }
  }
}
