/** Links to a room of a relay, `https://relay.example/r/team`: what they name, and how the menu knows them (pure). */
import { MAX_ROOM_LENGTH } from '../../../component/protocol/limits.ts';

export interface RoomLink {
  /** Address of the relay, as the settings have it. */
  readonly relay: string;
  readonly room: string;
}

const PATH = 'r/';
/** Line breaks and marks that turn the reading direction: no relay takes them in a name. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** Undefined where the link is none to a room of these relays. */
export function readRoomLink(link: string | undefined, relays: readonly string[]): RoomLink | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  for (const relay of relays) {
    const base = new URL(PATH, relay);
    if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) continue;
    const room = decode(url.pathname.slice(base.pathname.length).replace(/\/$/, ''));
    if (room !== undefined) return { relay, room };
  }
  return undefined;
}

/** Patterns for the menu on links. `hasPorts`: Chromium's know them, and Firefox's refuse them. */
export function roomLinkPatterns(relays: readonly string[], hasPorts: boolean): string[] {
  const patterns = relays.map((relay) => {
    const { protocol, host, hostname, pathname } = new URL(PATH, relay);
    return `${protocol}//${hasPorts ? host : hostname}${pathname}*`;
  });
  return [...new Set(patterns)];
}

function decode(segment: string): string | undefined {
  try {
    const room = decodeURIComponent(segment);
    const isUsable = room.trim() !== '' && room.length <= MAX_ROOM_LENGTH && !segment.includes('/');
    return isUsable && !UNPRINTABLE.test(room) ? room : undefined;
  } catch {
    return undefined;
  }
}
