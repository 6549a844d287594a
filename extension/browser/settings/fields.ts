/**
 * Every setting that is one value: where it is kept, what it may be, and what it is where nothing usable is kept (pure).
 * Relays and sites, which are lists, have files of their own.
 */
import { cleanName, LAYOUTS } from '../../../component/attributes.ts';
import { MAX_NAME_LENGTH } from '../../../component/protocol/limits.ts';
import { LANGUAGES } from '../languages.ts';
import { parseRelayUrl } from './relay-url.ts';
import { excerpt, SettingsError, type SettingsErrorCode } from './settings-error.ts';

export interface Field<T> {
  /** `sync` goes with the person to their other computers; `local` is about this one. */
  readonly area: 'sync' | 'local';
  readonly fallback: T;
  /** For the error: `one of "on", "off"`. */
  readonly allowed: string;
  /** Undefined: not usable. */
  read(raw: unknown): T | undefined;
  /** Of the error; `bad-value` where it is not said. */
  problem?(raw: unknown): SettingsErrorCode;
}

const choice = <const T extends string>(values: readonly T[], fallback: NoInfer<T>): Field<T> => ({
  area: 'sync',
  fallback,
  allowed: `one of ${values.map((value) => `"${value}"`).join(', ')}`,
  read: (raw) => values.find((value) => value === raw),
});

const turn = (fallback: boolean): Field<boolean> => ({
  area: 'sync',
  fallback,
  allowed: 'true or false',
  read: (raw) => (typeof raw === 'boolean' ? raw : undefined),
});

const MAX_DEVICE_ID_LENGTH = 256; // browsers use 64

/** Empty: the system's own choice. An id means something on this computer only. */
const device: Field<string> = {
  area: 'local',
  fallback: '',
  allowed: `a device id of at most ${MAX_DEVICE_ID_LENGTH} characters, or "" for the system's choice`,
  read: (raw) =>
    typeof raw === 'string' && raw.length <= MAX_DEVICE_ID_LENGTH && !/\p{Cc}/u.test(raw) ? raw : undefined,
};

const displayName: Field<string> = {
  area: 'sync',
  fallback: '',
  allowed: `a text of at most ${MAX_NAME_LENGTH} characters`,
  read: (raw) => (typeof raw === 'string' && raw.trim().length <= MAX_NAME_LENGTH ? cleanName(raw) : undefined),
  problem: (raw) => (typeof raw === 'string' ? 'too-long' : 'bad-value'),
};

/** Empty: the first of the list. */
const relay: Field<string> = {
  area: 'sync',
  fallback: '',
  allowed: 'the address of a relay in the list, or "" for the first',
  read(raw) {
    if (raw === '') return '';
    const parsed = parseRelayUrl(raw);
    return 'url' in parsed ? parsed.url : undefined;
  },
};

export const THEMES = ['auto', 'light', 'dark'] as const;
export const QUALITIES = ['auto', '360p', '720p', '1080p'] as const;
/** `auto`: floating in Chrome and Edge, the sidebar in Firefox, where a call in a page asks for the page's permission. */
export const PLACES = ['auto', 'floating', 'panel'] as const;
export const ROOMS = ['page', 'site'] as const;

export const FIELDS = {
  /** Address of the chosen one. */
  relay,
  displayName,
  camera: device,
  microphone: device,
  speaker: device,
  microphoneOn: turn(true),
  cameraOn: turn(true),
  quality: choice(QUALITIES, 'auto'),
  layout: choice(LAYOUTS, 'grid'),
  theme: choice(THEMES, 'auto'),
  language: choice(['auto', ...LANGUAGES], 'auto'),
  place: choice(PLACES, 'auto'),
  /** Where a site has no choice of its own: everybody on the page, or everybody on the site. */
  room: choice(ROOMS, 'page'),
} as const satisfies Record<string, Field<unknown>>;

export type FieldName = keyof typeof FIELDS;

type Value<F> = F extends Field<infer T> ? T : never;

export type FieldValues = { readonly [Name in FieldName]: Value<(typeof FIELDS)[Name]> };

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/** From a store that anything may have been written to. Never throws. */
export function readFields(stored: Readonly<Record<string, unknown>>): FieldValues {
  const read = (name: FieldName): unknown => {
    const field: Field<unknown> = FIELDS[name];
    return field.read(stored[name]) ?? field.fallback;
  };
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, read(name)])) as unknown as FieldValues;
}

/** From code: throws SettingsError. */
export function checkField(name: FieldName, raw: unknown): unknown {
  const field: Field<unknown> = FIELDS[name];
  const value = field.read(raw);
  if (value !== undefined) return value;
  const code = field.problem?.(raw) ?? 'bad-value';
  throw new SettingsError(code, name, `${excerpt(raw)} was received, allowed is ${field.allowed}.`);
}
