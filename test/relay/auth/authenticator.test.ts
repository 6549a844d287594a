/** Which tokens a relay takes, and the exact reason for each that it does not. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type AuthSettings, createAuthenticator } from '../../../relay/auth/authenticator.ts';
import type { BurntTokens } from '../../../relay/auth/burnt-tokens.ts';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import { TokenError, type TokenErrorCode } from '../../../relay/auth/token-error.ts';
import { ConfigError } from '../../../relay/config.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { eddsa, hs256, rawToken, rs256, unsigned } from '../../support/raw-token.ts';

const folder = mkdtempSync(join(tmpdir(), 'stream-room-auth-'));
after(() => rmSync(folder, { recursive: true }));

const SECRET = 'a secret of well over thirty-two bytes';
const ed = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = (key: typeof ed.publicKey, kid: string, alg: string) => ({ ...key.export({ format: 'jwk' }), kid, alg });
const KEYS = join(folder, 'keys.json');
writeFileSync(KEYS, JSON.stringify({ keys: [jwk(ed.publicKey, 'ed', 'EdDSA'), jwk(rsa.publicKey, 'rsa', 'RS256')] }));

const SETTINGS: AuthSettings = {
  open: 'no',
  tokenSecret: SECRET,
  tokenKeys: KEYS,
  tokenIssuer: undefined,
  tokenAudience: 'stream-room',
  maxTokenLifetimeMs: 600_000,
};

/** The relay's time in seconds. */
const NOW = new ManualClock().epochMs() / 1000;
const HEADER = { alg: 'EdDSA', typ: 'sr+jwt', kid: 'ed' };
const CLAIMS = { aud: 'stream-room', sub: 'ada', iat: NOW, exp: NOW + 600, room: 'team', role: 'member' };
const good = eddsa(ed.privateKey);
const open = (settings: Partial<AuthSettings> = {}, clock = new ManualClock(), burntTokens?: BurntTokens) =>
  createAuthenticator({ ...SETTINGS, ...settings }, { clock, ...(burntTokens && { burntTokens }) });

const isRefusal = (code: TokenErrorCode) => (error: unknown) => {
  assert.ok(error instanceof TokenError, String(error));
  assert.equal(error.code, code, error.message);
  assert.ok(Buffer.byteLength(error.message) <= 123, `no close reason: ${error.message}`);
  return true;
};

describe('a good token', () => {
  it('gives the identity that it says, frozen', async () => {
    const { authenticate } = await open();
    const claims = { ...CLAIMS, name: 'Ada', role: 'host', kbps: 500, client: 'native', nbf: NOW, jti: 'one' };
    const identity = await authenticate(rawToken(HEADER, claims, good));
    assert.deepEqual(identity, {
      subject: 'ada',
      room: 'team',
      name: 'Ada',
      role: 'host',
      grants: new Set(['publish', 'subscribe', 'chat', 'send', 'moderate']),
      maxBitrateBps: 500_000,
      expiresAtMs: (NOW + 600) * 1000,
      native: true,
    });
    assert.ok(Object.isFrozen(identity));
  });

  const accepted: Record<string, string> = {
    'signed with the shared secret': rawToken({ alg: 'HS256', typ: 'sr+jwt' }, CLAIMS, hs256(SECRET)),
    'signed with RSA': rawToken({ alg: 'RS256', typ: 'sr+jwt', kid: 'rsa' }, CLAIMS, rs256(rsa.privateKey)),
    'that names no key, where only one fits': rawToken({ alg: 'EdDSA', typ: 'sr+jwt' }, CLAIMS, good),
    'for several audiences': rawToken(HEADER, { ...CLAIMS, aud: ['other', 'stream-room'] }, good),
    'with claims of the issuer’s own': rawToken(HEADER, { ...CLAIMS, scope: 'x', deep: { er: [1] } }, good),
    'that expired within the tolerance': rawToken(HEADER, { ...CLAIMS, iat: NOW - 600, exp: NOW - 59 }, good),
    'that begins within the tolerance': rawToken(HEADER, { ...CLAIMS, nbf: NOW + 60, iat: NOW + 60 }, good),
  };
  for (const [name, token] of Object.entries(accepted)) {
    it(name, async () => assert.equal((await (await open()).authenticate(token)).subject, 'ada'));
  }

  it('never gives more than its role has, nor what nobody has', async () => {
    const { authenticate } = await open();
    const grants = async (claims: object) =>
      [...(await authenticate(rawToken(HEADER, { ...CLAIMS, ...claims }, good))).grants].sort();
    assert.deepEqual(await grants({ role: 'guest', grants: ['chat', 'moderate', 'send'] }), ['chat']);
    assert.deepEqual(await grants({ role: 'member', grants: ['moderate', 'fly', '__proto__', ''] }), []);
    assert.deepEqual(await grants({ role: 'host', grants: [] }), []);
    assert.deepEqual(await grants({ role: 'guest' }), ['chat', 'publish', 'subscribe']);
  });

  it('leaves no prototype behind', async () => {
    const payload = `{"__proto__":{"role":"host","polluted":1},"constructor":{"x":1},${JSON.stringify(CLAIMS).slice(1)}`;
    const identity = await (await open()).authenticate(rawToken(HEADER, payload, good));
    assert.equal(identity.role, 'member');
    assert.equal(Object.getPrototypeOf(identity), Object.prototype);
    assert.equal('polluted' in {}, false);
  });
});

