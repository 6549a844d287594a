/** The list of relays: what one consists of, and how the list is read, checked and divided for storing (pure). */
import { cleanName } from '../../../component/attributes.ts';
import { MAX_TOKEN_LENGTH } from '../../../component/protocol/limits.ts';
import { parseRelayUrl, relayUrl } from './relay-url.ts';
import { excerpt, SettingsError } from './settings-error.ts';

export interface Relay {
  /** For people; where none was given, the address without scheme. */
  readonly name: string;
  /** Its identity: http or https, with a slash at the end. */
  readonly url: string;
  /** A signed JWT, for a relay that wants one. */
  readonly token?: string;
  /** Gone when the browser closes. */
  readonly forgetsToken?: boolean;
}

/** More would not fit into one item of what browsers synchronize (8 KiB). */
export const MAX_RELAYS = 12;

/** Header, payload and signature of a JWT, each in base64url. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;

export const isToken = (raw: unknown): raw is string =>
  typeof raw === 'string' && raw.length <= MAX_TOKEN_LENGTH && TOKEN.test(raw);

/** By relay address. */
export type Tokens = Readonly<Record<string, string>>;

/** What each area of the storage keeps. */
export interface StoredRelays {
  readonly relays: readonly Omit<Relay, 'token'>[];
  readonly keptTokens: Tokens;
  readonly sessionTokens: Tokens;
}

export const hostOf = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/$/, '');

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** From a store that anything may have been written to: what is not usable is left out. Never throws. */
export function readRelays(list: unknown, keptTokens: unknown, sessionTokens: unknown): readonly Relay[] {
  if (!Array.isArray(list)) return [];
  const kept = readTokens(keptTokens);
  const ofSession = readTokens(sessionTokens);
  const relays = new Map<string, Relay>();
  for (const raw of list) {
    if (relays.size === MAX_RELAYS) break;
    if (!isObject(raw)) continue;
    const parsed = parseRelayUrl(raw['url']);
    if (!('url' in parsed) || relays.has(parsed.url)) continue;
    const { url } = parsed;
    const forgetsToken = raw['forgetsToken'] === true;
    const token = (forgetsToken ? ofSession : kept).get(url);
    relays.set(url, build({ name: readName(raw['name'], url), url, token, forgetsToken }));
  }
  return [...relays.values()];
}

/** From code: throws SettingsError at the first thing that is wrong. */
export function checkRelays(list: unknown): readonly Relay[] {
  if (!Array.isArray(list)) throw new SettingsError('bad-value', 'relays', `${excerpt(list)} is no list of relays.`);
  if (list.length > MAX_RELAYS) {
    throw new SettingsError('too-many', 'relays', `There are ${list.length}; at most ${MAX_RELAYS} can be kept.`);
  }
  const known = new Set<string>();
  return list.map((raw: unknown, index) => {
    const field = `relays.${index}`;
    const { name, token, forgetsToken, url: address } = isObject(raw) ? raw : {};
    const url = relayUrl(address, `${field}.url`);
    if (known.has(url)) throw new SettingsError('duplicate', `${field}.url`, `${url} is in the list already.`);
    known.add(url);
    if (token !== undefined && token !== '' && !isToken(token)) {
      throw new SettingsError(
        'bad-token',
        `${field}.token`,
        `A token is a JWT of at most ${MAX_TOKEN_LENGTH} characters: three parts of letters, digits, - and _ with dots between.`,
      );
    }
    return build({ name: readName(name, url), url, token: token || undefined, forgetsToken: forgetsToken === true });
  });
}

export function divideRelays(relays: readonly Relay[]): StoredRelays {
  const tokens = (forgets: boolean) =>
    Object.fromEntries(
      relays.flatMap(({ url, token, forgetsToken = false }) =>
        token && forgetsToken === forgets ? [[url, token]] : [],
      ),
    );
  return {
    relays: relays.map(({ token: _token, ...rest }) => rest),
    keptTokens: tokens(false),
    sessionTokens: tokens(true),
  };
}

/** When the token stops to be good, if it says so (JWT `exp`); the relay alone can tell whether it is good before. */
export function tokenExpiry(token: string): Date | undefined {
  try {
    const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    const claims: unknown = JSON.parse(atob(payload));
    const seconds = isObject(claims) ? claims['exp'] : undefined;
    const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
    return Number.isNaN(date.getTime()) ? undefined : date;
  } catch {
    return undefined;
  }
}

function readTokens(raw: unknown): ReadonlyMap<string, string> {
  if (!isObject(raw)) return new Map();
  return new Map(Object.entries(raw).filter((entry): entry is [string, string] => isToken(entry[1])));
}

function readName(raw: unknown, url: string): string {
  return (typeof raw === 'string' ? cleanName(raw) : '') || hostOf(url).slice(0, 64);
}

function build({ name, url, token, forgetsToken }: { [Key in keyof Relay]-?: Relay[Key] | undefined }): Relay {
  return {
    name: name ?? '',
    url: url ?? '',
    ...(token === undefined ? {} : { token }),
    ...(forgetsToken ? { forgetsToken } : {}),
  };
}
