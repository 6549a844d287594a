/**
 * Keys for the relays that are compared, and tokens made with them beforehand: who makes them is not measured. Knows
 * nothing of connections.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mintToken, type TokenKey } from '../../../relay/auth/mint.ts';

/** Symmetric, and what relays expect by default. */
export type TokenAlgorithm = 'HS256' | 'EdDSA';

/** As our relay's settings name them. */
export interface TokenKeys {
  readonly tokenSecret?: string;
  /** Path of a JSON Web Key Set. */
  readonly tokenKeys?: string;
}

export interface Issuer {
  /** For whoever makes tokens; it can be sent to another process. */
  readonly key: TokenKey;
  /** For whoever checks them. */
  readonly keys: TokenKeys;
}

/** Keeps the public key in a file of `folder`, which the caller removes. */
export function createIssuer(algorithm: TokenAlgorithm, folder: string): Issuer {
  if (algorithm === 'HS256') {
    const tokenSecret = randomBytes(32).toString('base64url');
    return { key: tokenSecret, keys: { tokenSecret } };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const about = { kid: 'bench', alg: algorithm, use: 'sig' };
  const tokenKeys = join(folder, 'keys.json');
  writeFileSync(tokenKeys, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), ...about }] }));
  return { key: { ...privateKey.export({ format: 'jwk' }), ...about } as TokenKey, keys: { tokenKeys } };
}

/** One for each room that is named, each for somebody else. */
export function mintTokens(key: TokenKey, rooms: readonly string[]): Promise<readonly string[]> {
  return Promise.all(rooms.map((room, i) => mintToken({ key, room, role: 'member', subject: `subject-${i}` })));
}