describe('a token is refused', () => {
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const publicDer = rsa.publicKey.export({ type: 'spki', format: 'der' });
  const edX = String(ed.publicKey.export({ format: 'jwk' }).x);
  const header = (extra: object, signer = good) => rawToken({ ...HEADER, ...extra }, CLAIMS, signer);
  const claims = (extra: object) => rawToken(HEADER, { ...CLAIMS, ...extra }, good);
  const without = (name: keyof typeof CLAIMS) =>
    rawToken(HEADER, Object.fromEntries(Object.entries(CLAIMS).filter(([claim]) => claim !== name)), good);
  const valid = claims({});
  const [head = '', body = '', signature = ''] = valid.split('.');

  const table: Record<string, readonly [code: TokenErrorCode, token: string]> = {
    empty: ['malformed', ''],
    'no JWT': ['malformed', 'let me in'],
    'of two parts': ['malformed', `${head}.${body}`],
    'of four parts': ['malformed', `${valid}.x`],
    'an encrypted one': ['malformed', `${head}.a.b.c.d`],
    'with a line break': ['malformed', `${valid}\n`],
    'with white space': ['malformed', ` ${valid}`],
    'with padding': ['malformed', `${head}.${body}.${signature}==`],
    'header no JSON': ['malformed', rawToken('{"alg":', CLAIMS, good)],
    'header a list': ['malformed', rawToken('[1]', CLAIMS, good)],
    'header null': ['malformed', rawToken('null', CLAIMS, good)],
    'payload no JSON': ['malformed', rawToken(HEADER, '{"sub":', good)],
    'payload a list': ['malformed', rawToken(HEADER, '[]', good)],
    'payload null': ['malformed', rawToken(HEADER, 'null', good)],
    'payload not UTF-8': ['malformed', ((input) => `${input}.${good(input)}`)(`${head}._____w`)],
    'one character too long': ['too-large', 'a'.repeat(4_097)],
    'of 16 KB, well signed': ['too-large', claims({ name: 'x'.repeat(12_000) })],

    'alg none': ['wrong-algorithm', header({ alg: 'none' }, unsigned)],
    'alg None': ['wrong-algorithm', header({ alg: 'None' }, unsigned)],
    'alg none with a signature': ['wrong-algorithm', header({ alg: 'none' })],
    'no alg': ['wrong-algorithm', rawToken({ typ: 'sr+jwt', kid: 'ed' }, CLAIMS, good)],
    'alg a number': ['wrong-algorithm', header({ alg: 1 })],
    'alg a list': ['wrong-algorithm', header({ alg: ['EdDSA'] })],
    'alg that nobody has a key for': ['wrong-algorithm', header({ alg: 'HS512' })],
    'alg __proto__': ['wrong-algorithm', rawToken('{"alg":"__proto__","typ":"sr+jwt"}', CLAIMS, good)],
    'HS256 with the public RSA key as its secret': [
      'unknown-key',
      header({ alg: 'HS256', kid: 'rsa' }, hs256(String(publicPem))),
    ],
    'the same in binary': ['unknown-key', header({ alg: 'HS256', kid: 'rsa' }, hs256(publicDer))],
    'the same, and no kid': [
      'bad-signature',
      rawToken({ alg: 'HS256', typ: 'sr+jwt' }, CLAIMS, hs256(String(publicPem))),
    ],
    'HS256 with the public Ed25519 key as its secret': [
      'bad-signature',
      rawToken({ alg: 'HS256', typ: 'sr+jwt' }, CLAIMS, hs256(Buffer.from(edX, 'base64url'))),
    ],
    'the right key under another algorithm of its kind': ['unknown-key', header({ alg: 'PS256', kid: 'rsa' })],
    'RS256 under the name of the Ed25519 key': ['unknown-key', header({ alg: 'RS256' }, rs256(rsa.privateKey))],

    'kid unknown': ['unknown-key', header({ kid: 'other' })],
    'kid a path': ['unknown-key', header({ kid: '../../../../dev/null' })],
    'kid an injection': ['unknown-key', header({ kid: "ed' OR '1'='1" })],
    'kid __proto__': ['unknown-key', rawToken('{"alg":"EdDSA","typ":"sr+jwt","kid":"__proto__"}', CLAIMS, good)],
    'kid empty': ['unknown-key', header({ kid: '' })],
    'kid a number': ['malformed', header({ kid: 0 })],
    'kid null': ['malformed', header({ kid: null })],
    'kid an object': ['malformed', header({ kid: { kid: 'ed' } })],
    jku: ['bad-header', header({ jku: 'https://keys.example/set' })],
    x5u: ['bad-header', header({ x5u: 'https://keys.example/cert' })],
    x5c: ['bad-header', header({ x5c: ['MIIB'] })],
    'a key of its own, well signed with it': [
      'bad-header',
      header({ jwk: stranger.publicKey.export({ format: 'jwk' }) }, eddsa(stranger.privateKey)),
    ],
    crit: ['bad-header', header({ crit: ['exp'], exp: 1 })],
    'crit empty': ['bad-header', header({ crit: [] })],
    b64: ['bad-header', header({ b64: false })],
    compressed: ['bad-header', header({ zip: 'DEF' })],

    'typ JWT': ['wrong-type', header({ typ: 'JWT' })],
    'typ at+jwt': ['wrong-type', header({ typ: 'at+jwt' })],
    'no typ': ['wrong-type', rawToken({ alg: 'EdDSA', kid: 'ed' }, CLAIMS, good)],
    'typ a list': ['wrong-type', header({ typ: ['sr+jwt'] })],

    'signed by a stranger': ['bad-signature', header({}, eddsa(stranger.privateKey))],
    'not signed': ['bad-signature', `${head}.${body}.`],
    'signature cut': ['bad-signature', valid.slice(0, -4)],
    'signature of another token': ['bad-signature', `${head}.${body}.${claims({ sub: 'bob' }).split('.')[2]}`],
    'claims changed after signing': ['bad-signature', `${head}.${claims({ role: 'host' }).split('.')[1]}.${signature}`],
    'expired and signed by a stranger, of which it learns the second only': [
      'bad-signature',
      rawToken(HEADER, { ...CLAIMS, exp: 1 }, eddsa(stranger.privateKey)),
    ],

    'for another audience': ['wrong-audience', claims({ aud: 'other' })],
    'for an audience that begins the same': ['wrong-audience', claims({ aud: 'stream-room.evil' })],
    'for other audiences': ['wrong-audience', claims({ aud: ['a', 'b'] })],
    'for no audience': ['wrong-audience', without('aud')],
    'audience a number': ['wrong-audience', claims({ aud: 1 })],

    expired: ['expired', claims({ iat: NOW - 660, exp: NOW - 60 })],
    'expired since 1970': ['expired', claims({ exp: 0 })],
    'expired before 1970': ['expired', claims({ exp: -1e300 })],
    'not yet to be used': ['not-yet', claims({ nbf: NOW + 61 })],
    'issued in the future': ['not-yet', claims({ iat: NOW + 61 })],
    'that holds a second too long': ['too-long', claims({ exp: NOW + 601 })],
    'that held for long and has little left': ['too-long', claims({ iat: NOW - 590, exp: NOW + 11 })],
    'in milliseconds by mistake': ['claims', claims({ iat: NOW * 1000, exp: NOW * 1000 + 600_000 })],
    'that ends before it begins': ['claims', claims({ iat: NOW + 30, exp: NOW + 20 })],
    'without an end': ['claims', without('exp')],
    'without a beginning': ['claims', without('iat')],
    'end a text': ['claims', claims({ exp: '2100-01-01' })],
    'end null': ['claims', claims({ exp: null })],
    'end infinite': ['claims', rawToken(HEADER, JSON.stringify(CLAIMS).replace(/"exp":\d+/, '"exp":1e999'), good)],
    'end at 1e300': ['claims', claims({ exp: 1e300 })],
    'beginning negative': ['claims', claims({ iat: -1 })],
    'not-before a text': ['claims', claims({ nbf: 'now' })],

    'without a subject': ['claims', without('sub')],
    'subject empty': ['claims', claims({ sub: '' })],
    'subject a number': ['claims', claims({ sub: 7 })],
    'subject with a line break': ['claims', claims({ sub: 'ada\nhost' })],
    'subject too long': ['claims', claims({ sub: 'x'.repeat(257) })],
    'without a room': ['claims', without('room')],
    'room a number': ['claims', claims({ room: 1 })],
    'room a list': ['claims', claims({ room: ['team'] })],
    'room an object': ['claims', claims({ room: { toString: 'team' } })],
    'room empty': ['claims', claims({ room: '' })],
    'room too long': ['claims', claims({ room: 'r'.repeat(129) })],
    'without a role': ['claims', without('role')],
    'role unknown': ['claims', claims({ role: 'admin' })],
    'role __proto__': ['claims', claims({ role: '__proto__' })],
    'role a list': ['claims', claims({ role: ['host'] })],
    'name with a text direction of its own': ['claims', claims({ name: '\u202eada' })],
    'name too long': ['claims', claims({ name: 'x'.repeat(65) })],
    'name a number': ['claims', claims({ name: 1 })],
    'grants a text': ['claims', claims({ grants: 'publish' })],
    'grants of numbers': ['claims', claims({ grants: [1] })],
    'grants without end': ['claims', claims({ grants: Array.from({ length: 17 }, () => 'chat') })],
    'kbps zero': ['claims', claims({ kbps: 0 })],
    'kbps negative': ['claims', claims({ kbps: -1 })],
    'kbps a fraction': ['claims', claims({ kbps: 0.5 })],
    'kbps beyond all networks': ['claims', claims({ kbps: 1e15 })],
    'kbps a text': ['claims', claims({ kbps: '500' })],
    'client unknown': ['claims', claims({ client: 'browser' })],
    'once a text': ['claims', claims({ once: 'yes' })],
    'one-time without an id': ['claims', claims({ once: true })],
    'id a number': ['claims', claims({ once: true, jti: 7 })],
  };
  for (const [name, [code, token]] of Object.entries(table)) {
    it(`${name}: ${code}`, async () => {
      const { authenticate } = await open();
      await assert.rejects(authenticate(token), isRefusal(code));
    });
  }

  it('and the sentence never holds a part of it', async () => {
    const { authenticate } = await open();
    for (const [, token] of Object.values(table)) {
      const parts = token.split('.').filter((part) => part.length > 12);
      const error = (await authenticate(token).catch((error: unknown) => error)) as TokenError;
      const said = [error.message, String(error.stack)].join('\n');
      assert.deepEqual(
        parts.filter((part) => said.includes(part)),
        [],
      );
    }
  });
});

