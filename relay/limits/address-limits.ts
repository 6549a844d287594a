/**
 * What one address may do before anything is known of who is behind it: live sockets, handshakes, failed proofs. In
 * memory, or in Redis for several relays at once. Knows nothing of requests.
 */
import { type RateLimiterAbstract, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { BoundedLimiter } from './bounded-limiter.ts';
import { Counts } from './counts.ts';
import type { Rate } from './token-bucket.ts';

export interface AddressLimitsConfig {
  readonly maxConnectionsPerAddress: number;
  /** `burst` handshakes in the time in which `perSecond` gives as many. */
  readonly handshakeRate: Rate;
}

/** An ioredis client. Where it fails, this process counts alone until it is back. */
export type LimitsStore = object;

/** Why an address is turned away. */
export interface AddressRefusal {
  readonly error: 'too-many-connections' | 'too-many-handshakes' | 'too-many-failures';
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** Wrong tokens and proofs within FAILURES_WINDOW_SECONDS; one more, and the address is blocked. */
const MAX_FAILURES = 9;
const FAILURES_WINDOW_SECONDS = 60;
const BLOCK_SECONDS = 15 * 60;

/** Of which something is remembered: about 300 bytes and a timer each. */
const MAX_ADDRESSES = 20_000;

/** Until one of its sockets is closed; nobody knows when that is. */
const RETRY_CONNECTION_SECONDS = 10;

export class AddressLimits {
  readonly #connections: Counts;
  readonly #handshakes: RateLimiterAbstract;
  readonly #failures: RateLimiterAbstract;

  constructor({ maxConnectionsPerAddress, handshakeRate }: AddressLimitsConfig, store?: LimitsStore) {
    const { perSecond, burst } = handshakeRate;
    this.#connections = new Counts(maxConnectionsPerAddress);
    const duration = Math.max(1, Math.round(burst / perSecond));
    this.#handshakes = createLimiter(
      { keyPrefix: 'sr:limit:handshake', points: Math.max(1, Math.floor(burst)), duration },
      store,
    );
    this.#failures = createLimiter(
      {
        keyPrefix: 'sr:limit:failure',
        points: MAX_FAILURES,
        duration: FAILURES_WINDOW_SECONDS,
        blockDuration: BLOCK_SECONDS,
      },
      store,
    );
  }

  /** Addresses with a live socket. */
  get size(): number {
    return this.#connections.size;
  }

  /** One more live socket of this address; call what comes back when it is closed. Undefined where it has enough. */
  hold(address: string): (() => void) | undefined {
    return this.#connections.take(address);
  }

  /** Counts one handshake; resolves to why it is not taken, or undefined. Never rejects. */
  async handshake(address: string): Promise<AddressRefusal | undefined> {
    const blocked = await this.#blocked(address);
    if (blocked) return blocked;
    try {
      await this.#handshakes.consume(address);
      return undefined;
    } catch (result) {
      // Anything else is a store that failed: those who come are not to blame.
      if (!(result instanceof RateLimiterRes)) return undefined;
      return {
        error: 'too-many-handshakes',
        message: 'Too many connections were opened from this address in a short time. Wait a moment.',
        retryAfterSeconds: seconds(result.msBeforeNext),
      };
    }
  }

  /** A wrong token or proof came from this address. Resolves to whether it is shut out now. Never rejects. */
  async fail(address: string): Promise<boolean> {
    return this.#failures.consume(address).then(
      () => false,
      (result: unknown) => result instanceof RateLimiterRes,
    );
  }

  static readonly tooManyConnections: AddressRefusal = {
    error: 'too-many-connections',
    message: 'This address has as many connections as it may have. Close one, then try again.',
    retryAfterSeconds: RETRY_CONNECTION_SECONDS,
  };

  async #blocked(address: string): Promise<AddressRefusal | undefined> {
    const failures = await this.#failures.get(address).catch(() => null);
    if (failures === null || failures.consumedPoints <= MAX_FAILURES || failures.msBeforeNext <= 0) return undefined;
    return {
      error: 'too-many-failures',
      message: 'Too many wrong tokens or room secrets came from this address. It is shut out for a while.',
      retryAfterSeconds: seconds(failures.msBeforeNext),
    };
  }
}

const seconds = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));

interface Limit {
  readonly keyPrefix: string;
  readonly points: number;
  readonly duration: number;
  readonly blockDuration?: number;
}

function createLimiter(limit: Limit, store: LimitsStore | undefined): RateLimiterAbstract {
  const memory = new BoundedLimiter(limit, MAX_ADDRESSES);
  if (store === undefined) return memory;
  return new RateLimiterRedis({ ...limit, storeClient: store, insuranceLimiter: memory, rejectIfRedisNotReady: true });
}
