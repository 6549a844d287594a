/** What a setting may be: each check gives the value back or throws the sentence. Knows no setting by name. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Rate } from '../limits/token-bucket.ts';

/** What was wrong with a setting; the relay does not start. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'bad-config';
}

/** Throws ConfigError under the name that it is given. */
export type Check<Value> = (value: unknown, name: string) => Value;

const wrong = (name: string, value: unknown, allowed: string): ConfigError =>
  new ConfigError(`${name} is ${allowed}, ${describe(value)} was given.`);

const describe = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value).slice(0, 80) : String(value);

export const optional =
  <Value>(check: Check<Value>): Check<Value | undefined> =>
  (value, name) =>
    value === undefined ? undefined : check(value, name);

export const integer =
  (min: number, max: number): Check<number> =>
  (value, name) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw wrong(name, value, `a whole number from ${min} to ${max}`);
  };

export const milliseconds = integer(1, 24 * 60 * 60 * 1000);

export const text =
  (pattern: RegExp, allowed: string): Check<string> =>
  (value, name) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw wrong(name, value, allowed);
  };

export const oneOf =
  <const Value extends string>(...values: readonly Value[]): Check<Value> =>
  (value, name) => {
    const found = values.find((each) => each === value);
    if (found !== undefined) return found;
    throw wrong(name, value, `one of ${values.join(', ')}`);
  };

export const yesOrNo: Check<boolean> = (value, name) => {
  if (typeof value === 'boolean') return value;
  throw wrong(name, value, 'true or false');
};

export const folder: Check<string> = (value, name) => {
  if (typeof value === 'string' && value !== '') return resolve(value);
  throw wrong(name, value, 'the path of a folder');
};

export const existing =
  (kind: 'file' | 'folder'): Check<string> =>
  (value, name) => {
    if (typeof value === 'string' && value !== '' && existsSync(value)) return resolve(value);
    throw wrong(name, value, `the path of a ${kind} that exists`);
  };

export const rate: Check<Rate> = (value, name) => {
  const { perSecond, burst } = (value ?? {}) as Partial<Rate>;
  if (typeof perSecond === 'number' && perSecond > 0 && typeof burst === 'number' && burst >= 1) {
    return Object.freeze({ perSecond, burst });
  }
  throw wrong(name, value, '{ perSecond, burst } with perSecond above 0 and burst at least 1');
};

/** A list of which each entry is such; frozen. */
export const listOf =
  (isAllowed: (entry: string) => boolean, allowed: string): Check<readonly string[]> =>
  (value, name) => {
    if (!Array.isArray(value)) throw wrong(name, value, `a list; each of its entries is ${allowed}`);
    const odd = value.find((entry) => typeof entry !== 'string' || !isAllowed(entry));
    if (odd !== undefined) throw wrong(`Each entry of ${name}`, odd, allowed);
    return Object.freeze([...(value as string[])]);
  };

/** A secret's value is never shown, only what is wrong with it. */
export const secret =
  (minBytes: number): Check<string> =>
  (value, name) => {
    if (typeof value !== 'string') throw new ConfigError(`${name} is a text of at least ${minBytes} bytes.`);
    const bytes = Buffer.byteLength(value);
    if (bytes >= minBytes) return value;
    throw new ConfigError(`${name} is a text of at least ${minBytes} bytes, one of ${bytes} was given.`);
  };

/** A secret that fits into a header as it is. */
export const bearerSecret =
  (minBytes: number): Check<string> =>
  (value, name) => {
    const given = secret(minBytes)(value, name);
    if (/^[\x21-\x7e]+$/.test(given)) return given;
    throw new ConfigError(`${name} goes into a header: letters, digits and signs of ASCII, without spaces.`);
  };

/** As a browser writes it in the Origin header; `*.` stands for one label, and needs a domain of two behind it. */
export function isOrigin(entry: string): boolean {
  if (entry === 'moz-extension:') return true;
  if (/^chrome-extension:\/\/[a-p]{32}$/.test(entry)) return true;
  if (!/^https?:\/\//.test(entry)) return false;
  const host = entry.replace('://*.', '://any.');
  if (host.includes('*')) return false;
  if (host !== entry && !/^https?:\/\/any\.[^.:]+\.[^.:]/.test(host)) return false;
  return URL.canParse(host) && new URL(host).origin === host;
}

/** An http(s) address that others begin with: it comes back with a slash at its end. */
export const webAddress: Check<string> = (value, name) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (isPlain) return url.href.endsWith('/') ? url.href : `${url.href}/`;
  throw wrong(name, value, 'an address such as https://call.example.com/, without "?" and "#"');
};

/** As Content-Security-Policy takes them; what stands for everybody or for nobody stands alone. */
export const frameAncestors: Check<readonly string[]> = (value, name) => {
  const allowed =
    'an origin such as https://example.com, https://*.example.com or chrome-extension://<id>; or "*" alone, or "none" alone';
  const list = listOf((entry) => entry === '*' || entry === 'none' || isFrameOrigin(entry), allowed)(value, name);
  if (list.length === 0 || (list.length > 1 && (list.includes('*') || list.includes('none')))) {
    throw wrong(name, value, `a list; each of its entries is ${allowed}`);
  }
  return list;
};

const isFrameOrigin = (entry: string): boolean => entry !== 'moz-extension:' && isOrigin(entry);

/** `10.0.0.1`, `::1`, `10.0.0.0/8`, `fd00::/8`. */
export function isAddressOrBlock(entry: string): boolean {
  const [address = '', bits, more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const LOOPBACK_URL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\//;

/** A file, or an address that nobody on the way can change. */
export const keySource: Check<string> = (value, name) => {
  if (typeof value === 'string' && (/^https:\/\//.test(value) || LOOPBACK_URL.test(value)) && URL.canParse(value)) {
    return value;
  }
  if (typeof value === 'string' && !/^\w+:\/\//.test(value) && existsSync(value)) return resolve(value);
  throw wrong(name, value, 'the path of a JWKS file that exists, or the https:// address of one');
};

/** May hold a password, so what was given is not shown. */
export const redisAddress: Check<string> = (value, name) => {
  if (typeof value === 'string' && (isPlainRedis(value) || isSentinel(value))) return value;
  throw new ConfigError(
    `${name} is redis://host:port, rediss://host:port or redis+sentinel://host:port,host:port/master-name. ` +
      'What was given is none of these; it is not shown, since it may hold a password.',
  );
};

const isPlainRedis = (value: string) => /^rediss?:\/\//.test(value) && URL.canParse(value);

const isSentinel = (value: string) =>
  /^redis\+sentinel:\/\/([^@/\s]*@)?[\w.:[\]-]+(,[\w.:[\]-]+)*\/[\w.-]+$/.test(value);

/** Only this machine can reach it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