describe('an issuer', () => {
  const from = (iss: unknown) => rawToken(HEADER, { ...CLAIMS, iss }, good);

  it('counts where one is set', async () => {
    const { authenticate } = await open({ tokenIssuer: 'https://login.example' });
    assert.equal((await authenticate(from('https://login.example'))).subject, 'ada');
    for (const other of ['https://login.example.evil', undefined, 1, ['https://login.example']]) {
      await assert.rejects(authenticate(from(other)), isRefusal('wrong-issuer'));
    }
  });

  it('may be anybody who holds a key where none is set', async () => {
    assert.equal((await (await open()).authenticate(from('whoever'))).subject, 'ada');
  });
});

describe('keys that are limited to an issuer and to rooms', () => {
  const BLOG = 'https://blog.example';
  const SHOP = 'https://shop.example';
  const secrets = { blog: 'b'.repeat(32), shop: 's'.repeat(32), ours: 'o'.repeat(32) };
  const oct = (secret: string, limits: object) => ({
    kty: 'oct',
    alg: 'HS256',
    k: Buffer.from(secret).toString('base64url'),
    ...limits,
  });
  const school = generateKeyPairSync('ed25519');
  const LIMITED = join(folder, 'limited.json');
  writeFileSync(
    LIMITED,
    JSON.stringify({
      keys: [
        oct(secrets.blog, { iss: BLOG, rooms: ['blog-*', 'lounge'] }),
        oct(secrets.shop, { iss: SHOP, rooms: ['help desk'] }),
        oct(secrets.ours, {}),
        { ...jwk(school.publicKey, 'school', 'EdDSA'), rooms: ['class *'] },
        jwk(ed.publicKey, 'ed', 'EdDSA'),
      ],
    }),
  );
  const openLimited = (settings: Partial<AuthSettings> = {}) =>
    open({ tokenSecret: undefined, tokenKeys: LIMITED, ...settings });
  const signed = (secret: string, iss: string | undefined, room: string, header: object = {}) =>
    rawToken(
      { alg: 'HS256', typ: 'sr+jwt', ...header },
      { ...CLAIMS, room, ...(iss === undefined ? {} : { iss }) },
      hs256(secret),
    );
  const ofSchool = (room: string, extra: object = {}) =>
    rawToken({ ...HEADER, kid: 'school' }, { ...CLAIMS, room, ...extra }, eddsa(school.privateKey));

  const accepted: Record<string, string> = {
    'a room that begins as it may': signed(secrets.blog, BLOG, 'blog-42'),
    'a room that is the beginning alone': signed(secrets.blog, BLOG, 'blog-'),
    'a room by its name': signed(secrets.blog, BLOG, 'lounge'),
    'another issuer’s room, with that issuer’s key': signed(secrets.shop, SHOP, 'help desk'),
    'any room with a key that has no limits': signed(secrets.ours, undefined, 'blog-42'),
    'any issuer with a key that names none': signed(secrets.ours, 'https://else.example', 'x'),
    'a key with rooms and no issuer': ofSchool('class 4b', { iss: 'whoever' }),
    'a key without limits beside limited ones': rawToken(HEADER, { ...CLAIMS, room: 'anything' }, good),
  };
  for (const [name, token] of Object.entries(accepted)) {
    it(`${name}: in`, async () => assert.equal((await (await openLimited()).authenticate(token)).subject, 'ada'));
  }

  const table: Record<string, readonly [code: TokenErrorCode, token: string]> = {
    'a room of another issuer': ['wrong-room', signed(secrets.blog, BLOG, 'help desk')],
    'a room of nobody': ['wrong-room', signed(secrets.blog, BLOG, 'team')],
    'a room that goes on where the name ends': ['wrong-room', signed(secrets.blog, BLOG, 'lounge 2')],
    'a room whose beginning is in its middle': ['wrong-room', signed(secrets.blog, BLOG, 'my blog-42')],
    'a room in other letters': ['wrong-room', signed(secrets.blog, BLOG, 'Blog-42')],
    'the pattern itself': ['wrong-room', signed(secrets.shop, SHOP, '*')],
    'a room that ends as the beginning does': ['wrong-room', ofSchool('class')],
    'a room with a secret, which has a derived name': ['wrong-room', signed(secrets.blog, BLOG, '~abcdefghijklmnop')],
    'the name of another issuer, to get their rooms': ['bad-signature', signed(secrets.blog, SHOP, 'help desk')],
    'no issuer, to get all rooms': ['bad-signature', signed(secrets.blog, undefined, 'help desk')],
    'an issuer that nobody is, to get all rooms': ['bad-signature', signed(secrets.blog, 'https://no.example', 'x')],
    'the name of the key without limits': ['unknown-key', signed(secrets.blog, BLOG, 'team', { kid: 'ed' })],
  };
  for (const [name, [code, token]] of Object.entries(table)) {
    it(`${name}: ${code}`, async () => {
      await assert.rejects((await openLimited()).authenticate(token), isRefusal(code));
    });
  }

  it('by name: the issuer counts, whoever else has the key', async () => {
    const path = join(folder, 'named.json');
    writeFileSync(path, JSON.stringify({ keys: [oct(secrets.blog, { kid: 'blog', iss: BLOG, rooms: ['blog-*'] })] }));
    const { authenticate } = await openLimited({ tokenKeys: path });
    const named = { kid: 'blog' };
    assert.equal((await authenticate(signed(secrets.blog, BLOG, 'blog-1', named))).room, 'blog-1');
    for (const iss of [SHOP, `${BLOG}/`, undefined]) {
      await assert.rejects(authenticate(signed(secrets.blog, iss, 'blog-1', named)), isRefusal('wrong-issuer'));
      await assert.rejects(authenticate(signed(secrets.blog, iss, 'blog-1')), isRefusal('wrong-issuer'));
    }
  });

  it('the relay’s own issuer is that of keys which name none', async () => {
    const { authenticate } = await openLimited({ tokenIssuer: 'https://login.example' });
    assert.equal((await authenticate(signed(secrets.blog, BLOG, 'blog-1'))).room, 'blog-1');
    assert.equal((await authenticate(signed(secrets.ours, 'https://login.example', 'x'))).room, 'x');
    await assert.rejects(authenticate(signed(secrets.ours, undefined, 'x')), isRefusal('wrong-issuer'));
    await assert.rejects(authenticate(ofSchool('class 4b', { iss: BLOG })), isRefusal('wrong-issuer'));
  });

  it('beside the one secret of the setting, which has none', async () => {
    const path = join(folder, 'beside.json');
    writeFileSync(path, JSON.stringify({ keys: [oct(secrets.blog, { iss: BLOG, rooms: ['blog-*'] })] }));
    const { authenticate } = await openLimited({ tokenKeys: path, tokenSecret: secrets.ours });
    assert.equal((await authenticate(signed(secrets.blog, BLOG, 'blog-1'))).room, 'blog-1');
    assert.equal((await authenticate(signed(secrets.ours, undefined, 'team'))).room, 'team');
    await assert.rejects(authenticate(signed(secrets.blog, undefined, 'team')), isRefusal('bad-signature'));
    await assert.rejects(authenticate(signed(secrets.blog, BLOG, 'team')), isRefusal('wrong-room'));
  });

  it('a one-time token for a wrong room is not used up by it', async () => {
    const { authenticate } = await openLimited();
    const once = (room: string) => ofSchool(room, { once: true, jti: 'invite' });
    await assert.rejects(authenticate(once('team')), isRefusal('wrong-room'));
    assert.equal((await authenticate(once('class 1'))).room, 'class 1');
  });
});

