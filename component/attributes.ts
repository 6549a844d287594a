/**
 * What each attribute of `<stream-room>` may hold, and what becomes of anything else: a warning and the fallback. Knows
 * nothing of the element, nor of what a value is good for.
 */
import type { PropertyDeclaration } from 'lit';
import { MAX_NAME_LENGTH, MAX_ROOM_LENGTH } from './protocol/limits.ts';

export const LAYOUTS = ['grid', 'speaker', 'strip'] as const;
export type Layout = (typeof LAYOUTS)[number];
export type Theme = 'auto' | 'light' | 'dark';
export type OnOff = 'on' | 'off';

/** One attribute: its name, its value where none is given, and how a given one is read (undefined: not usable). */
export interface Attribute<T> {
  readonly name: string;
  readonly fallback: T;
  /** For the warning: `one of "on", "off"`. */
  readonly allowed: string;
  read(raw: unknown): T | undefined;
  /** What was written is not repeated in a warning. */
  readonly isSecret?: boolean;
}

const TRUE_WORDS = new Set<unknown>(['', 'on', 'true', 'yes', true]);
const FALSE_WORDS = new Set<unknown>(['off', 'false', 'no', false]);

/** Presence, or `on` and `off` as words. */
const flag = (name: string): Attribute<boolean> => ({
  name,
  fallback: false,
  allowed: 'present, absent, "on" or "off"',
  read: (raw) => (TRUE_WORDS.has(raw) ? true : FALSE_WORDS.has(raw) ? false : undefined),
});

const choice = <T extends string>(name: string, values: readonly T[], fallback: T): Attribute<T> => ({
  name,
  fallback,
  allowed: `one of ${values.map((value) => `"${value}"`).join(', ')}`,
  read: (raw) => values.find((value) => value === raw),
});

/** A choice among words, where presence means `on` as well. */
const turn = <T extends string>(name: string, values: readonly (T | OnOff)[], fallback: T | OnOff) => {
  const words = choice<T | OnOff>(name, values, fallback);
  const read = (raw: unknown) =>
    TRUE_WORDS.has(raw) ? ('on' as const) : FALSE_WORDS.has(raw) ? ('off' as const) : words.read(raw);
  return { ...words, read };
};

const text = (name: string, allowed = 'a text', isUsable = (_text: string) => true): Attribute<string> => ({
  name,
  fallback: '',
  allowed,
  read: (raw) => (typeof raw === 'string' && isUsable(raw.trim()) ? raw.trim() : undefined),
});

const MAX_FPS = 60; // cameras give no more; the encoder takes its budget from this

const fps: Attribute<number> = {
  name: 'fps',
  fallback: 30,
  allowed: `a number from 1 to ${MAX_FPS}`,
  read(raw) {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
    return typeof value === 'number' && value >= 1 && value <= MAX_FPS ? value : undefined;
  },
};

const MAX_LABEL_LENGTH = 200; // a headline; longer ones are cut in the bar anyway

/** Control characters, bidirectional overrides, line breaks: a relay refuses them in names (protocol/control.ts). */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]+/gu;

/** What a person or a page gave as a name, as a relay accepts it: one line, no invisible marks, cut to the limit. */
export function cleanName(name: string, maxLength = MAX_NAME_LENGTH): string {
  const line = name.replaceAll(UNPRINTABLE, ' ').replaceAll(/\s+/g, ' ').trim();
  if (line.length <= maxLength) return line;
  // By code points, so that no half of a surrogate pair stays.
  let cut = '';
  for (const character of line) {
    if (cut.length + character.length > maxLength) break;
    cut += character;
  }
  return cut.trim();
}

const name = (attribute: string, maxLength: number): Attribute<string> => ({
  ...text(attribute),
  read: (raw) => (typeof raw === 'string' ? cleanName(raw, maxLength) : undefined),
});

const isRoomName = (room: string) => room.length <= MAX_ROOM_LENGTH && room.search(UNPRINTABLE) < 0;

/** Relative addresses are meant against the page. */
const isAddress = (address: string) => address === '' || URL.canParse(address, 'https://page.invalid/');

const isWebAddress = (address: string) =>
  address === '' || (isAddress(address) && /^https?:$/.test(new URL(address, 'https://page.invalid/').protocol));

const isSecretOrHash = (text: string) => text === '' || text === 'hash' || /^[\w-]{43}$/.test(text);

/** By property name. */
export const ATTRIBUTES = {
  relay: text('relay', 'http, https, ws or wss addresses'),
  room: text('room', `a text of at most ${MAX_ROOM_LENGTH} characters on one line`, isRoomName),
  roomSecret: { ...text('room-secret', '"hash" or 43 base64url characters', isSecretOrHash), isSecret: true },
  token: { ...text('token'), isSecret: true },
  tokenUrl: text('token-url', 'an http or https address', isWebAddress),
  label: name('label', MAX_LABEL_LENGTH),
  displayName: name('display-name', MAX_NAME_LENGTH),
  lang: text('lang'),
  audio: turn('audio', ['on', 'off', 'none'], 'on'),
  video: turn('video', ['on', 'off', 'none'], 'on'),
  autojoin: flag('autojoin'),
  noLobby: flag('no-lobby'),
  layout: choice('layout', LAYOUTS, 'grid'),
  transport: choice('transport', ['auto', 'websocket'], 'auto'),
  codec: choice('codec', ['auto', 'av1', 'vp9', 'h264', 'vp8', 'mjpeg'], 'auto'),
  quality: choice('quality', ['auto', '360p', '720p', '1080p'], 'auto'),
  fps,
  minimal: flag('minimal'),
  chat: turn('chat', ['on', 'off'], 'on'),
  screenshare: turn('screenshare', ['on', 'off'], 'on'),
  theme: choice('theme', ['auto', 'light', 'dark'], 'auto'),
  assets: text('assets', 'an address', isAddress),
} satisfies Record<string, Attribute<unknown>>;

export type AttributeName = keyof typeof ATTRIBUTES;

/** `raw` as the attribute's value; what is not usable warns and becomes the fallback. */
export function readAttribute<T>(attribute: Attribute<T>, raw: unknown): T {
  if (raw === null || raw === undefined) return attribute.fallback;
  const value = attribute.read(raw);
  if (value !== undefined) return value;
  const received = attribute.isSecret ? 'something else' : JSON.stringify(raw);
  console.warn(
    `<stream-room> ${attribute.name}: ${received} was received, allowed is ${attribute.allowed}. ` +
      `${JSON.stringify(attribute.fallback)} is used.`,
  );
  return attribute.fallback;
}

/** Lit's declarations: attributes reach the property as they are; its accessor reads them (see RoomProperties). */
export function propertyDeclarations(): Record<string, PropertyDeclaration> {
  const asWritten = { fromAttribute: (value: string | null) => value };
  return Object.fromEntries(
    Object.entries(ATTRIBUTES).map(([property, { name }]) => [
      property,
      { attribute: name, converter: asWritten, noAccessor: true },
    ]),
  );
}
