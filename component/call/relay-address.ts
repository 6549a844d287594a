/** From what a page wrote as relay to the addresses of its sockets (pure). Knows nothing of sockets. */
import { SOCKET_PATH } from '../protocol/subprotocol.ts';
import { CallError } from '../support/errors.ts';

const SOCKET_SCHEMES: Readonly<Record<string, 'ws:' | 'wss:'>> = {
  'http:': 'ws:',
  'ws:': 'ws:',
  'https:': 'wss:',
  'wss:': 'wss:',
};

/** Relays that stand for each other, in the order of trying: from a random one on, which spreads the callers. */
export class RelayAddresses {
  readonly #urls: readonly string[];
  #index: number;

  /** `random` is 0 to 1. Throws CallError `bad-relay`. */
  constructor(relay: string, pageProtocol: string | undefined, random: number) {
    this.#urls = relay
      .trim()
      .split(/\s+/)
      .map((each) => socketAddress(each, pageProtocol));
    this.#index = Math.min(this.#urls.length - 1, Math.floor(random * this.#urls.length));
  }

  get count(): number {
    return this.#urls.length;
  }

  get current(): string {
    return this.#urls[this.#index] ?? '';
  }

  /** The present one failed, or goes away. */
  next(): string {
    this.#index = (this.#index + 1) % this.#urls.length;
    return this.current;
  }
}

/**
 * `pageProtocol` is `location.protocol`; undefined outside a page. Unencrypted relays are for this machine, or for a
 * page that is itself unencrypted: anything else the browser would block, without saying so. Throws CallError `bad-relay`.
 */
export function socketAddress(relay: string, pageProtocol: string | undefined): string {
  const url = parse(relay);
  const scheme = SOCKET_SCHEMES[url.protocol];
  if (scheme === undefined) {
    throw bad(relay, 'A relay address starts with https://, wss://, http:// or ws://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw bad(hideCredentials(url), 'A relay address has no user name or password.');
  }
  if (url.search !== '' || url.hash !== '') {
    throw bad(relay, 'A relay address ends with its path: it has no "?" and no "#".');
  }
  if (scheme === 'ws:' && pageProtocol !== 'http:' && !isThisMachine(url.hostname)) {
    throw bad(relay, 'Use https:// or wss://: http:// and ws:// are for localhost, or for a page that is http itself.');
  }
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return `${scheme}//${url.host}${path}${SOCKET_PATH}`;
}

function parse(relay: string): URL {
  try {
    return new URL(relay);
  } catch (cause) {
    throw bad(relay, 'A relay address is a whole address like https://relay.example.com/.', cause);
  }
}

const isThisMachine = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]';

function hideCredentials(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

function bad(received: string, allowed: string, cause?: unknown): CallError {
  const shown = received.length > 100 ? `${received.slice(0, 97)}…` : received;
  return new CallError('bad-relay', `"${shown}" is no usable relay address. ${allowed}`, { cause });
}
