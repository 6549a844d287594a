/**
 * The one table of settings: what each may be, what it is unless told otherwise, and its line in the help and in the
 * README. Knows nothing of what settings do.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS, RESUME_WINDOW_MS } from 'stream-room/protocol/limits';
import * as check from './checks.ts';
import type { Config } from './shape.ts';

/** How a text of the command line or the environment becomes a value. */
export type Kind = 'text' | 'number' | 'list' | 'switch' | 'rate';

export interface Setting<Value> {
  readonly kind: Kind;
  /** What the help calls its value. */
  readonly value: string;
  readonly check: check.Check<Value>;
  readonly initial: Value;
  /** Where `initial` is not the whole story. */
  readonly usually?: string;
  readonly meaning: string;
  /**
   * Whoever may list processes reads flags. `always`: given by a file or the environment only. `with-password`: by a
   * flag, too, as long as no password is in it.
   */
  readonly secret?: 'always' | 'with-password';
}

const PATH = /^\/$|^(\/[\w.~-]+)+$/;
const host = check.text(/^[\w.:-]{1,253}$/, 'a host name or an IP address');

const milliseconds = (initial: number, meaning: string): Setting<number> => ({
  kind: 'number',
  value: 'ms',
  check: check.milliseconds,
  initial,
  meaning,
});

const limit = (max: number, initial: number, meaning: string): Setting<number> => ({
  kind: 'number',
  value: 'number',
  check: check.integer(1, max),
  initial,
  meaning,
});

const rate = (perSecond: number, burst: number, meaning: string): Setting<{ perSecond: number; burst: number }> => ({
  kind: 'rate',
  value: 'per-second/burst',
  check: check.rate,
  initial: Object.freeze({ perSecond, burst }),
  meaning,
});

const file = (meaning: string): Setting<string | undefined> => ({
  kind: 'text',
  value: 'file',
  check: check.optional(check.existing('file')),
  initial: undefined,
  meaning,
});

