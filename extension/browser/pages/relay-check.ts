/**
 * Whether calls can go through a relay, and if not, why: it connects as a call would, and looks further where that
 * fails. Knows neither words nor the page, and saves nothing.
 */
import { CLOSE_CODES } from '../../../component/protocol/close-codes.ts';
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from '../../../component/protocol/subprotocol.ts';
import { randomId } from '../../../component/support/random-id.ts';
import { parseRelayUrl } from '../settings/relay-url.ts';
import { isToken } from '../settings/relays.ts';
import type { SettingsErrorCode } from '../settings/settings-error.ts';

export type RelayVerdict =
  | { readonly kind: 'works'; readonly url: string; readonly roundTripMs: number }
  /** Not even an address. */
  | { readonly kind: 'bad-address'; readonly problem: SettingsErrorCode }
  /** Not even a token. */
  | { readonly kind: 'bad-token' }
  | { readonly kind: 'offline' }
  /** Nothing answers there; or, in a browser that cannot tell, something else than a relay does. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'not-a-relay' }
  /** It is there and lets no socket of this origin in. */
  | { readonly kind: 'refuses-origin' }
  | { readonly kind: 'needs-token' }
  | { readonly kind: 'refuses-token'; readonly reason: string }
  /** The relay and this extension are of different ages. */
  | { readonly kind: 'other-version' }
  /** Too many at once, or about to restart. */
  | { readonly kind: 'busy' };

/** The browser's, or a test's. */
export interface Network {
  fetch(url: string, options: RequestInit): Promise<Response>;
  openSocket(url: string, protocols: string[]): WebSocket;
  isOnline(): boolean;
  now(): number;
}

export const browserNetwork: Network = {
  fetch: (url, options) => fetch(url, options),
  openSocket: (url, protocols) => new WebSocket(url, protocols),
  isOnline: () => navigator.onLine,
  now: () => performance.now(),
};

const PING = 1;
const JOIN = 2;
const LEAVE = 3;
/** Some relays let nobody without a token into a room: only who enters one knows. Nobody else knows of this one. */
const PROBE = {
  type: 'join',
  id: JOIN,
  room: `relay-check-${randomId(12)}`,
  name: 'Relay check',
  secret: randomId(32),
};

/** ms: a relay at the other end of the world, over a slow line, has answered after 2,000. */
const TIMEOUT_MS = 6_000;

/** Never rejects. When `signal` aborts it ends early, with whatever verdict. */
export async function checkRelay(
  typed: string,
  token: string | undefined,
  network: Network,
  { signal, timeoutMs = TIMEOUT_MS }: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<RelayVerdict> {
  const parsed = parseRelayUrl(typed);
  if ('problem' in parsed) return { kind: 'bad-address', problem: parsed.problem };
  if (token && !isToken(token)) return { kind: 'bad-token' };
  const { url } = parsed;
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const verdict = await trySocket(url, token, network, end);
  if (verdict) return verdict;
  // A browser says nothing of why a socket did not open.
  const later = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return { kind: await whoIsThere(url, network, later) };
}

/** What the relay said over a socket; undefined where none opened. */
function trySocket(
  url: string,
  token: string | undefined,
  network: Network,
  signal: AbortSignal,
): Promise<RelayVerdict | undefined> {
  const address = `${url.replace(/^http/, 'ws')}${SOCKET_PATH}`;
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = network.openSocket(address, [SUBPROTOCOL, ...(token ? [TOKEN_PROTOCOL_PREFIX + token] : [])]);
    } catch {
      resolve(undefined);
      return;
    }
    let openedAt: number | undefined;
    let verdict: RelayVerdict | undefined;
    const done = (found: RelayVerdict | undefined) => {
      signal.removeEventListener('abort', onTimeout);
      socket.close();
      resolve(found);
    };
    const onTimeout = () => done(openedAt === undefined ? undefined : { kind: 'not-a-relay' });
    socket.addEventListener('open', () => {
      openedAt = network.now();
      socket.send(JSON.stringify({ type: 'ping', id: PING }));
    });
    socket.addEventListener('message', ({ data }) => {
      const answer = read(data);
      if (answer?.id === PING && answer.type === 'ack') {
        verdict = { kind: 'works', url, roundTripMs: network.now() - (openedAt ?? network.now()) };
        // With a token that is all there is to know: it may be for one room, and only the call knows which.
        if (token) done(verdict);
        else socket.send(JSON.stringify(PROBE));
      } else if (answer?.id === JOIN) {
        if (answer.type === 'ack') socket.send(JSON.stringify({ type: 'leave', id: LEAVE }));
        done(answer.code === 'forbidden' ? { kind: 'needs-token' } : verdict);
      } else if (verdict === undefined && answer?.type !== 'error') {
        // A relay that closes says why in its close code.
        done({ kind: 'not-a-relay' });
      }
    });
    socket.addEventListener('close', ({ code, reason }) =>
      done(openedAt === undefined ? undefined : verdictOf(code, reason, token !== undefined && token !== '')),
    );
    if (signal.aborted) onTimeout();
    else signal.addEventListener('abort', onTimeout, { once: true });
  });
}

function verdictOf(code: number, reason: string, hasToken: boolean): RelayVerdict {
  switch (code) {
    case CLOSE_CODES.badToken:
      return hasToken ? { kind: 'refuses-token', reason } : { kind: 'needs-token' };
    // An extension that cannot be told from others (Firefox) is let in with a token.
    case CLOSE_CODES.forbidden:
      return hasToken ? { kind: 'refuses-origin' } : { kind: 'needs-token' };
    case CLOSE_CODES.version:
      return { kind: 'other-version' };
    case CLOSE_CODES.rateLimited:
    case CLOSE_CODES.relayClosing:
      return { kind: 'busy' };
    default:
      return { kind: 'not-a-relay' };
  }
}

async function whoIsThere(url: string, network: Network, signal: AbortSignal) {
  const options: RequestInit = { cache: 'no-store', credentials: 'omit', signal };
  try {
    const response = await network.fetch(`${url}live`, options);
    const answer: unknown = await response.json().catch(() => undefined);
    const isRelay = (answer as { status?: unknown } | undefined | null)?.status === 'live';
    return isRelay ? 'refuses-origin' : 'not-a-relay';
  } catch {
    // Nobody there, or somebody who lets no other page read.
  }
  try {
    await network.fetch(url, { ...options, mode: 'no-cors' });
    return 'not-a-relay';
  } catch {
    return network.isOnline() ? 'unreachable' : 'offline';
  }
}

interface Answer {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly code?: unknown;
}

function read(message: unknown): Answer | undefined {
  if (typeof message !== 'string') return undefined;
  try {
    const answer: unknown = JSON.parse(message);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}
