/**
 * Where the relay's own few sentences and events go. What may stand in them is listed here: rooms as keyed hashes,
 * addresses without their last part, never names, tokens, secrets, chat. Knows nothing of when something is said.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { pino } from 'pino';
import type { LogLevel } from './config.ts';

export interface Log {
  (level: 'info' | 'warn' | 'error', message: string, cause?: unknown): void;
  /** Something usual happened. Absent where nobody keeps account of that. */
  readonly event?: <Name extends keyof LogEvents>(name: Name, fields: LogEvents[Name]) => void;
}

/** Every event and all that may be said of it. `room` and `address` are given as they are and written cut and hashed. */
export interface LogEvents {
  readonly 'handshake-refused': { readonly reason: string; readonly address: string };
  readonly 'connection-opened': { readonly address: string };
  readonly 'connection-closed': { readonly address: string; readonly code: number; readonly seconds: number };
  readonly joined: { readonly room: string; readonly participant: string; readonly resumed: boolean };
}

/** What a field becomes; a field without a line is not written. */
const FIELDS: Readonly<Record<string, (value: unknown, key: Buffer) => string | number | boolean>> = {
  reason: (value) => word(value),
  address: (value) => cutAddress(String(value)),
  code: (value) => Number(value),
  seconds: (value) => Math.round(Number(value)),
  room: (value, key) => createHmac('sha256', key).update(String(value)).digest('base64url').slice(0, 12),
  participant: (value) => word(value),
  resumed: (value) => value === true,
};

/** Problems only; to standard error. */
export const warnings: Log = (level, message, cause) => {
  if (level === 'info') return;
  const line = `stream-room-relay: ${message}`;
  if (cause === undefined) console.error(line);
  else console.error(line, cause);
};

interface LogOptions {
  readonly level: LogLevel;
  /** Lines for people instead of JSON. */
  readonly isHuman: boolean;
  readonly write: (line: string) => void;
}

/** One line for each. The hashes of rooms are the same as long as this log is, and for nobody else. */
export function createLog({ level, isHuman, write }: LogOptions): Log {
  const key = randomBytes(32);
  const sink = isHuman ? (line: string) => write(humanLine(line)) : write;
  const logger = pino(
    {
      level,
      // Neither process id nor host name: who collects logs knows where they come from.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: sink },
  );
  const log = (weight: 'info' | 'warn' | 'error', message: string, cause?: unknown) =>
    logger[weight](cause === undefined ? {} : { cause: explain(cause) }, message);
  const event: NonNullable<Log['event']> = (name, fields) => {
    // Most of what happens is of no interest until something is wrong.
    const weight = name === 'handshake-refused' ? 'info' : 'debug';
    if (!logger.isLevelEnabled(weight)) return;
    logger[weight]({ event: name, ...written(fields, key) });
  };
  return Object.assign(log, { event });
}

function written(fields: object, key: Buffer): Record<string, string | number | boolean> {
  const allowed: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(fields)) {
    const write = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (write && value !== undefined) allowed[name] = write(value, key);
  }
  return allowed;
}

/** An id or a code of ours: nothing that somebody wrote. */
const word = (value: unknown): string => (/^[\w-]{1,64}$/.test(String(value)) ? String(value) : 'odd');

/** The network, not the household: 192.0.2.0/24, 2001:db8:1:2::/64. */
export function cutAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/\/\d+$/, '');
  const version = isIP(plain);
  if (version === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (version !== 6) return 'unknown';
  const [head = '', tail = ''] = plain.split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = tail.split(':').filter((group) => group !== '');
  const zeros = plain.includes('::') ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0') : [];
  const groups = [...first, ...zeros, ...last].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/**
 * Kind, code and place of an error. Not its message, which may repeat what somebody sent; that of the system's errors is
 * put together anew from its parts.
 */
function explain(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const { code, syscall, port } = cause as NodeJS.ErrnoException & { port?: unknown };
  const at = framesOf(cause).join('\n');
  const parts = [cause.name, syscall, code, typeof port === 'number' ? `port ${port}` : undefined];
  return parts.filter((part) => typeof part === 'string' && /^[\w .-]{1,60}$/.test(part)).join(' ') + at;
}

function humanLine(json: string): string {
  const { time, level, msg, event, cause, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const at = String(time).slice(11, 19);
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const said = [msg ?? event, ...rest, cause].filter((part) => part !== undefined).join(' ');
  return `${at} ${level === 'info' ? '' : `${String(level).toUpperCase()} `}${said}\n`;
}

/** Where it happened: what stands behind the message, whatever that says. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  if (start === -1) return [];
  const lines = stack.slice(start + message.length).split('\n');
  return ['', ...lines.filter((line) => line.trimStart().startsWith('at ')).slice(0, 5)];
}
