/**
 * From the secret of a room, which stays in the page, to what the relay is told: the room's name and the proof that one
 * knows the secret. Neither gives the secret away. Knows nothing of where the secret comes from.
 */
import { ROOM_SECRET_MARK } from '../protocol/limits.ts';
import { CallError } from '../support/errors.ts';

export interface SecretRoom {
  readonly room: string;
  readonly proof: string;
}

/** Bytes: enough that no two rooms ever meet, and that nobody guesses. */
const NAME_BYTES = 16;
const PROOF_BYTES = 32;

/** Rejects with CallError: `insecure-page` where browsers give no keys, `bad-room` for what is no secret. */
export async function secretRoom(secret: string): Promise<SecretRoom> {
  if (!/^[\w-]{43}$/.test(secret)) {
    throw new CallError(
      'bad-room',
      `A room secret is 32 random bytes as 43 base64url characters, ${secret.length} characters were given.`,
    );
  }
  // Pages that are not served over https have none.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) {
    throw new CallError(
      'insecure-page',
      'Rooms with a secret need a secure page. Serve it over https or from localhost.',
    );
  }
  const key = await subtle.importKey('raw', bytesOf(secret), 'HKDF', false, ['deriveBits']);
  const derive = async (info: string, byteLength: number) => {
    const parameters = {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode(info),
    };
    return base64url(new Uint8Array(await subtle.deriveBits(parameters, key, byteLength * 8)));
  };
  const [name, proof] = await Promise.all([
    derive('stream-room room id', NAME_BYTES),
    derive('stream-room join proof', PROOF_BYTES),
  ]);
  return { room: ROOM_SECRET_MARK + name, proof };
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
