/** The keys that tokens are checked with, from the settings. Knows nothing of tokens but which key they name. */
import { resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import { ConfigError } from '../config.ts';
import type { Log } from '../log.ts';
import { assertStrong, isForOtherUse, readVerificationKey, type VerificationKey } from './jwk.ts';
import { KeyError } from './key-error.ts';
import { ANY_SCOPE } from './key-scope.ts';
import { type KeySource, type Keys, openKeyFile, openKeyUrl, reasonOf } from './key-source.ts';

export interface KeySettings {
  /** A text that issuer and relay share, of 32 bytes or more: HS256. */
  readonly tokenSecret?: string | undefined;
  /** Path or https address of a JSON Web Key Set. */
  readonly tokenKeys?: string | undefined;
}

export interface KeySet {
  /**
   * The one key of this name and algorithm; without a name the only one of the algorithm. Where there are several, the one
   * of this issuer, else the one of none. Undefined: there is none.
   */
  find(kid: string | undefined, alg: string, issuer?: string): Promise<VerificationKey | undefined>;
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
}

/** Keys that one set may have: a login service has two or three. */
const MAX_KEYS = 100;

/** Undefined where no keys are configured. Rejects with ConfigError where they cannot be read. */
export async function openKeySet(settings: KeySettings, surroundings: Surroundings): Promise<KeySet | undefined> {
  const { tokenSecret, tokenKeys } = settings;
  if (tokenSecret === undefined && tokenKeys === undefined) return undefined;
  const secrets = tokenSecret === undefined ? [] : [readSecret(tokenSecret)];
  const source = tokenKeys === undefined ? undefined : await openSource(tokenKeys, surroundings);
  return {
    async find(...wanted) {
      const found = pick([...secrets, ...((await source?.current()) ?? [])], ...wanted);
      return found ?? (source && pick([...secrets, ...(await source.current(true))], ...wanted));
    },
  };
}

function pick(keys: Keys, kid: string | undefined, alg: string, issuer?: string): VerificationKey | undefined {
  const fitting = keys.filter((key) => key.alg === alg && (kid === undefined || key.kid === kid));
  if (fitting.length < 2) return fitting[0];
  const ofIssuer = fitting.filter((key) => key.issuer === issuer);
  const [one, ...others] = ofIssuer.length > 0 ? ofIssuer : fitting.filter((key) => key.issuer === undefined);
  return others.length === 0 ? one : undefined;
}

/** No token could tell them apart. */
const isSame = (one: VerificationKey, other: VerificationKey): boolean =>
  one.kid === other.kid && one.alg === other.alg && one.issuer === other.issuer;

function readSecret(secret: string): VerificationKey {
  const key = new TextEncoder().encode(secret);
  try {
    assertStrong(key);
  } catch (cause) {
    // The sentence does not repeat the secret: it ends in logs.
    const way = 'Make one: stream-room-relay token --new-key --alg HS256.';
    throw new ConfigError(`tokenSecret ${(cause as Error).message}. ${way}`, { cause });
  }
  return Object.freeze({ kid: undefined, alg: 'HS256', key, ...ANY_SCOPE });
}

async function openSource(location: string, surroundings: Surroundings): Promise<KeySource> {
  try {
    if (!/^[a-z][a-z\d+.-]+:\/\//i.test(location)) {
      return await openKeyFile(resolve(location), { ...surroundings, read: readFileSet });
    }
    return await openKeyUrl(safeUrl(location), { ...surroundings, read: (text) => readUrlSet(text, surroundings.log) });
  } catch (cause) {
    throw new ConfigError(
      `tokenKeys is the path or https address of a JSON Web Key Set, ${JSON.stringify(location.slice(0, 200))} was given: ${reasonOf(cause)}.`,
      { cause },
    );
  }
}

function safeUrl(location: string): URL {
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (!url) throw new Error('it is no address');
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return url;
  throw new Error('keys that come over anything but https can be swapped on the way');
}

/** Every key must be good: whoever wrote the file wants to know. */
async function readFileSet(text: string): Promise<Keys> {
  const keys: VerificationKey[] = [];
  for (const [index, jwk] of parseSet(text).entries()) {
    if (isForOtherUse(jwk)) continue;
    const key = await readVerificationKey(jwk, true).catch((cause) => {
      throw new Error(`key ${index + 1} ${reasonOf(cause)}`, { cause });
    });
    if (keys.some((other) => isSame(other, key))) {
      throw new Error(`key ${index + 1} has the name (kid), algorithm and issuer of one before it`);
    }
    keys.push(key);
  }
  return atLeastOne(keys);
}

/** A service may have keys for others beside ours: what does not fit is left out. */
async function readUrlSet(text: string, log: Log): Promise<Keys> {
  const keys: VerificationKey[] = [];
  for (const [index, jwk] of parseSet(text).entries()) {
    if (isForOtherUse(jwk)) continue;
    try {
      const key = await readVerificationKey(jwk, false);
      if (!keys.some((other) => isSame(other, key))) keys.push(key);
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      log('warn', `token key ${index + 1} of the address is left out: it ${error.message}`);
    }
  }
  return atLeastOne(keys);
}

function parseSet(text: string): readonly unknown[] {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch (cause) {
    throw new Error('it is no JSON', { cause });
  }
  const { keys } = (set ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('it has no list "keys"');
  if (keys.length > MAX_KEYS) throw new Error(`it has ${keys.length} keys, at most ${MAX_KEYS} are read`);
  return keys;
}

function atLeastOne(keys: Keys): Keys {
  if (keys.length > 0) return keys;
  throw new Error('it has no key that checks signatures');
}
