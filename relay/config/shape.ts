/** Every setting of a relay and its type. Knows neither what is allowed nor what is usual. */
import type { Rate } from '../limits/token-bucket.ts';

export type OpenMode = 'no' | 'secret-rooms' | 'any-room';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface Config {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Where the relay lives on its server: `/` or `/some/path`, without a slash at the end. */
  readonly basePath: string;
  /** Where people reach it, with a slash at its end; undefined: as each request has it. */
  readonly publicUrl: string | undefined;
  /** Folder of the built component, served beside the socket. */
  readonly assets: string;
  /** Folder of pages served at the base path; undefined for none. */
  readonly site: string | undefined;

  /** Which rooms take somebody without a token. */
  readonly open: OpenMode;
  /** Of HS256, at least 32 bytes. */
  readonly tokenSecret: string | undefined;
  /** Path or https URL of a JWKS. */
  readonly tokenKeys: string | undefined;
  /** The `iss` that tokens must have; undefined: any. */
  readonly tokenIssuer: string | undefined;
  readonly tokenAudience: string;
  readonly maxTokenLifetimeMs: number;
  /** Origins of pages that may connect; empty: only those that this relay serves itself. */
  readonly origins: readonly string[];
  readonly allowNullOrigin: boolean;
  /** Sites that may put `/embed` into a frame, beside the relay's own; undefined: those of `origins`. */
  readonly frameAncestors: readonly string[] | undefined;

  /** Addresses and CIDR blocks whose X-Forwarded-* are believed. */
  readonly trustProxy: readonly string[];
  /** PEM files; undefined: no TLS. */
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly hsts: boolean;

  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** New connections of one address. */
  readonly handshakeRate: Rate;
  readonly maxRooms: number;
  readonly maxParticipants: number;
  readonly controlRate: Rate;
  readonly chatRate: Rate;
  readonly mediaRate: Rate;

  readonly joinTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly heartbeatTimeoutMs: number;
  readonly resumeWindowMs: number;
  /** A socket that takes nothing for so long is closed. */
  readonly stallTimeoutMs: number;
  /** How long a closing socket may take to say goodbye. */
  readonly closeTimeoutMs: number;
  /** Over how long clients are told to go elsewhere before the relay ends. */
  readonly drainMs: number;

  /** redis://, rediss:// or redis+sentinel://host:port,host:port/master-name; undefined: this relay is the only one. */
  readonly redis: string | undefined;
  /** Different for each relay of one Redis; undefined: a random one at each start. */
  readonly relayId: string | undefined;

  /** 0: no port of its own for metrics. */
  readonly metricsPort: number;
  readonly metricsHost: string;
  /** Bearer token of /metrics and /admin; undefined: neither is on the main port. */
  readonly metricsToken: string | undefined;
  readonly logLevel: LogLevel;
}
