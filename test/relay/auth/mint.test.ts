/** Tokens that are made are tokens that are taken: same subject, room and rights at the other end. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import type { Grant, Role } from 'stream-room/protocol/control';
import { type AuthSettings, createAuthenticator } from '../../../relay/auth/authenticator.ts';
import { isClaim } from '../../../relay/auth/claims.ts';
import { ROLE_GRANTS } from '../../../relay/auth/identity.ts';
import { KeyError } from '../../../relay/auth/key-error.ts';
import { mintToken, type TokenContent, type TokenKey } from '../../../relay/auth/mint.ts';
import { TokenError } from '../../../relay/auth/token-error.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const SECRET = 'a secret of well over thirty-two bytes';
const SETTINGS: AuthSettings = { open: 'no', tokenAudience: 'stream-room', maxTokenLifetimeMs: 600_000 };
const ADA: TokenContent = { subject: 'ada', room: 'team', role: 'member' };
const ROLES: readonly Role[] = ['guest', 'member', 'host'];
const GRANTS: readonly Grant[] = [...ROLE_GRANTS.host];

const folder = mkdtempSync(join(tmpdir(), 'stream-room-mint-'));
after(() => rmSync(folder, { recursive: true }));

const text = (maxLength: number, claim: 'sub' | 'room' | 'name') =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((value) => isClaim(claim, value));

const content: fc.Arbitrary<TokenContent> = fc.record(
  {
    subject: text(60, 'sub'),
    room: text(40, 'room'),
    role: fc.constantFrom(...ROLES),
    name: text(20, 'name'),
    grants: fc.subarray([...GRANTS]),
    kbps: fc.integer({ min: 1, max: 1_000_000 }),
    native: fc.boolean(),
    once: fc.boolean(),
  },
  { requiredKeys: ['subject', 'room', 'role'] },
);

async function assertSame(key: TokenKey, settings: Partial<AuthSettings>) {
  const clock = new ManualClock();
  const { authenticate } = await createAuthenticator({ ...SETTINGS, ...settings }, { clock });
  await fc.assert(
    fc.asyncProperty(content, async (wanted) => {
      const identity = await authenticate(await mintToken({ ...wanted, key, clock }));
      const ofRole = ROLE_GRANTS[wanted.role];
      assert.deepEqual(identity, {
        subject: wanted.subject,
        room: wanted.room,
        name: wanted.name,
        role: wanted.role,
        grants: new Set((wanted.grants ?? [...ofRole]).filter((grant) => ofRole.has(grant))),
        maxBitrateBps: wanted.kbps === undefined ? undefined : wanted.kbps * 1000,
        expiresAtMs: clock.epochMs() + 600_000,
        native: wanted.native ?? false,
      });
    }),
    { numRuns: 100 },
  );
}

describe('whatever is minted is authenticated as the same', () => {
  it('with a secret', async () => {
    await assertSame(SECRET, { tokenSecret: SECRET });
  });

  const pairs = {
    EdDSA: generateKeyPairSync('ed25519'),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };
  for (const [alg, { privateKey, publicKey }] of Object.entries(pairs)) {
    it(`with a pair for ${alg}`, async () => {
      const path = join(folder, `${alg}.json`);
      writeFileSync(path, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: alg }] }));
      const key = { ...privateKey.export({ format: 'jwk' }), kid: alg } as JWK;
      await assertSame(key, { tokenKeys: path });
    });
  }
});

it('a token says whom it is for, from when to when, and is like no other', async () => {
  const clock = new ManualClock();
  const now = clock.epochMs() / 1000;
  const options = { ...ADA, key: SECRET, audience: 'us', issuer: 'me', lifetimeMs: 90_500, clock };
  const token = await mintToken(options);
  assert.deepEqual(decodeProtectedHeader(token), { alg: 'HS256', typ: 'sr+jwt' });
  const { jti, ...claims } = decodeJwt(token);
  const times = { iat: now, nbf: now, exp: now + 90 };
  assert.deepEqual(claims, { aud: 'us', iss: 'me', sub: 'ada', room: 'team', role: 'member', ...times });
  assert.notEqual(jti, decodeJwt(await mintToken(options)).jti);
});

it('the longest token that can be made is not too long to be taken', async () => {
  const clock = new ManualClock();
  const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenSecret: SECRET }, { clock });
  const longest: TokenContent = {
    subject: '貓'.repeat(256),
    room: '貓'.repeat(128),
    role: 'host',
    name: '貓'.repeat(64),
    grants: GRANTS,
    kbps: 1_000_000,
    native: true,
    once: true,
  };
  assert.equal((await authenticate(await mintToken({ ...longest, key: SECRET, clock }))).role, 'host');
});

describe('no token is made', () => {
  const claims: Record<string, object> = {
    'for nobody': { subject: '' },
    'for no room': { room: '' },
    'for a role that there is not': { role: 'boss' },
    'with a name nobody could show': { name: 'a\nb' },
    'for no bitrate': { kbps: 0 },
    'that ends at once': { lifetimeMs: 999 },
    'that never ends': { lifetimeMs: Number.POSITIVE_INFINITY },
  };
  for (const [name, wrong] of Object.entries(claims)) {
    it(name, async () => {
      await assert.rejects(mintToken({ ...ADA, key: SECRET, ...wrong }), TokenError);
    });
  }

  const pair = generateKeyPairSync('ed25519');
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const keys: Record<string, readonly [key: unknown, reason: RegExp]> = {
    'with a short secret': ['short', /is a secret of 5 bytes/],
    'with a public key': [
      pair.publicKey.export({ format: 'jwk' }),
      /is a public key; tokens are made with the private/,
    ],
    'with a weak key': [weak.export({ format: 'jwk' }), /is an RSA key of 1024 bits/],
    'with something else': [{ keys: [] }, /is no JSON Web Key/],
    'with a broken key': [{ kty: 'OKP', crv: 'Ed25519', d: 'x', x: 'y' }, /cannot be read/],
  };
  for (const [name, [key, reason]] of Object.entries(keys)) {
    it(name, async () => {
      await assert.rejects(mintToken({ ...ADA, key: key as TokenKey }), (error: Error) => {
        assert.ok(error instanceof KeyError, String(error));
        assert.match(error.message, reason);
        return true;
      });
    });
  }
});
