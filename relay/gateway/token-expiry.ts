/** When somebody has to come with a newer token, and when it is too late. Knows nothing of tokens or sockets. */
import type { Clock } from '../clock.ts';

/** Its holder is told this long before: time to ask whoever issues tokens, and once more after a failure. */
export const EXPIRING_NOTICE_MS = 60_000;
/** And has this long afterwards. */
export const EXPIRED_GRACE_MS = 30_000;

export class TokenExpiry {
  #atMs: number | undefined;
  #isTold = false;

  /** @param atMs milliseconds since the Unix epoch; undefined: never */
  constructor(atMs: number | undefined) {
    this.#atMs = atMs;
  }

  renew(atMs: number | undefined): void {
    this.#atMs = atMs;
    this.#isTold = false;
  }

  /** What is to be done now; that it expires is said once. */
  due(clock: Clock): 'over' | { readonly inMs: number } | undefined {
    if (this.#atMs === undefined) return undefined;
    const leftMs = this.#atMs - clock.epochMs();
    if (leftMs <= -EXPIRED_GRACE_MS) return 'over';
    if (this.#isTold || leftMs > EXPIRING_NOTICE_MS) return undefined;
    this.#isTold = true;
    return { inMs: Math.max(0, Math.round(leftMs)) };
  }
}
