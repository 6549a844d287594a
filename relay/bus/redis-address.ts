/** The address of a Redis, or of the Sentinels that know where it is, as ioredis takes it. Connects to nothing. */
import type { RedisOptions } from 'ioredis';

const SENTINEL_PORT = 26_379;
const REDIS_PORT = 6_379;

/** What ioredis is told of where to connect to. */
export type RedisAddress = Omit<RedisOptions, 'replyMapping'>;

/** What is allowed, for whoever refuses the rest. */
export const REDIS_ADDRESS = 'redis://…, rediss://… or redis+sentinel://host:port,host:port/master-name';

/** Undefined for what is no such address. */
export function parseRedisAddress(address: string): RedisAddress | undefined {
  const sentinel = /^redis\+sentinel:\/\/(?:([^@/]*)@)?([^/@]+)\/([\w.-]+)(?:\/(\d+))?$/.exec(address);
  if (sentinel) {
    const [, credentials, hosts = '', name = '', db] = sentinel;
    const sentinels = hosts.split(',').map(parseHost);
    if (sentinels.some((each) => each === undefined)) return undefined;
    return {
      sentinels: sentinels.filter((each) => each !== undefined),
      name,
      // Without it a client never leaves a master that hangs with its sockets open.
      failoverDetector: true,
      sentinelCommandTimeout: 1_000,
      sentinelRetryStrategy: (attempts) => Math.min(100 * attempts, 1_000),
      ...parseCredentials(credentials),
      ...(db === undefined ? {} : { db: Number(db) }),
    };
  }
  return URL.canParse(address) ? parseUrl(new URL(address)) : undefined;
}

function parseUrl(url: URL): RedisAddress | undefined {
  if ((url.protocol !== 'redis:' && url.protocol !== 'rediss:') || url.hostname === '') return undefined;
  const db = /^\/?(\d*)$/.exec(url.pathname)?.[1];
  if (db === undefined) return undefined;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? REDIS_PORT : Number(url.port),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(db === '' ? {} : { db: Number(db) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function parseHost(text: string): { host: string; port: number } | undefined {
  const [, host, port] = /^(\[[\da-f:]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (host === undefined) return undefined;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? SENTINEL_PORT : Number(port) };
}

/** Of Redis itself; Sentinels are asked without. */
function parseCredentials(text: string | undefined): RedisAddress {
  if (!text) return {};
  const [username = '', password] = text.split(':').map(decodeURIComponent);
  return { ...(username === '' ? {} : { username }), ...(password === undefined ? {} : { password }) };
}
