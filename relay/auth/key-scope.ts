/**
 * For what a key is good: tokens of one issuer, for some rooms. Stands in the JSON Web Key itself, as `iss` and `rooms`, so
 * that a key that falls into wrong hands opens no more than its issuer had. Knows nothing of signatures.
 */
import { RoomName } from 'stream-room/protocol/fields';
import * as v from 'valibot';
import { KeyError } from './key-error.ts';

export interface KeyScope {
  /** What its tokens must have as `iss`; undefined: as the relay's setting says. */
  readonly issuer: string | undefined;
  /** Names, and beginnings of names with a `*` at their end; undefined: every room. */
  readonly rooms: readonly string[] | undefined;
}

/** Of a key that is good for everything. */
export const ANY_SCOPE: KeyScope = Object.freeze({ issuer: undefined, rooms: undefined });

const MAX_ISSUER_LENGTH = 200;
const MAX_ROOMS = 1_000;

const Issuer = v.pipe(v.string(), v.regex(/^\P{Cc}+$/u), v.maxLength(MAX_ISSUER_LENGTH));
/** A beginning may end with what no whole name ends with, such as a space. */
const Pattern = v.pipe(
  v.string(),
  v.check((text) => v.is(RoomName, text.endsWith('*') ? `${text.slice(0, -1)}x` : text)),
);

/** Throws KeyError: a limit that is misspelt would be none. */
export function readScope(jwk: unknown): KeyScope {
  const { iss, rooms } = (jwk ?? {}) as { readonly iss?: unknown; readonly rooms?: unknown };
  if (iss !== undefined && !v.is(Issuer, iss)) {
    throw new KeyError(`has the iss ${shown(iss)}; it is a text of 1 to ${MAX_ISSUER_LENGTH} characters`);
  }
  if (rooms === undefined) return Object.freeze({ issuer: iss, rooms });
  if (!Array.isArray(rooms) || rooms.length === 0 || rooms.length > MAX_ROOMS) {
    throw new KeyError(
      `has the rooms ${shown(rooms)}; they are a list of 1 to ${MAX_ROOMS} names, such as ["team", "blog-*"]`,
    );
  }
  const strange: unknown = rooms.find((each) => !v.is(Pattern, each));
  if (strange !== undefined || !rooms.every((each) => typeof each === 'string')) {
    throw new KeyError(`has ${shown(strange)} among its rooms; each is a room’s name, or its beginning and a "*"`);
  }
  return Object.freeze({ issuer: iss, rooms: Object.freeze([...rooms]) });
}

export function isInScope({ rooms }: KeyScope, room: string): boolean {
  if (rooms === undefined) return true;
  return rooms.some((each) => (each.endsWith('*') ? room.startsWith(each.slice(0, -1)) : room === each));
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 80);
