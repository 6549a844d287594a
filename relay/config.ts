/**
 * Options, flags and environment → one frozen, validated Config, or a sentence that names what is wrong with which
 * setting. Knows nothing of what the settings do.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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

const describe = (value: unknown): string => (typeof value === 'string' ? `"${value.slice(0, 80)}"` : String(value));

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
  throw wrong(name, JSON.stringify(value), '{ perSecond, burst } with perSecond above 0 and burst at least 1');
};

const CHECKS: { readonly [Name in keyof Config]: Check<Config[Name]> } = {
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

const defaults = (): Config => ({
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

interface Flag {
  readonly setting: 'port' | 'host' | 'basePath' | 'site' | 'assets' | 'maxParticipants';
  readonly variable: string;
  readonly value: string;
  readonly help: string;
}

/** What the command line and the environment can set; a flag wins. */
export const FLAGS: Readonly<Record<string, Flag>> = {
  port: { setting: 'port', variable: 'PORT', value: 'number', help: 'port to listen on, 0 for any free one' },
  host: {
    setting: 'host',
    variable: 'HOST',
    value: 'address',
    help: 'address to listen on; 0.0.0.0 lets other machines in',
  },
  'base-path': { setting: 'basePath', variable: 'BASE_PATH', value: 'path', help: 'path that the relay lives under' },
  site: { setting: 'site', variable: 'SITE', value: 'folder', help: 'folder of web pages to serve as well' },
  assets: { setting: 'assets', variable: 'ASSETS', value: 'folder', help: 'folder of the built stream-room.js' },
  'max-participants': {
    setting: 'maxParticipants',
    variable: 'MAX_PARTICIPANTS',
    value: 'number',
    help: 'participants that one room takes',
  },
};

export type Command =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'help'; readonly text: string };

/** Reads flags and environment. Throws ConfigError. */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const flags = parseFlags(args);
  if (flags['help'] === true) return { kind: 'help', text: helpText() };
  const options: Record<string, unknown> = {};
  for (const [flag, { setting, variable }] of Object.entries(FLAGS)) {
    const [given, name] = flags[flag] === undefined ? [env[variable], variable] : [flags[flag], `--${flag}`];
    // An empty variable is how many systems say "not set".
    if (given === undefined || (given === '' && name === variable)) continue;
    const isNumber = setting === 'port' || setting === 'maxParticipants';
    const value = isNumber && /^\d+$/.test(String(given)) ? Number(given) : given;
    // Under the name that was used, so that the sentence names what to change.
    CHECKS[setting](value, name);
    options[setting] = value;
  }
  return { kind: 'run', config: createConfig(options as Partial<Config>) };
}

function parseFlags(args: readonly string[]): Record<string, string | boolean | undefined> {
  const known = Object.keys(FLAGS).map((flag) => [flag, { type: 'string' as const }]);
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    ...Object.fromEntries(known),
    help: { type: 'boolean', short: 'h' },
  };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Record<
      string,
      string
    >;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.replace(/\. To specify .*$/s, '.') : String(cause);
    throw new ConfigError(`${message.replace(/\.?$/, '.')} See --help.`, { cause });
  }
}

function helpText(): string {
  const initial = defaults();
  const rows = Object.entries(FLAGS).map(([flag, { setting, variable, value, help }]) => {
    // Where the assets are found differs from machine to machine.
    const isFixed = setting !== 'assets' && initial[setting] !== undefined;
    const initially = isFixed ? ` (default ${initial[setting]})` : '';
    return `  ${`--${flag} <${value}>`.padEnd(28)} ${help}${initially}\n${' '.repeat(31)}or ${variable} in the environment`;
  });
  return [
    'Usage: stream-room-relay [options]',
    '',
    'Runs the relay of stream-room: rooms, roster, chat and media over one TCP port.',
    '',
    ...rows,
    `  ${'-h, --help'.padEnd(28)} this text`,
    '',
    'It listens on this machine only, until --host opens it up. Browsers give pages camera and microphone only on',
    'https:// and on localhost: for other machines, put a reverse proxy with TLS in front.',
    '',
  ].join('\n');
}
