/** One JSON Web Key → one key for one algorithm, or why it cannot be one. Knows nothing of where keys come from. */
import { type CryptoKey, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import { KeyError } from './key-error.ts';
import { type KeyScope, readScope } from './key-scope.ts';

/** Checks signatures of one algorithm and no other. */
export interface VerificationKey extends KeyScope {
  readonly kid: string | undefined;
  readonly alg: string;
  readonly key: CryptoKey | Uint8Array;
}

/** Bytes of a secret: as many as the hash gives (RFC 7518 section 3.2). */
export const MIN_SECRET_BYTES = 32;
const MIN_RSA_BITS = 2048;

/** For each kind of key the algorithms that it may be for; the first where it does not say. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  'OKP Ed25519': ['EdDSA', 'Ed25519'],
  'EC P-256': ['ES256'],
  'EC P-384': ['ES384'],
  'EC P-521': ['ES512'],
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  oct: ['HS256'],
};

export const SUPPORTED_ALGORITHMS: ReadonlySet<string> = new Set(Object.values(ALGORITHMS).flat());

const Jwk = v.looseObject({
  kty: v.string(),
  crv: v.optional(v.string()),
  alg: v.optional(v.string()),
  kid: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
  use: v.optional(v.string()),
  key_ops: v.optional(v.array(v.string())),
});

/** The algorithm that a key is for. Throws KeyError. */
export function algorithmOf(jwk: unknown): string {
  const result = v.safeParse(Jwk, jwk);
  if (!result.success) throw new KeyError(`is no JSON Web Key: ${result.issues[0].message}`);
  const { kty, crv, alg } = result.output;
  const kind = kty === 'OKP' || kty === 'EC' ? `${kty} ${crv}` : kty;
  const [usual, ...others] = (Object.hasOwn(ALGORITHMS, kind) && ALGORITHMS[kind]) || [];
  if (usual === undefined) {
    throw new KeyError(`is of kind ${quote(kind)}; known are ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  if (alg === undefined) return usual;
  if (alg === usual || others.includes(alg)) return alg;
  throw new KeyError(`is for ${quote(alg)}; a key of kind ${kind} is for ${[usual, ...others].join(', ')}`);
}

/** True for keys of a set that are there for something else than signatures. */
export function isForOtherUse(jwk: unknown): boolean {
  if (!v.is(Jwk, jwk)) return false;
  return (jwk.use !== undefined && jwk.use !== 'sig') || (jwk.key_ops !== undefined && !jwk.key_ops.includes('verify'));
}

/** Throws KeyError. `allowSecrets`: where the set itself is kept secret. */
export async function readVerificationKey(jwk: unknown, allowSecrets: boolean): Promise<VerificationKey> {
  const alg = algorithmOf(jwk);
  const { kid, kty, d } = jwk as JWK;
  if (kty === 'oct' && !allowSecrets) throw new KeyError('is a secret, which whoever reads this address knows');
  if (d !== undefined) throw new KeyError('is a private key; the relay needs the public one, without "d"');
  const scope = readScope(jwk);
  const key = await importJWK(jwk as JWK, alg).catch((cause: unknown) => {
    throw new KeyError(`cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  assertStrong(key);
  return Object.freeze({ kid, alg, key, ...scope });
}

/** Throws KeyError for a secret or RSA key that can be guessed or factored. */
export function assertStrong(key: CryptoKey | Uint8Array): void {
  if (key instanceof Uint8Array) {
    if (key.byteLength >= MIN_SECRET_BYTES) return;
    throw new KeyError(`is a secret of ${key.byteLength} bytes; it needs at least ${MIN_SECRET_BYTES}`);
  }
  const { modulusLength } = key.algorithm as { modulusLength?: number };
  if (modulusLength === undefined || modulusLength >= MIN_RSA_BITS) return;
  throw new KeyError(`is an RSA key of ${modulusLength} bits; it needs at least ${MIN_RSA_BITS}`);
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 40));
