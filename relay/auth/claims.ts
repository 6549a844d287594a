/** What a token says, as schemas, and the identity that follows. Knows nothing of signatures and keys. */
import { type Grant, Grant as GrantName, Role } from 'stream-room/protocol/control';
import { DisplayName, RoomName } from 'stream-room/protocol/fields';
import { MAX_NAME_LENGTH, MAX_ROOM_LENGTH } from 'stream-room/protocol/limits';
import * as v from 'valibot';
import { type Identity, ROLE_GRANTS } from './identity.ts';
import { TokenError } from './token-error.ts';

/** The header's `typ`: a token made for another purpose with the same key is not one of ours (RFC 8725 section 3.11). */
export const TOKEN_TYPE = 'sr+jwt';
/** Characters of a subject: room for an address of e-mail or a UUID with a prefix. */
const MAX_SUBJECT_LENGTH = 256;
/** A gigabit per second; more is no limit at all. */
const MAX_KBPS = 1_000_000;
/** Seconds since the Unix epoch: the year 5138. Later ones are milliseconds by mistake, or mischief. */
const MAX_SECONDS = 1e11;
const MAX_GRANTS = 16;

const seconds = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(MAX_SECONDS));
const visible = (maxLength: number) => v.pipe(v.string(), v.regex(/^\P{Cc}+$/u), v.maxLength(maxLength));

/** Checked here are those that make the identity; who issued it for whom, and when it holds, is checked before. */
const Claims = v.object({
  sub: visible(MAX_SUBJECT_LENGTH),
  iat: seconds,
  exp: seconds,
  nbf: v.optional(seconds),
  jti: v.optional(visible(128)),
  room: RoomName,
  name: v.optional(DisplayName),
  role: Role,
  // Grants that we do not know give nothing: an issuer may be newer than its relay.
  grants: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(MAX_GRANTS))),
  kbps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_KBPS))),
  client: v.optional(v.literal('native')),
  once: v.optional(v.boolean()),
});
export type Claims = v.InferOutput<typeof Claims>;

/** What each claim may be, for the sentence about one that is not. */
export const ALLOWED: { readonly [Name in keyof Claims]-?: string } = {
  sub: `a text of 1 to ${MAX_SUBJECT_LENGTH} characters`,
  iat: 'a time in seconds since 1970',
  exp: 'a time in seconds since 1970',
  nbf: 'a time in seconds since 1970',
  jti: 'a text of 1 to 128 characters',
  room: `a room name of 1 to ${MAX_ROOM_LENGTH} printable characters`,
  name: `a name of 1 to ${MAX_NAME_LENGTH} printable characters`,
  role: 'guest, member or host',
  grants: 'a list of names such as publish and chat',
  kbps: `a whole number from 1 to ${MAX_KBPS}`,
  client: '"native", or absent',
  once: 'true or false',
};

/** Copies the known claims, so that nothing else in a token reaches the relay. Throws TokenError. */
export function readClaims(payload: unknown): Claims {
  const result = v.safeParse(Claims, payload);
  if (!result.success) {
    const claim = result.issues[0].path?.[0]?.key as keyof Claims | undefined;
    throw new TokenError(
      'claims',
      claim === undefined ? 'The token has no claims.' : `The token’s claim ${claim} must be ${ALLOWED[claim]}.`,
    );
  }
  const claims = result.output;
  if (claims.exp <= claims.iat) throw new TokenError('claims', 'The token’s claim exp must be later than iat.');
  if (claims.once && claims.jti === undefined) {
    throw new TokenError('claims', 'A one-time token needs the claim jti: a text that no other token has.');
  }
  return claims;
}

/** True where `value` may be what the claim says. */
export const isClaim = (claim: keyof Claims, value: unknown): boolean => v.is(Claims.entries[claim], value);

export const isGrant = (name: string): name is Grant => v.is(GrantName, name);

export function toIdentity({ sub, room, name, role, grants, kbps, exp, client }: Claims): Identity {
  const ofRole = ROLE_GRANTS[role];
  return Object.freeze({
    subject: sub,
    room,
    name,
    role,
    grants: grants === undefined ? ofRole : new Set(grants.filter(isGrant).filter((grant) => ofRole.has(grant))),
    maxBitrateBps: kbps === undefined ? undefined : kbps * 1000,
    expiresAtMs: exp * 1000,
    native: client === 'native',
  });
}
