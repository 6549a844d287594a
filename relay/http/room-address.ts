/**
 * Addresses of rooms: which room a path names, and where the pages of a room are for those outside. Knows nothing of what
 * is on them.
 */
import type { IncomingMessage } from 'node:http';
import { RoomName } from 'stream-room/protocol/fields';
import { MAX_ROOM_LENGTH } from 'stream-room/protocol/limits';
import * as v from 'valibot';
import type { Config } from '../config.ts';

/** A room, or what to say to whoever asked: `message` is one sentence for people, without what was asked for. */
export type RoomReading =
  | { readonly room: string }
  | { readonly room?: undefined; readonly status: 400 | 404; readonly message: string };

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

export const roomAddress = (base: string, page: RoomPage, room: string): string =>
  `${base}${page}/${encodeURIComponent(room)}`;

/** @param path what follows `/r` or `/embed`, as it was sent */
export function readRoomPath(path: string): RoomReading {
  const segment = path.replace(/^\//, '').replace(/\/$/, '');
  if (segment === '')
    return missing('This address names no room: one that ends in /r/team is that of the room “team”.');
  if (segment.includes('/')) return missing('A room is one part of the address; a slash in its name is written %2F.');
  const room = decode(segment);
  if (room === undefined) return wrong('The room’s name in this address is cut off, or its percent signs are wrong.');
  if (room === '.' || room === '..') return wrong('A room of only one or two dots has no address: browsers drop them.');
  const { length } = room;
  if (v.is(RoomName, room)) return { room };
  if (length > MAX_ROOM_LENGTH) {
    return wrong(`A room’s name has at most ${MAX_ROOM_LENGTH} characters, the one in this address has ${length}.`);
  }
  return wrong('A room’s name is printable characters on one line, without white space at its beginning or end.');
}

/** The room of a page of ours, by its whole address; undefined for what is no page of a room here. */
export function readRoomAddress(address: string, bases: readonly string[]): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) return undefined;
  for (const base of bases) {
    const { origin, pathname } = new URL(base);
    if (url.origin !== origin || !url.pathname.startsWith(pathname)) continue;
    const [page, ...rest] = url.pathname.slice(pathname.length).split('/');
    if (PAGES.every((name) => name !== page)) continue;
    const { room } = readRoomPath(rest.join('/'));
    if (room !== undefined) return room;
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

const missing = (message: string): RoomReading => ({ status: 404, message });
const wrong = (message: string): RoomReading => ({ status: 400, message });