describe('time', () => {
  it('takes a token from a minute before it holds to a minute after', async () => {
    const clock = new ManualClock();
    const { authenticate } = await open({}, clock);
    const token = rawToken(HEADER, { ...CLAIMS, iat: NOW + 100, nbf: NOW + 100, exp: NOW + 200 }, good);
    clock.advance(39_000);
    await assert.rejects(authenticate(token), isRefusal('not-yet'));
    clock.advance(1_000);
    await authenticate(token);
    clock.advance(219_000);
    await authenticate(token);
    clock.advance(1_000);
    await assert.rejects(authenticate(token), isRefusal('expired'));
  });
});

describe('a one-time token', () => {
  const once = (jti: string) => rawToken(HEADER, { ...CLAIMS, once: true, jti }, good);

  it('is good once, also among many at the same time', async () => {
    const { authenticate } = await open();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => authenticate(once('invite-1'))));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    assert.equal(refused.length, 19);
    for (const reason of refused) isRefusal('used')(reason);
    assert.equal((await authenticate(once('invite-2'))).subject, 'ada');
  });

  it('is not used up by a token that is refused anyway', async () => {
    const { authenticate } = await open();
    const forged = rawToken(HEADER, { ...CLAIMS, once: true, jti: 'invite' }, eddsa(stranger.privateKey));
    await assert.rejects(authenticate(forged), isRefusal('bad-signature'));
    const tooLong = rawToken(HEADER, { ...CLAIMS, exp: NOW + 900, once: true, jti: 'invite' }, good);
    await assert.rejects(authenticate(tooLong), isRefusal('too-long'));
    assert.equal((await authenticate(once('invite'))).subject, 'ada');
  });

  it('is remembered for as long as it could be taken', async () => {
    const burnt: [jti: string, expiresAtMs: number][] = [];
    const burntTokens = { burn: async (jti: string, expiresAtMs: number) => burnt.push([jti, expiresAtMs]) > 0 };
    await (await open({}, new ManualClock(), burntTokens)).authenticate(once('invite'));
    assert.deepEqual(burnt, [['invite', (NOW + 660) * 1000]]);
  });

  it('is refused, for now, where nobody can tell whether it was used', async () => {
    const burntTokens = { burn: () => Promise.reject(new Error('the store is away')) };
    const { authenticate } = await open({}, new ManualClock(), burntTokens);
    await assert.rejects(authenticate(once('invite')), isRefusal('unavailable'));
  });

  it('others may be used again', async () => {
    const { authenticate } = await open();
    const token = rawToken(HEADER, { ...CLAIMS, jti: 'same' }, good);
    await authenticate(token);
    await authenticate(token);
  });
});

