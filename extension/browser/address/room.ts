/**
 * The name of the room in which people meet: from the page they see, the site, or as they call it. Pure but for the
 * digest. Knows no relay but by name.
 */
import type { RoomChoice } from '../settings.ts';
import { pageAddress, siteAddress } from './page-address.ts';

export interface Place {
  readonly choice: RoomChoice;
  /** Of the page; web pages only. */
  readonly address: string;
  /** Address of the relay, http or https. */
  readonly relay: string;
}

/** Characters of the digest in the room's name: 120 bits, which nobody meets by chance. */
const DIGEST_LENGTH = 20;

/**
 * `page-…` and `site-…` with a digest of relay and address: the relay learns which people are together, and only who
 * knows a page's address can tell its room. A chosen name is the room's name, as in the relay's own links.
 */
export async function roomName({ choice, address, relay }: Place): Promise<string> {
  if (typeof choice === 'object') return choice.named;
  const where = choice === 'page' ? pageAddress(address) : siteAddress(address);
  const text = ['stream-room', choice, relayName(relay), where].join('\n');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `${choice}-${base64url(digest).slice(0, DIGEST_LENGTH)}`;
}

/** Host with port and path, as it is the same for http and ws: `relay.example.com`, `example.com/calls`. */
export function relayName(relay: string): string {
  const { host, pathname } = new URL(relay);
  return `${host}${pathname}`.replace(/(?<!\/)\/+$/, '');
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
