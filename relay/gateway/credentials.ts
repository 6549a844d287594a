/** Who a connection speaks for, until when, and by which newer token. Knows nothing of sockets or rooms. */
import type { Identity } from '../auth/identity.ts';
import { TokenError } from '../auth/token-error.ts';
import type { Clock } from '../clock.ts';
import { RequestError } from '../rooms/request-error.ts';

/** A token's holder is told this long before it expires: time to ask for another one, and once more after a failure. */
export const EXPIRING_NOTICE_MS = 60_000;
/** And has this long afterwards. */
export const EXPIRED_GRACE_MS = 30_000;

/** Rejects with TokenError. */
export type Authenticate = (token: string) => Promise<Identity>;

export class Credentials {
  readonly #authenticate: Authenticate | undefined;
  #identity: Identity;
  #isTold = false;

  /** @param authenticate undefined where the relay takes no tokens */
  constructor(identity: Identity, authenticate: Authenticate | undefined) {
    this.#identity = identity;
    this.#authenticate = authenticate;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** The identity is as it was where this rejects, with RequestError. */
  async refresh(token: string): Promise<void> {
    const identity = await this.#read(token);
    const { subject, room } = this.#identity;
    if (identity.subject !== subject || identity.room !== room) {
      throw new RequestError('bad-token', 'The newer token is for another subject or room than the first one was.');
    }
    this.#identity = identity;
    this.#isTold = false;
  }

  /** What is to be done now; that the token expires is said once. */
  due(clock: Clock): 'over' | { readonly inMs: number } | undefined {
    const { expiresAtMs } = this.#identity;
    if (expiresAtMs === undefined) return undefined;
    const leftMs = expiresAtMs - clock.epochMs();
    if (leftMs <= -EXPIRED_GRACE_MS) return 'over';
    if (this.#isTold || leftMs > EXPIRING_NOTICE_MS) return undefined;
    this.#isTold = true;
    return { inMs: Math.max(0, Math.round(leftMs)) };
  }

  async #read(token: string): Promise<Identity> {
    if (!this.#authenticate) throw new RequestError('bad-token', 'This relay takes no tokens.');
    try {
      return await this.#authenticate(token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      throw new RequestError(error.code === 'unavailable' ? 'unavailable' : 'bad-token', error.message);
    }
  }
}