export const SETTINGS: { readonly [Name in keyof Config]: Setting<Config[Name]> } = {
  port: {
    kind: 'number',
    value: 'number',
    check: check.integer(0, 65_535),
    initial: 8080,
    meaning: 'port to listen on, 0 for any free one',
  },
  host: {
    kind: 'text',
    value: 'address',
    check: host,
    initial: '127.0.0.1',
    meaning: 'address to listen on; 0.0.0.0 lets other machines in',
  },
  basePath: {
    kind: 'text',
    value: 'path',
    check: check.text(PATH, '"/" or a path such as "/relay" that does not end in a slash'),
    initial: '/',
    meaning: 'path that the relay lives under',
  },
  publicUrl: {
    kind: 'text',
    value: 'url',
    check: check.optional(check.webAddress),
    initial: undefined,
    usually: 'as each request has it',
    meaning: 'address that people reach this relay by, for links, previews and oEmbed',
  },
  assets: {
    kind: 'text',
    value: 'folder',
    check: check.folder,
    initial: findAssets(),
    usually: 'the component’s build',
    meaning: 'folder of the built stream-room.js',
  },
  site: {
    kind: 'text',
    value: 'folder',
    check: check.optional(check.existing('folder')),
    initial: undefined,
    meaning: 'folder of web pages to serve as well',
  },

  open: {
    kind: 'text',
    value: 'mode',
    check: check.oneOf('no', 'secret-rooms', 'any-room'),
    initial: 'no',
    usually: 'any-room on loopback without keys, else no',
    meaning: 'rooms that take somebody without a token: no, secret-rooms (whoever has the link), any-room',
  },
  tokenSecret: {
    kind: 'text',
    value: 'secret',
    check: check.optional(check.secret(32)),
    initial: undefined,
    meaning: 'secret of HS256 tokens, at least 32 bytes',
    secret: 'always',
  },
  tokenKeys: {
    kind: 'text',
    value: 'file-or-url',
    check: check.optional(check.keySource),
    initial: undefined,
    meaning: 'JWKS with the public keys of tokens: a file or an https:// address',
  },
  tokenIssuer: {
    kind: 'text',
    value: 'text',
    check: check.optional(check.text(/^.{1,200}$/, 'a text of 1 to 200 characters')),
    initial: undefined,
    meaning: 'what tokens must have as iss',
  },
  tokenAudience: {
    kind: 'text',
    value: 'text',
    check: check.text(/^.{1,200}$/, 'a text of 1 to 200 characters'),
    initial: 'stream-room',
    meaning: 'what tokens must have as aud',
  },
  maxTokenLifetimeMs: milliseconds(600_000, 'a token that lives longer is refused'),
  origins: {
    kind: 'list',
    value: 'list',
    check: check.listOf(
      check.isOrigin,
      'an origin such as https://example.com or https://*.example.com, chrome-extension://<id> or moz-extension:',
    ),
    initial: Object.freeze([]),
    usually: 'the relay’s own',
    meaning: 'origins of the pages that may connect, with commas between them',
  },
  allowNullOrigin: {
    kind: 'switch',
    value: 'true|false',
    check: check.yesOrNo,
    initial: false,
    meaning: 'lets pages without an origin in: files, sandboxed frames',
  },
  frameAncestors: {
    kind: 'list',
    value: 'list',
    check: check.optional(check.frameAncestors),
    initial: undefined,
    usually: 'those of origins',
    meaning: 'sites that may show /embed in a frame, beside the relay’s own: origins, * (any), or none',
  },

  trustProxy: {
    kind: 'list',
    value: 'list',
    check: check.listOf(check.isAddressOrBlock, 'an address such as 10.0.0.1 or a block such as 10.0.0.0/8'),
    initial: Object.freeze([]),
    meaning: 'proxies whose X-Forwarded-For and -Proto are believed: addresses and CIDR blocks',
  },
  tlsCert: file('PEM file of the certificate and its chain'),
  tlsKey: file('PEM file of the certificate’s key'),
  hsts: {
    kind: 'switch',
    value: 'true|false',
    check: check.yesOrNo,
    initial: false,
    usually: 'true with TLS',
    meaning: 'tells browsers to reach this host by https alone',
  },

  maxConnections: limit(1_000_000, 10_000, 'connections at once; more are refused with 503'),
  maxConnectionsPerAddress: limit(1_000_000, 500, 'connections at once from one address (IPv6: one /64)'),
  // A whole office behind one address comes back at once when its relay dies.
  handshakeRate: rate(20, 200, 'new connections from one address'),
  maxRooms: limit(1_000_000, 5_000, 'rooms at once on this relay'),
  maxParticipants: limit(1_000, 250, 'participants that one room takes'),
  // Joining a room of 16 is one join, a few publishes and 32 subscribes at once.
  controlRate: rate(20, 120, 'control messages of one connection'),
  chatRate: rate(5, 10, 'chat messages of one connection'),
  // Camera, screen and their sound are 160 a second; after a stalled uplink two seconds of it come at once.
  mediaRate: rate(400, 800, 'media packets of one connection'),

  joinTimeoutMs: milliseconds(10_000, 'a connection that has not joined by then is closed'),
  heartbeatIntervalMs: milliseconds(HEARTBEAT_INTERVAL_MS, 'time between two pings'),
  heartbeatTimeoutMs: milliseconds(HEARTBEAT_TIMEOUT_MS, 'a connection silent for so long is closed'),
  resumeWindowMs: milliseconds(RESUME_WINDOW_MS, 'a lost participant’s place is kept for so long'),
  stallTimeoutMs: milliseconds(15_000, 'a connection that takes nothing for so long is closed'),
  closeTimeoutMs: milliseconds(2_000, 'time that a closing connection has to say goodbye'),
  drainMs: {
    kind: 'number',
    value: 'ms',
    check: check.integer(0, 60_000),
    initial: 10_000,
    usually: '10000 with Redis, else 0',
    meaning: 'at SIGTERM clients are sent elsewhere over so long; 0: all at once',
  },

  redis: {
    kind: 'text',
    value: 'url',
    check: check.optional(check.redisAddress),
    initial: undefined,
    meaning: 'Redis that joins several relays: redis://, rediss:// or redis+sentinel://host:port,host:port/name',
    secret: 'with-password',
  },
  relayId: {
    kind: 'text',
    value: 'name',
    check: check.optional(check.text(/^[\w.-]{1,64}$/, 'up to 64 letters, digits, "-", "_" and "."')),
    initial: undefined,
    usually: 'random',
    meaning: 'name of this relay among those of one Redis',
  },

  metricsPort: {
    kind: 'number',
    value: 'number',
    check: check.integer(0, 65_535),
    initial: 0,
    usually: 'none',
    meaning: 'port of its own for /metrics and /admin',
  },
  metricsHost: {
    kind: 'text',
    value: 'address',
    check: host,
    initial: '127.0.0.1',
    meaning: 'address that the metrics port listens on',
  },
  metricsToken: {
    kind: 'text',
    value: 'secret',
    check: check.optional(check.bearerSecret(16)),
    initial: undefined,
    meaning: 'bearer token of /metrics and /admin, at least 16 bytes; puts both on the main port, too',
    secret: 'always',
  },
  logLevel: {
    kind: 'text',
    value: 'level',
    check: check.oneOf('debug', 'info', 'warn', 'error', 'silent'),
    initial: 'info',
    meaning: 'least weight of what is logged: debug, info, warn, error, silent',
  },
};

/** The component's build beside the relay's sources, beside its build, or packed into it. */
function findAssets(): string {
  const folders = ['../../component/dist', './component'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((path) => existsSync(resolve(path, 'stream-room.js'))) ?? folders[0] ?? '.';
}