describe('the mode', () => {
  const none = { tokenSecret: undefined, tokenKeys: undefined };

  it('is token where there are keys: nobody comes in without one', async () => {
    const { mode, authenticate } = await open();
    assert.equal(mode, 'token');
    await assert.rejects(authenticate(undefined), isRefusal('missing'));
  });

  it('is open where there are none: a token cannot be checked, and is not ignored', async () => {
    const { mode, authenticate } = await open({ ...none, open: 'any-room' });
    assert.equal(mode, 'open');
    assert.equal(await authenticate(undefined), ANYBODY);
    await assert.rejects(authenticate(rawToken(HEADER, CLAIMS, good)), isRefusal('not-expected'));
  });

  it('is both where there are keys and rooms are open: a wrong token is not as good as none', async () => {
    const { mode, authenticate } = await open({ open: 'secret-rooms' });
    assert.equal(mode, 'both');
    assert.equal(await authenticate(undefined), ANYBODY);
    assert.equal((await authenticate(rawToken(HEADER, CLAIMS, good))).subject, 'ada');
    await assert.rejects(authenticate(rawToken(HEADER, CLAIMS, unsigned)), isRefusal('bad-signature'));
  });

  it('cannot be nobody at all', async () => {
    await assert.rejects(
      open(none),
      new ConfigError('Nobody could come in: set tokenKeys or tokenSecret, or open to secret-rooms or any-room.'),
    );
  });
});
