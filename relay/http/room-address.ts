/** Addresses of a room's pages on this relay, written and read (pure). Knows nothing of what is on them. */
import { MAX_ROOM_LENGTH } from 'stream-room/protocol/limits';
import { isLine } from 'stream-room/protocol/text';

export type PageKind = 'r' | 'embed';

/** `r/team`, `embed/team` below the relay's base path. Rooms called `.` or `..` have none: addresses leave them out. */
export const pagePath = (kind: PageKind, room: string): string => `${kind}/${encodeURIComponent(room)}`;

export type RoomPath =
  | { readonly kind: PageKind; readonly room: string }
  /** The sentence says what is wrong with the name. */
  | { readonly kind: PageKind; readonly wrong: string };

/** Undefined for a path that is no room's page. @param path below the base path, as it was asked for: `/r/team` */
export function readRoomPath(path: string): RoomPath | undefined {
  const [, kind, segment = ''] = /^\/(r|embed)\/([^/]*)$/.exec(path) ?? [];
  if (kind !== 'r' && kind !== 'embed') return undefined;
  let room: string;
  try {
    room = decodeURIComponent(segment);
  } catch {
    return { kind, wrong: 'This address cannot be read: a % in it is not followed by two digits. Check the link.' };
  }
  if (isLine(room, MAX_ROOM_LENGTH)) return { kind, room };
  const had = room.length > MAX_ROOM_LENGTH ? `, this one has ${room.length}` : '';
  return {
    kind,
    wrong: `A room’s name has 1 to ${MAX_ROOM_LENGTH} printable characters${had} and no white space around them. Check the link.`,
  };
}

/**
 * The room that a whole address names, where it is one of this relay's.
 * @param base this relay's address as its visitors see it, with a slash at the end
 */
export function readRoomUrl(address: string, base: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  const own = new URL(base);
  if (origin !== own.origin || !pathname.startsWith(own.pathname)) return undefined;
  const found = readRoomPath(`/${pathname.slice(own.pathname.length)}`.replace(/(.)\/$/, '$1'));
  return found !== undefined && 'room' in found ? found.room : undefined;
}
