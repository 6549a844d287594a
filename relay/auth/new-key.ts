/** New keys, as text that says what goes where. Knows nothing of files, nor of who reads it. */
import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { KeyScope } from './key-scope.ts';

/** In the form of a JSON Web Key; without limits it has neither. */
const members = ({ issuer, rooms }: KeyScope) => ({
  ...(issuer === undefined ? {} : { iss: issuer }),
  ...(rooms === undefined ? {} : { rooms }),
});

export async function newKeyPair(scope: KeyScope): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const kid = (await calculateJwkThumbprint(publicKey)).slice(0, 16);
  const named = async (key: typeof publicKey) => ({
    kid,
    alg: 'EdDSA',
    use: 'sig',
    ...members(scope),
    ...(await exportJWK(key)),
  });
  return [
    'Private key. Whoever makes tokens keeps it in a file that nobody else can read (chmod 600),',
    'and names the file: stream-room-relay token --key-file token-key.json … The relay does not need it.',
    '',
    JSON.stringify(await named(privateKey)),
    '',
    'Public keys. The relay gets them as a file: stream-room-relay --token-keys token-keys.json',
    'To change keys without a gap, add the new one to the list first, and remove the old one at last.',
    '',
    JSON.stringify({ keys: [await named(publicKey)] }),
    '',
  ].join('\n');
}

export function newSecret(scope: KeyScope): string {
  const secret = randomBytes(32).toString('base64url');
  if (scope.issuer === undefined && scope.rooms === undefined) {
    return [
      'Secret. The relay and whoever makes tokens both need it, and nobody else may see it (chmod 600):',
      'TOKEN_SECRET in the relay’s environment; stream-room-relay token --secret-file token-secret.txt …',
      `\n${secret}\n`,
    ].join('\n');
  }
  // The bytes of the secret are the characters that are shown, on both sides.
  const k = Buffer.from(secret).toString('base64url');
  const kid = randomBytes(9).toString('base64url');
  return [
    'Secret. Whoever makes tokens needs it, and nobody else may see it. Its tokens say this issuer (iss), and may say this',
    `key’s name (kid), ${kid}.`,
    `\n${secret}\n`,
    'Keys. The relay gets them as a file that nobody else can read (chmod 600): stream-room-relay --token-keys token-keys.json',
    'One file has the keys of all who make tokens: add this one to its list.',
    `\n${JSON.stringify({ keys: [{ kid, kty: 'oct', alg: 'HS256', ...members(scope), k }] })}\n`,
  ].join('\n');
}
