/** A token → whom it speaks for, or why not. Knows nothing of sockets and rooms, and keeps no token. */
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { MAX_TOKEN_LENGTH } from 'stream-room/protocol/limits';
import { type Clock, systemClock } from '../clock.ts';
import { ConfigError } from '../config.ts';
import { type Log, warnings } from '../log.ts';
import { type BurntTokens, MemoryBurntTokens } from './burnt-tokens.ts';
import { type Claims, readClaims, TOKEN_TYPE, toIdentity } from './claims.ts';
import { ANYBODY, type Identity } from './identity.ts';
import { SUPPORTED_ALGORITHMS, type VerificationKey } from './jwk.ts';
import { isInScope } from './key-scope.ts';
import { type KeySet, type KeySettings, openKeySet } from './keys.ts';
import { TokenError } from './token-error.ts';

export interface AuthSettings extends KeySettings {
  /** Which rooms take those without a token. */
  readonly open: 'no' | 'secret-rooms' | 'any-room';
  /** For keys that name no issuer of their own. Undefined: whoever holds one of them may issue. */
  readonly tokenIssuer?: string | undefined;
  readonly tokenAudience: string;
  /** From `iat` to `exp`. */
  readonly maxTokenLifetimeMs: number;
}

export interface Authenticator {
  /** Whether a connection needs no token, needs one, or may have one. */
  readonly mode: 'open' | 'token' | 'both';
  /** Rejects with TokenError. Burns a one-time token. Without a token, where that may be: ANYBODY. */
  authenticate(token: string | undefined): Promise<Identity>;
}

interface Surroundings {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Where one-time tokens are remembered; of this relay alone where it is not given. */
  readonly burntTokens?: BurntTokens;
}

/** By how much the clocks of issuer and relay may differ. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** Header parameters that bring a key along, point to one, or change how the rest is read. */
const FOREIGN_RULES = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'];

/** Rejects with ConfigError where the keys cannot be had, or where nobody could come in. */
export async function createAuthenticator(
  settings: AuthSettings,
  { clock = systemClock, log = warnings, burntTokens = new MemoryBurntTokens(clock) }: Surroundings = {},
): Promise<Authenticator> {
  const keys = await openKeySet(settings, { clock, log });
  const isOpen = settings.open !== 'no';
  if (!keys && !isOpen) {
    throw new ConfigError('Nobody could come in: set tokenKeys or tokenSecret, or open to secret-rooms or any-room.');
  }
  return {
    mode: keys ? (isOpen ? 'both' : 'token') : 'open',
    async authenticate(token) {
      if (token === undefined) {
        if (isOpen) return ANYBODY;
        throw new TokenError('missing', 'This relay needs a token. Give the element one, or the address of one.');
      }
      // Silently being less than the token says would be harder to understand.
      if (!keys) throw new TokenError('not-expected', 'This relay has no keys to check a token with. Send none.');
      const claims = await verify(token, keys, settings, clock);
      await burn(claims, burntTokens);
      return toIdentity(claims);
    },
  };
}

async function verify(token: string, keys: KeySet, settings: AuthSettings, clock: Clock): Promise<Claims> {
  const key = await findKey(token, keys);
  const payload = await checkSignature(token, key, settings, clock);
  const claims = readClaims(payload);
  if (!isInScope(key, claims.room)) {
    throw new TokenError('wrong-room', 'The token’s key is not for this room: its rooms are listed beside the key.');
  }
  const nowMs = clock.epochMs();
  if (claims.iat * 1000 > nowMs + CLOCK_TOLERANCE_MS) {
    throw new TokenError('not-yet', 'The token was issued in the future. Set the clocks of issuer and relay.');
  }
  if ((claims.exp - claims.iat) * 1000 > settings.maxTokenLifetimeMs) {
    const seconds = Math.floor(settings.maxTokenLifetimeMs / 1000);
    throw new TokenError('too-long', `The token holds for too long: at most ${seconds} s from iat to exp.`);
  }
  return claims;
}

async function findKey(token: string, keys: KeySet): Promise<VerificationKey> {
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new TokenError('too-large', `The token is longer than ${MAX_TOKEN_LENGTH} characters.`);
  }
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) throw malformed();
  const { alg, kid, ...header } = readHeader(token);
  const foreign = FOREIGN_RULES.find((name) => Object.hasOwn(header, name));
  if (foreign !== undefined) {
    throw new TokenError('bad-header', `The token’s header has "${foreign}". Only alg, kid and typ count here.`);
  }
  // Before any key is looked for: what was made for another purpose is none of ours, whoever signed it.
  if (header['typ'] !== TOKEN_TYPE) {
    throw new TokenError('wrong-type', `The token’s header must have typ "${TOKEN_TYPE}".`);
  }
  if (typeof alg !== 'string' || !SUPPORTED_ALGORITHMS.has(alg)) {
    throw new TokenError('wrong-algorithm', 'The token’s algorithm (alg) is none of those that this relay knows.');
  }
  if (kid !== undefined && typeof kid !== 'string') throw malformed();
  const key = await keys.find(kid, alg, readIssuer(token));
  if (key) return key;
  throw new TokenError('unknown-key', 'This relay has no key with the name (kid) and algorithm (alg) of the token.');
}

/** As the token says: only to find the key, which then says whether it is true. */
function readIssuer(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token);
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

function readHeader(token: string): Readonly<Record<string, unknown>> {
  try {
    return decodeProtectedHeader(token);
  } catch (cause) {
    throw malformed(cause);
  }
}

async function checkSignature(
  token: string,
  { key, alg, issuer: ofKey }: VerificationKey,
  { tokenAudience, tokenIssuer }: AuthSettings,
  clock: Clock,
): Promise<JWTPayload> {
  const issuer = ofKey ?? tokenIssuer;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [alg],
      typ: TOKEN_TYPE,
      audience: tokenAudience,
      ...(issuer === undefined ? {} : { issuer }),
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_MS / 1000,
      currentDate: new Date(clock.epochMs()),
    });
    return payload;
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): TokenError {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('bad-signature', 'The token’s signature is wrong: it was not made with this relay’s key.');
  }
  if (error instanceof errors.JWTExpired) {
    return new TokenError('expired', 'The token has expired. Get a new one.');
  }
  if (!(error instanceof errors.JWTClaimValidationFailed)) return malformed(error);
  const { claim, reason } = error;
  if (claim === 'aud') return new TokenError('wrong-audience', 'The token is for another audience (aud).');
  if (claim === 'iss') return new TokenError('wrong-issuer', 'The token is from another issuer (iss).');
  if (claim === 'nbf' && reason === 'check_failed') {
    return new TokenError('not-yet', 'The token does not hold yet (nbf). Set the clocks of issuer and relay.');
  }
  return new TokenError('claims', `The token’s claim ${claim} is missing or is no time in seconds since 1970.`);
}

async function burn({ once, jti, exp }: Claims, burntTokens: BurntTokens): Promise<void> {
  if (!once || jti === undefined) return;
  const isFirst = await burntTokens.burn(jti, exp * 1000 + CLOCK_TOLERANCE_MS).catch((cause: unknown) => {
    throw new TokenError('unavailable', 'Whether this one-time token was used cannot be told now. Try again.', {
      cause,
    });
  });
  if (!isFirst) throw new TokenError('used', 'This one-time token was used before. Get a new one.');
}

function malformed(cause?: unknown): TokenError {
  return new TokenError('malformed', 'This is no token: a JWT in its compact form is.', { cause });
}
