/**
 * Rooms that only those enter who know their secret: the room's name and the proof both follow from it, and the relay
 * keeps a hash of the proof. Knows neither the secret nor who asks.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { ROOM_SECRET_MARK } from 'stream-room/protocol/limits';

/** True for a room whose name was derived from a secret; all others must come without a proof. */
export const needsProof = (room: string): boolean => room.startsWith(ROOM_SECRET_MARK);

/** What is kept of a proof, base64url. The proof has 256 random bits, so nothing slower than SHA-256 is needed. */
export const proofHash = (proof: string): string => createHash('sha256').update(proof).digest('base64url');

/** Takes as long for any wrong proof, so that its time tells nothing. */
export function isProof(proof: string | undefined, hash: string): boolean {
  const expected = Buffer.from(hash, 'base64url');
  const actual = Buffer.from(proofHash(proof ?? ''), 'base64url');
  return proof !== undefined && expected.length === actual.length && timingSafeEqual(expected, actual);
}
