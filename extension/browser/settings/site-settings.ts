/** What is remembered for one site: how it is read, checked, and which sites are forgotten (pure). */
import { MAX_ROOM_LENGTH } from '../../../component/protocol/limits.ts';
import { parseRelayUrl, relayUrl } from './relay-url.ts';
import { excerpt, SettingsError } from './settings-error.ts';

/** Who meets: everybody on this page, on this site, or in the room of this name. */
export type RoomChoice = 'page' | 'site' | { readonly named: string };

/** Parts of the free space left of and above the floating call: 0 is left and top, 1 right and bottom. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface SiteSettings {
  /** Undefined: where it is put at first. */
  readonly position?: Position;
  readonly size?: Size;
  readonly collapsed: boolean;
  /** Undefined: as the settings say for every site. */
  readonly room?: RoomChoice;
  /** Address of another relay than the chosen one. */
  readonly relay?: string;
}

/** Undefined takes a choice back. */
export type SiteChange = { readonly [Name in keyof SiteSettings]?: SiteSettings[Name] | undefined };

export interface StoredSite extends SiteSettings {
  /** ms since 1970. */
  readonly changedAt: number;
}

export const MAX_SITES = 500;
export const MIN_SIZE = 160;
const MAX_SIZE = 4_000; // more than the largest screens show

export const NEW_SITE: SiteSettings = { collapsed: false };

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> => typeof raw === 'object' && raw !== null;

const isWithin = (raw: unknown, min: number, max: number): raw is number =>
  typeof raw === 'number' && raw >= min && raw <= max;

const isRoomName = (raw: unknown): raw is string =>
  typeof raw === 'string' &&
  raw.trim() !== '' &&
  raw.trim().length <= MAX_ROOM_LENGTH &&
  !/[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/u.test(raw) &&
  // Names that begin with it are derived from a secret, never chosen.
  !raw.trim().startsWith('~');

/** Undefined: not usable. `x` and `y` of a position are 0 to 1. */
const READERS: { readonly [Name in keyof Required<SiteSettings>]: (raw: unknown) => SiteSettings[Name] | undefined } = {
  position: (raw) =>
    isObject(raw) && isWithin(raw['x'], 0, 1) && isWithin(raw['y'], 0, 1) ? { x: raw['x'], y: raw['y'] } : undefined,
  size: (raw) =>
    isObject(raw) && isWithin(raw['width'], MIN_SIZE, MAX_SIZE) && isWithin(raw['height'], MIN_SIZE, MAX_SIZE)
      ? { width: Math.round(raw['width']), height: Math.round(raw['height']) }
      : undefined,
  collapsed: (raw) => (typeof raw === 'boolean' ? raw : undefined),
  room: (raw) => {
    if (raw === 'page' || raw === 'site') return raw;
    return isObject(raw) && isRoomName(raw['named']) ? { named: raw['named'].trim() } : undefined;
  },
  relay: (raw) => {
    const parsed = parseRelayUrl(raw);
    return 'url' in parsed ? parsed.url : undefined;
  },
};

const ALLOWED: Readonly<Record<keyof SiteSettings, string>> = {
  position: 'x and y, each from 0 to 1',
  size: `width and height in pixels, each from ${MIN_SIZE} to ${MAX_SIZE}`,
  collapsed: 'true or false',
  room: `"page", "site" or a name of 1 to ${MAX_ROOM_LENGTH} printable characters that does not begin with ~`,
  relay: 'an address such as https://relay.example.com',
};

/** From a store that anything may have been written to. Never throws. */
export function readSite(stored: unknown): StoredSite {
  const raw = isObject(stored) ? stored : {};
  const site = { ...NEW_SITE, changedAt: isWithin(raw['changedAt'], 0, 8.64e15) ? raw['changedAt'] : 0 };
  for (const [name, read] of Object.entries(READERS)) {
    const value = read(raw[name]);
    if (value !== undefined) Object.assign(site, { [name]: value });
  }
  return site;
}

/** What `site` is after the change. Throws SettingsError. */
export function changedSite(site: SiteSettings, change: SiteChange, now: number): StoredSite {
  const next: Record<string, unknown> = { ...site };
  for (const [name, raw] of Object.entries(change)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name as keyof SiteSettings] : undefined;
    if (!read) throw new SettingsError('unknown-setting', name, 'There is no setting of this name for a site.');
    if (raw === undefined) {
      delete next[name];
      continue;
    }
    const value = name === 'relay' ? relayUrl(raw, name) : read(raw);
    if (value === undefined) {
      const allowed = ALLOWED[name as keyof SiteSettings];
      throw new SettingsError('bad-value', name, `${excerpt(raw)} was received, allowed is ${allowed}.`);
    }
    next[name] = value;
  }
  return readSite({ ...next, changedAt: now });
}

/** `https://example.com/a?b` → `https://example.com`. Throws SettingsError for what is no website. */
export function siteOrigin(address: unknown): string {
  if (typeof address === 'string' && URL.canParse(address)) {
    const url = new URL(address);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url.origin;
  }
  throw new SettingsError('not-a-site', 'site', `${excerpt(address)} is no http or https address.`);
}

/** Those that go so that `limit` stay: the longest unused. */
export function surplusSites(sites: ReadonlyMap<string, StoredSite>, limit = MAX_SITES): readonly string[] {
  if (sites.size <= limit) return [];
  const byAge = [...sites].sort(([, a], [, b]) => a.changedAt - b.changedAt);
  return byAge.slice(0, sites.size - limit).map(([origin]) => origin);
}
