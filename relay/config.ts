/**
 * Options → one frozen, validated Config, or a sentence that names what is wrong with which setting. Knows nothing of
 * what the settings do.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS, RESUME_WINDOW_MS } from 'stream-room/protocol/limits';
import type { Rate } from './limits/token-bucket.ts';

export interface Config {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Where the relay lives on its server: `/` or `/some/path`, without a slash at the end. */
  readonly basePath: string;
  /** Folder of the built component, served beside the socket. */
  readonly assets: string;
  /** Folder of pages served at the base path; undefined for none. */
  readonly site: string | undefined;
  readonly maxParticipants: number;
  readonly joinTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly heartbeatTimeoutMs: number;
  readonly resumeWindowMs: number;
  /** A socket that takes nothing for so long is closed. */
  readonly stallTimeoutMs: number;
  /** How long a closing socket may take to say goodbye. */
  readonly closeTimeoutMs: number;
  readonly controlRate: Rate;
  readonly chatRate: Rate;
  readonly mediaRate: Rate;
}

/** What was wrong with a setting; the relay does not start. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'bad-config';
}

type Check<Value> = (value: unknown, name: string) => Value;

const wrong = (name: string, value: unknown, allowed: string): ConfigError =>
  new ConfigError(`${name} is ${allowed}, ${describe(value)} was given.`);

const describe = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value).slice(0, 80) : String(value);

const integer =
  (min: number, max: number): Check<number> =>
  (value, name) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw wrong(name, value, `a whole number from ${min} to ${max}`);
  };

const milliseconds = integer(1, 24 * 60 * 60 * 1000);

const text =
  (pattern: RegExp, allowed: string): Check<string> =>
  (value, name) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw wrong(name, value, allowed);
  };

const folder: Check<string> = (value, name) => {
  if (typeof value === 'string' && value !== '') return resolve(value);
  throw wrong(name, value, 'the path of a folder');
};

const site: Check<string | undefined> = (value, name) => {
  if (value === undefined) return undefined;
  const path = folder(value, name);
  if (existsSync(path)) return path;
  throw wrong(name, value, 'the path of a folder that exists');
};

const rate: Check<Rate> = (value, name) => {
  const { perSecond, burst } = (value ?? {}) as Partial<Rate>;
  if (typeof perSecond === 'number' && perSecond > 0 && typeof burst === 'number' && burst >= 1) {
    return Object.freeze({ perSecond, burst });
  }
  throw wrong(name, value, '{ perSecond, burst } with perSecond above 0 and burst at least 1');
};

/** What each setting may be; throws ConfigError under the name that it is given. */
export const CHECKS: { readonly [Name in keyof Config]: Check<Config[Name]> } = {
  port: integer(0, 65_535),
  host: text(/^[\w.:-]{1,253}$/, 'a host name or an IP address'),
  basePath: text(/^\/$|^(\/[\w.~-]+)+$/, '"/" or a path such as "/relay" that does not end in a slash'),
  assets: folder,
  site,
  maxParticipants: integer(1, 1_000),
  joinTimeoutMs: milliseconds,
  heartbeatIntervalMs: milliseconds,
  heartbeatTimeoutMs: milliseconds,
  resumeWindowMs: milliseconds,
  stallTimeoutMs: milliseconds,
  closeTimeoutMs: milliseconds,
  controlRate: rate,
  chatRate: rate,
  mediaRate: rate,
};

export const defaults = (): Config => ({
  port: 8080,
  host: '127.0.0.1',
  basePath: '/',
  assets: findAssets(),
  site: undefined,
  maxParticipants: 250,
  joinTimeoutMs: 10_000,
  heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
  heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
  resumeWindowMs: RESUME_WINDOW_MS,
  stallTimeoutMs: 15_000,
  closeTimeoutMs: 2_000,
  // Joining a room of 16 is one join, a few publishes and 32 subscribes at once.
  controlRate: { perSecond: 20, burst: 120 },
  chatRate: { perSecond: 5, burst: 10 },
  // Camera, screen and their sound are 160 a second; after a stalled uplink two seconds of it come at once.
  mediaRate: { perSecond: 400, burst: 800 },
});

/** Throws ConfigError. */
export function createConfig(options: Partial<Config> = {}): Config {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(CHECKS, name)) {
      throw new ConfigError(`The relay has no setting "${name}". It has ${Object.keys(CHECKS).join(', ')}.`);
    }
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const wanted: Readonly<Record<string, unknown>> = { ...defaults(), ...given };
  const entries = Object.entries(CHECKS).map(([name, check]) => [name, check(wanted[name], name)]);
  return Object.freeze(Object.fromEntries(entries) as unknown as Config);
}

/** The component's build beside the relay's sources, beside its build, or packed into it. */
function findAssets(): string {
  const folders = ['../component/dist', '../../component/dist', './component'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return folders.find((path) => existsSync(resolve(path, 'stream-room.js'))) ?? folders[0] ?? '.';
}
