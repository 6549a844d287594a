/** Which algorithm a key is for, and that it is for no other. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  algorithmOf,
  assertStrong,
  isForOtherUse,
  readVerificationKey,
  SUPPORTED_ALGORITHMS,
} from '../../../relay/auth/jwk.ts';
import { KeyError } from '../../../relay/auth/key-error.ts';

describe('a key', () => {
  const table: readonly [jwk: object, alg: string][] = [
    [{ kty: 'OKP', crv: 'Ed25519' }, 'EdDSA'],
    [{ kty: 'OKP', crv: 'Ed25519', alg: 'Ed25519' }, 'Ed25519'],
    [{ kty: 'EC', crv: 'P-256' }, 'ES256'],
    [{ kty: 'EC', crv: 'P-384' }, 'ES384'],
    [{ kty: 'EC', crv: 'P-521' }, 'ES512'],
    [{ kty: 'RSA' }, 'RS256'],
    [{ kty: 'RSA', alg: 'PS512' }, 'PS512'],
    [{ kty: 'oct' }, 'HS256'],
  ];
  for (const [jwk, alg] of table) it(`${JSON.stringify(jwk)} is for ${alg}`, () => assert.equal(algorithmOf(jwk), alg));

  const wrong: readonly unknown[] = [
    undefined,
    null,
    'key',
    [],
    {},
    { kty: 1 },
    { kty: 'constructor' },
    { kty: 'OKP' },
    { kty: 'OKP', crv: 'X25519' },
    { kty: 'EC', crv: 'P-256', alg: 'ES384' },
    { kty: 'EC', crv: 'secp256k1' },
    { kty: 'oct', alg: 'HS512' },
    { kty: 'RSA', alg: 'RSA-OAEP' },
    { kty: 'RSA', alg: '' },
    { kty: 'RSA', kid: '' },
  ];
  for (const jwk of wrong) {
    it(`${JSON.stringify(jwk)} is for nothing here`, () => assert.throws(() => algorithmOf(jwk), KeyError));
  }

  it('is never for none', () => assert.equal(SUPPORTED_ALGORITHMS.has('none'), false));

  it('says when it is for something else than signatures', () => {
    const key = { kty: 'RSA' };
    assert.deepEqual(
      [{}, { use: 'sig' }, { use: 'enc' }, { key_ops: ['verify'] }, { key_ops: ['encrypt'] }].map((more) =>
        isForOtherUse({ ...key, ...more }),
      ),
      [false, false, true, false, true],
    );
  });

  it('is read with its name', async () => {
    const jwk = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'k' };
    const { kid, alg } = await readVerificationKey(jwk, false);
    assert.deepEqual([kid, alg], ['k', 'ES256']);
  });
});

it('a secret of 32 bytes is strong enough, one of 31 is not', () => {
  assertStrong(new Uint8Array(32));
  assert.throws(() => assertStrong(new Uint8Array(31)), new KeyError('is a secret of 31 bytes; it needs at least 32'));
});
