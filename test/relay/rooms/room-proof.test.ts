/** Proofs of rooms with a secret. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { isProof, needsProof, proofHash } from '../../../relay/rooms/room-proof.ts';

const newProof = () => randomBytes(32).toString('base64url');

it('holds for the proof that was hashed, and for no other', () => {
  const proof = newProof();
  const hash = proofHash(proof);
  assert.equal(isProof(proof, hash), true);
  for (const other of [undefined, '', newProof(), `${proof}x`, proof.slice(1), proof.toLowerCase(), hash]) {
    assert.equal(isProof(other, hash), false);
  }
});

it('does not hold for a hash that was damaged, nor without one', () => {
  const proof = newProof();
  assert.equal(isProof(proof, ''), false);
  assert.equal(isProof(proof, proofHash(proof).slice(0, 20)), false);
  assert.equal(isProof(undefined, proofHash('')), false);
});

it('keeps nothing from which the proof could be read', () => {
  const proof = newProof();
  assert.match(proofHash(proof), /^[\w-]{43}$/);
  assert.notEqual(proofHash(proof), proof);
});

it('is needed by rooms whose name was derived from a secret', () => {
  assert.deepEqual(['~9aX', 'team', 'te~am', ''].map(needsProof), [true, false, false, false]);
});
