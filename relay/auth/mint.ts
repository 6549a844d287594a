/** Makes tokens, as the command and the owner's own server do. Knows nothing of relays but what they accept. */
import { randomUUID } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose';
import type { Grant, Role } from 'stream-room/protocol/control';
import { type Clock, systemClock } from '../clock.ts';
import { readClaims, TOKEN_TYPE } from './claims.ts';
import { algorithmOf, assertStrong } from './jwk.ts';
import { KeyError } from './key-error.ts';
import { ANY_SCOPE, isInScope, type KeyScope, readScope } from './key-scope.ts';
import { TokenError } from './token-error.ts';

/** A private JSON Web Key, or the secret that the relay has as `tokenSecret`. */
export type TokenKey = string | JWK;

/** For whom a token is, and what it allows. */
export interface TokenContent {
  /** Who it is for, in the issuer's own terms: an account's id. */
  readonly subject: string;
  readonly room: string;
  readonly role: Role;
  /** The name that others see; without it the participant chooses. */
  readonly name?: string | undefined;
  /** Fewer than the role has. */
  readonly grants?: readonly Grant[] | undefined;
  /** Of everything that is published. */
  readonly kbps?: number | undefined;
  /** For a program that is no browser, which need not say from which page it comes. */
  readonly native?: boolean | undefined;
  /** Good for one connection only: for links that are handed on. */
  readonly once?: boolean | undefined;
}

export interface MintOptions extends TokenContent {
  readonly key: TokenKey;
  /** The relay's `tokenAudience`. */
  readonly audience?: string | undefined;
  /** The relay's `tokenIssuer`, where it has one; a key that has one (`iss`) says so itself. */
  readonly issuer?: string | undefined;
  /** At most the relay's `maxTokenLifetimeMs`. */
  readonly lifetimeMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** What relays take their name to be by default. */
export const DEFAULT_AUDIENCE = 'stream-room';
/** As long as relays accept by default. */
export const DEFAULT_LIFETIME_MS = 600_000;

/** Rejects with KeyError, and with TokenError for what no token can say. */
export async function mintToken(options: MintOptions): Promise<string> {
  const { alg, kid, key, ...scope } = await readSigningKey(options.key);
  const { audience = DEFAULT_AUDIENCE, issuer = scope.issuer, ...content } = options;
  const claims = toClaims(content);
  readClaims(claims);
  if (!isInScope(scope, content.room)) {
    throw new TokenError('wrong-room', 'The key is not for this room: its rooms are listed beside it.');
  }
  return await new SignJWT({ ...claims, aud: audience, ...(issuer === undefined ? {} : { iss: issuer }) })
    .setProtectedHeader({ alg, typ: TOKEN_TYPE, ...(kid === undefined ? {} : { kid }) })
    .sign(key);
}

function toClaims(options: Omit<MintOptions, 'key' | 'audience' | 'issuer'>) {
  const { subject, room, role, name, grants, kbps, native, once } = options;
  const { lifetimeMs = DEFAULT_LIFETIME_MS, clock = systemClock } = options;
  const now = Math.floor(clock.epochMs() / 1000);
  return {
    sub: subject,
    iat: now,
    nbf: now,
    exp: now + Math.floor(lifetimeMs / 1000),
    jti: randomUUID(),
    room,
    role,
    ...(name === undefined ? {} : { name }),
    ...(grants === undefined ? {} : { grants: [...grants] }),
    ...(kbps === undefined ? {} : { kbps }),
    ...(native ? { client: 'native' } : {}),
    ...(once ? { once } : {}),
  };
}

interface SigningKey extends KeyScope {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly key: CryptoKey | Uint8Array;
}

/** Rejects with KeyError. */
export async function readSigningKey(key: TokenKey): Promise<SigningKey> {
  if (typeof key === 'string') {
    const secret = new TextEncoder().encode(key);
    assertStrong(secret);
    return { alg: 'HS256', kid: undefined, key: secret, ...ANY_SCOPE };
  }
  const alg = algorithmOf(key);
  if (key.kty !== 'oct' && key.d === undefined)
    throw new KeyError('is a public key; tokens are made with the private one');
  const imported = await importJWK(key, alg).catch((cause: unknown) => {
    throw new KeyError(`cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  assertStrong(imported);
  return { alg, kid: key.kid, key: imported, ...readScope(key) };
}
