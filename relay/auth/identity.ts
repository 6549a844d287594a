/** Who a connection speaks for and what that allows. Knows nothing of tokens, nor of rooms. */
import type { Grant, Role } from 'stream-room/protocol/control';

/** Frozen; a refreshed token gives another one. */
export interface Identity {
  /** Who it is for whoever issued the token; undefined where there was none. */
  readonly subject: string | undefined;
  /** The only room it opens; undefined: any. */
  readonly room: string | undefined;
  /** The name that the token gives; undefined: what the participant chooses. */
  readonly name: string | undefined;
  readonly role: Role;
  /** Never more than the role has. */
  readonly grants: ReadonlySet<Grant>;
  /** Of everything that is published; undefined: no limit but the relay's. */
  readonly maxBitrateBps: number | undefined;
  /** Milliseconds since the Unix epoch; undefined: never. */
  readonly expiresAtMs: number | undefined;
  /** Issued to a program that is no browser: it need not say from which page it comes. */
  readonly native: boolean;
}

/** What each role may do unless its token says less. */
export const ROLE_GRANTS: Readonly<Record<Role, ReadonlySet<Grant>>> = {
  guest: new Set(['publish', 'subscribe', 'chat']),
  member: new Set(['publish', 'subscribe', 'chat', 'send']),
  host: new Set(['publish', 'subscribe', 'chat', 'send', 'moderate']),
};

/** Where nobody needs a token: everybody is the same. */
export const ANYBODY: Identity = Object.freeze({
  subject: undefined,
  room: undefined,
  name: undefined,
  role: 'member',
  grants: ROLE_GRANTS.member,
  maxBitrateBps: undefined,
  expiresAtMs: undefined,
  native: false,
});
