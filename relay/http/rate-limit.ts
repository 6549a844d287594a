/** How many requests one address may make. Knows nothing of what they ask for. */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { type ClientRateLimitInfo, MemoryStore, rateLimit } from 'express-rate-limit';

/** Of one address in a minute: a page with its scripts is a dozen, and a class of thirty opens it at once. */
const MAX_REQUESTS = 1_200;
const WINDOW_MS = 60_000;
/** Addresses that are counted at a time; about 200 bytes each. */
const MAX_ADDRESSES = 50_000;

/** With so many addresses no limit per address helps any more, and memory is what is left to protect. */
class BoundedStore extends MemoryStore {
  override async increment(key: string): Promise<ClientRateLimitInfo> {
    if (this.previous.size + this.current.size >= MAX_ADDRESSES) await this.resetAll();
    return super.increment(key);
  }
}

/**
 * @param addressOf what a request is counted by
 * @param signal ends its timer
 */
export function createRateLimit(
  addressOf: (request: IncomingMessage) => string,
  signal: AbortSignal,
  maxRequests = MAX_REQUESTS,
): RequestHandler {
  const store = new BoundedStore();
  signal.addEventListener('abort', () => store.shutdown(), { once: true });
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: maxRequests,
    store,
    keyGenerator: addressOf,
    // Addresses are read by our own rules, proxies included.
    validate: false,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    message: { error: 'rate-limited', message: 'Too many requests came from this address. Wait a minute.' },
  });
}
