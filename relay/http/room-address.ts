/**
 * Addresses of rooms: which room a path names, and where the pages of a room are for those outside. Knows nothing of what
 * is on them.
 */
import type { IncomingMessage } from 'node:http';
import { RoomName } from 'stream-room/protocol/fields';
import { MAX_ROOM_LENGTH } from 'stream-room/protocol/limits';
import * as v from 'valibot';
import type { Config } from '../config.ts';
import { givenLanguage, LANGUAGE_PARAMETER, type PageLanguage } from './page-language.ts';

/** What is wrong with an address: sentences for people are in problem-words.ts. */
export type RoomProblem = 'nameless' | 'slash' | 'cutOff' | 'dots' | 'tooLong' | 'unprintable';

/** A room, or what to say to whoever asked: the values are for the sentence, without what was asked for. */
export type RoomReading =
  | { readonly room: string }
  | {
      readonly room?: undefined;
      readonly status: 400 | 404;
      readonly problem: RoomProblem;
      readonly values: Readonly<Record<string, number>>;
    };

/** A room of ours, and the language that its address asks for. */
export interface RoomLink {
  readonly room: string;
  readonly given: PageLanguage | undefined;
}

/** Base address, with a slash at its end; undefined where the request names none that can be believed. */
export type BaseOf = (request: IncomingMessage) => string | undefined;

const PAGES = ['r', 'embed'] as const;
export type RoomPage = (typeof PAGES)[number];

export function createBaseOf(
  { publicUrl, basePath }: Pick<Config, 'publicUrl' | 'basePath'>,
  ownOriginOf: (request: IncomingMessage) => string | undefined,
): BaseOf {
  const path = basePath === '/' ? '/' : `${basePath}/`;
  return (request) => {
    if (publicUrl !== undefined) return publicUrl;
    const origin = ownOriginOf(request);
    return origin === undefined ? undefined : origin + path;
  };
}

/** @param speech goes along where it was given: whoever follows the link reads on in it */
export function roomAddress(base: string, page: RoomPage, room: string, speech?: PageLanguage): string {
  const address = `${base}${page}/${encodeURIComponent(room)}`;
  return speech?.isGiven ? `${address}?${LANGUAGE_PARAMETER}=${speech.tag}` : address;
}

/** @param path what follows `/r` or `/embed`, as it was sent */
export function readRoomPath(path: string): RoomReading {
  const segment = path.replace(/^\//, '').replace(/\/$/, '');
  if (segment === '') return missing('nameless');
  if (segment.includes('/')) return missing('slash');
  const room = decode(segment);
  if (room === undefined) return wrong('cutOff');
  if (room === '.' || room === '..') return wrong('dots');
  if (v.is(RoomName, room)) return { room };
  const { length } = room;
  return length > MAX_ROOM_LENGTH ? wrong('tooLong', { max: MAX_ROOM_LENGTH, length }) : wrong('unprintable');
}

/** The room of a page of ours, by its whole address; undefined for what is no page of a room here. */
export function readRoomAddress(address: string, bases: readonly string[]): RoomLink | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) return undefined;
  for (const base of bases) {
    const { origin, pathname } = new URL(base);
    if (url.origin !== origin || !url.pathname.startsWith(pathname)) continue;
    const [page, ...rest] = url.pathname.slice(pathname.length).split('/');
    if (PAGES.every((name) => name !== page)) continue;
    const { room } = readRoomPath(rest.join('/'));
    if (room !== undefined) return { room, given: givenLanguage(url.searchParams.get(LANGUAGE_PARAMETER)) };
  }
  return undefined;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

const missing = (problem: RoomProblem): RoomReading => ({ status: 404, problem, values: {} });
const wrong = (problem: RoomProblem, values: Readonly<Record<string, number>> = {}): RoomReading => ({
  status: 400,
  problem,
  values,
});
