/** Which one-time tokens have been used. Knows nothing of what they allow. */
import type { Clock } from '../clock.ts';

export interface BurntTokens {
  /**
   * Resolves with true the first time, false ever after until `expiresAtMs` (Unix epoch), when the token is void anyway.
   * Rejects where it cannot know.
   */
  burn(jti: string, expiresAtMs: number): Promise<boolean>;
}

/** How often those that have expired are forgotten, at most. */
const SWEEP_INTERVAL_MS = 60_000;

/** For a relay that shares its tokens with no other. */
export class MemoryBurntTokens implements BurntTokens {
  readonly #clock: Clock;
  readonly #expiries = new Map<string, number>();
  #sweptAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sweptAt = clock.now();
  }

  /** Tokens that are remembered. */
  get size(): number {
    return this.#expiries.size;
  }

  // Only an issuer who holds a key can add to it, and what it adds is gone within a token's lifetime.
  async burn(jti: string, expiresAtMs: number): Promise<boolean> {
    this.#sweep();
    const isFirst = !this.#expiries.has(jti);
    if (isFirst) this.#expiries.set(jti, expiresAtMs);
    return isFirst;
  }

  #sweep(): void {
    if (this.#clock.now() - this.#sweptAt < SWEEP_INTERVAL_MS) return;
    this.#sweptAt = this.#clock.now();
    const epochMs = this.#clock.epochMs();
    for (const [jti, expiresAtMs] of this.#expiries) if (expiresAtMs <= epochMs) this.#expiries.delete(jti);
  }
}
