/**
 * The order in which a socket is let in: origin, address, room for one more, then who it speaks for. What is cheap comes
 * first, and nobody learns anything of tokens from an origin that is not allowed. Knows nothing of WebSockets.
 */
import type { IncomingMessage } from 'node:http';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import type { Identity } from '../auth/identity.ts';
import type { Clock, Timer } from '../clock.ts';
import { type Config, hasKeys } from '../config.ts';
import { AddressLimits } from '../limits/address-limits.ts';
import { Counts } from '../limits/counts.ts';
import type { Log } from '../log.ts';
import { type Counters, count } from '../metrics/counters.ts';
import type { Client, ClientReader } from './client-address.ts';
import { createOriginJudge, type OriginVerdict } from './origin.ts';
import type { Refusal } from './refusal.ts';

/** Who a token speaks for, or somebody without one. */
export interface Authenticator {
  /** Rejects with a TokenError (a code and a sentence) where the token is missing, wrong or expired. */
  authenticate(token: string | undefined): Promise<Identity>;
}

export interface HandshakeContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: AddressLimits;
  readonly clients: ClientReader;
  readonly counters?: Counters;
  /** Rejects where it cannot be made: then nobody is let in. */
  readonly authenticator: Promise<Authenticator>;
}

/** What becomes of an upgrade. */
export type Outcome =
  /** Plain HTTP, no upgrade. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The upgrade is finished and then closed with this code: a page sees no HTTP status. */
  | { readonly kind: 'closed'; readonly code: number; readonly error: string; readonly message: string }
  | { readonly kind: 'admitted'; readonly identity: Identity; readonly client: Client };

/** Different refused origins that the log names: strangers choose what they say. */
const MAX_TOLD_ORIGINS = 20;

const refused = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal });

const closed = (code: number, error: string, message: string): Outcome => ({ kind: 'closed', code, error, message });

const UNAVAILABLE: Refusal = {
  status: 503,
  error: 'unavailable',
  message: 'This relay cannot check tokens at the moment. Come back in a moment.',
  retryAfterSeconds: 5,
};

const FULL: Refusal = {
  status: 503,
  error: 'relay-full',
  message: 'This relay has as many connections as it may have. Come back in a moment.',
  retryAfterSeconds: 10,
};

const BAD_REQUEST: Refusal = {
  status: 400,
  error: 'bad-request',
  message: 'A request has one Host header (RFC 9112 section 3.2).',
};

const BAD_ORIGIN: Refusal = {
  status: 403,
  error: 'forbidden-origin',
  message: 'Pages of this origin may not use this relay. Its operator allows them with --origins.',
};

export class Handshake {
  readonly #context: HandshakeContext;
  /** Sockets that got past the limits of their address. */
  readonly #everybody: Counts;
  readonly #toldOrigins = new Set<string>();
  readonly #judgeOrigin: ReturnType<typeof createOriginJudge>;

  constructor(context: HandshakeContext) {
    const { origins, allowNullOrigin, open, maxConnections, publicUrl } = context.config;
    this.#context = context;
    this.#everybody = new Counts(maxConnections);
    this.#judgeOrigin = createOriginJudge({
      // Pages that it serves there are its own, also where a proxy does not say under which name they were asked for.
      origins: publicUrl === undefined ? origins : [...origins, new URL(publicUrl).origin],
      allowNullOrigin,
      isOpen: open !== 'no',
      hasTokens: hasKeys(context.config),
    });
  }

  /**
   * Never rejects. Counts the socket against its address for as long as it lives.
   * @param onClosed registers what runs when this socket is gone
   */
  async check(request: IncomingMessage, onClosed: (run: () => void) => void): Promise<Outcome> {
    const { limits, clients } = this.#context;
    if (request.headersDistinct['host']?.length !== 1) return refused(BAD_REQUEST);
    const client = clients.read(request);
    const verdict = this.#judgeOrigin(readOrigin(request), client);
    if (verdict === 'refused') {
      this.#tellOrigin(readOrigin(request));
      return refused(BAD_ORIGIN);
    }

    const release = limits.hold(client.key);
    if (!release) return refused({ status: 429, ...AddressLimits.tooManyConnections });
    onClosed(release);
    const refusal = await limits.handshake(client.key);
    if (refusal) return refused({ status: 429, ...refusal });

    const leave = this.#everybody.take('');
    if (!leave) return refused(FULL);
    onClosed(leave);
    return this.#authenticate(request, client, verdict);
  }

  /** The page itself sees nothing but a failure; whoever runs the relay reads here what to allow. */
  #tellOrigin(origin = 'none'): void {
    if (this.#toldOrigins.has(origin) || this.#toldOrigins.size >= MAX_TOLD_ORIGINS) return;
    this.#toldOrigins.add(origin);
    const quoted = JSON.stringify(origin.slice(0, 100));
    this.#context.log('info', `pages of origin ${quoted} are refused; --origins lists those that may connect`);
  }

  async #authenticate(request: IncomingMessage, client: Client, verdict: OriginVerdict): Promise<Outcome> {
    const { config, clock, limits, log } = this.#context;
    const token = readToken(request);
    try {
      // What checks tokens may have to fetch its keys first.
      const identity = await withinTime(clock, config.joinTimeoutMs, async () =>
        (await this.#context.authenticator).authenticate(token),
      );
      return admit(identity, client, verdict);
    } catch (error) {
      const { name, code, message } = (error ?? {}) as { name?: unknown; code?: unknown; message?: unknown };
      const { counters } = this.#context;
      if (counters) count(counters.authFailures, name === 'TokenError' ? String(code) : 'relay-error');
      if (name !== 'TokenError' || code === 'unavailable') {
        if (name !== 'TokenError') log('error', 'a token could not be checked:', error);
        return refused(UNAVAILABLE);
      }
      if (!HONEST_MISTAKES.has(String(code))) await limits.fail(client.key);
      return closed(CLOSE_CODES.badToken, 'bad-token', String(message));
    }
  }
}

/** Neither guesses nor forgeries: a school with one address and forty slow clocks is not to be shut out for them. */
const HONEST_MISTAKES = new Set(['missing', 'not-expected', 'not-yet', 'expired', 'too-long', 'used']);

function admit(identity: Identity, client: Client, verdict: OriginVerdict): Outcome {
  if (verdict === 'needs-native-token' && !identity.native) {
    return closed(CLOSE_CODES.forbidden, 'forbidden-origin', 'Only a browser, or a token for programs, gets in here.');
  }
  if (verdict === 'needs-token' && identity.subject === undefined) {
    return closed(CLOSE_CODES.forbidden, 'forbidden-origin', 'Extensions of this browser need a token here.');
  }
  return { kind: 'admitted', identity, client };
}

/** Two of them, or none, are no origin: they come together with a comma between, which no origin has. */
function readOrigin({ headers }: IncomingMessage): string | undefined {
  const { origin } = headers;
  return Array.isArray(origin) ? origin.join(', ') : origin;
}

/** Offered as a subprotocol: pages can set no header. */
function readToken({ headers }: IncomingMessage): string | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(TOKEN_PROTOCOL_PREFIX))?.slice(TOKEN_PROTOCOL_PREFIX.length);
}

/** Rejects where it takes longer. */
async function withinTime<Result>(clock: Clock, ms: number, run: () => Promise<Result>): Promise<Result> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = clock.after(ms, () => reject(new Error(`It took longer than ${ms} ms.`)));
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    timer?.cancel();
  }
}
