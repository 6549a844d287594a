/** Keys from settings, files and addresses: what is taken, what is refused, and how they change under a running relay. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type KeySettings, openKeySet } from '../../../relay/auth/keys.ts';
import { ConfigError } from '../../../relay/config.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const newKey = () => generateKeyPairSync('ed25519').publicKey;
const first = newKey();
const second = newKey();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const jwk = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more });
const set = (...keys: readonly unknown[]) => JSON.stringify({ keys });

function surroundings() {
  const said: string[] = [];
  return { clock: new ManualClock(), log: (level: string, message: string) => said.push(`${level}: ${message}`), said };
}

async function open(settings: KeySettings, around = surroundings()) {
  const keys = await openKeySet(settings, around);
  assert.ok(keys);
  const has = async (kid: string | undefined, alg: string) => (await keys.find(kid, alg)) !== undefined;
  return { keys, has };
}

function inFile(t: TestContext, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'keys.json');
  /** As operators and mounts do: a new file takes the old one's place. */
  const write = (next: string) => {
    writeFileSync(`${path}.new`, next);
    renameSync(`${path}.new`, path);
  };
  write(text);
  return { path, write };
}

const sentence = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ConfigError, String(error));
  assert.match(error.message, pattern);
  return true;
};

it('are none where none are set', async () => {
  assert.equal(await openKeySet({ tokenSecret: undefined, tokenKeys: undefined }, surroundings()), undefined);
});

describe('a secret', () => {
  it('is the key of HS256 and of nothing else', async () => {
    const { keys, has } = await open({ tokenSecret: 'x'.repeat(32) });
    assert.equal((await keys.find(undefined, 'HS256'))?.alg, 'HS256');
    assert.equal(await has(undefined, 'EdDSA'), false);
    assert.equal(await has('some', 'HS256'), false);
  });

  it('that is short is refused, and not repeated', async () => {
    await assert.rejects(open({ tokenSecret: 'correct horse' }), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(
        error.message,
        'tokenSecret is a secret of 13 bytes; it needs at least 32. Make one: stream-room-relay token --new-key --alg HS256.',
      );
      return true;
    });
    await assert.rejects(open({ tokenSecret: '' }), ConfigError);
    // It is bytes that count: 16 of these characters are 32 bytes.
    await open({ tokenSecret: 'é'.repeat(16) });
  });
});

describe('a file of keys', () => {
  it('gives each by its name and algorithm, and without a name where only one fits', async (t) => {
    const { path } = inFile(
      t,
      set(jwk(first, { kid: 'a' }), jwk(rsa, { kid: 'r' }), { kty: 'oct', k: 'x'.repeat(43) }),
    );
    const { has } = await open({ tokenKeys: path });
    assert.equal(await has('a', 'EdDSA'), true);
    assert.equal(await has('r', 'RS256'), true);
    assert.equal(await has(undefined, 'EdDSA'), true);
    assert.equal(await has(undefined, 'HS256'), true);
    assert.equal(await has('a', 'RS256'), false);
    assert.equal(await has('r', 'PS256'), false);
    assert.equal(await has('__proto__', 'EdDSA'), false);
  });

  it('does not guess between two', async (t) => {
    const { path } = inFile(t, set(jwk(first, { kid: 'a' }), jwk(second, { kid: 'b' })));
    const { has } = await open({ tokenKeys: path });
    assert.equal(await has(undefined, 'EdDSA'), false);
    assert.equal(await has('b', 'EdDSA'), true);
  });

  it('leaves out what is there for another use', async (t) => {
    const { path } = inFile(t, set(jwk(first), jwk(rsa, { use: 'enc' }), jwk(second, { key_ops: ['sign'] })));
    const { has } = await open({ tokenKeys: path });
    assert.equal(await has(undefined, 'EdDSA'), true);
    assert.equal(await has(undefined, 'RS256'), false);
  });

  it('stands beside a secret', async (t) => {
    const { path } = inFile(t, set(jwk(first)));
    const { has } = await open({ tokenKeys: path, tokenSecret: 'x'.repeat(32) });
    assert.equal(await has(undefined, 'EdDSA'), true);
    assert.equal(await has(undefined, 'HS256'), true);
  });

  it('is read again when it changes: new keys count, old ones do not', async (t) => {
    const around = surroundings();
    const { path, write } = inFile(t, set(jwk(first, { kid: 'old' })));
    const { has } = await open({ tokenKeys: path }, around);
    write(set(jwk(first, { kid: 'old' }), jwk(second, { kid: 'new' })));
    around.clock.advance(1_000);
    assert.deepEqual([await has('old', 'EdDSA'), await has('new', 'EdDSA')], [true, true]);
    write(set(jwk(second, { kid: 'new' })));
    around.clock.advance(1_000);
    assert.deepEqual([await has('old', 'EdDSA'), await has('new', 'EdDSA')], [false, true]);
    assert.deepEqual(around.said, ['info: the token keys were read again', 'info: the token keys were read again']);
  });

  it('that breaks under a running relay leaves the keys from before', async (t) => {
    const around = surroundings();
    const { path, write } = inFile(t, set(jwk(first, { kid: 'old' })));
    const { has } = await open({ tokenKeys: path }, around);
    write('{"keys":');
    around.clock.advance(1_000);
    assert.equal(await has('old', 'EdDSA'), true);
    rmSync(path);
    around.clock.advance(1_000);
    assert.equal(await has('old', 'EdDSA'), true);
    write(set(jwk(second, { kid: 'new' })));
    around.clock.advance(1_000);
    assert.deepEqual([await has('old', 'EdDSA'), await has('new', 'EdDSA')], [false, true]);
    assert.deepEqual(around.said, [
      'error: the token keys could not be read again, those from before stay: it is no JSON',
      'error: the token keys could not be read again, those from before stay: there is no such file',
      'info: the token keys were read again',
    ]);
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const pair = generateKeyPairSync('ed25519').privateKey;
  const refused: Record<string, readonly [text: string, reason: RegExp]> = {
    'that is no JSON': ['keys', /: it is no JSON\.$/],
    'without a list': ['{}', /: it has no list "keys"\.$/],
    null: ['null', /: it has no list "keys"\.$/],
    'with nothing in it': ['{"keys":[]}', /: it has no key that checks signatures\.$/],
    'with only keys for encryption': [set(jwk(rsa, { use: 'enc' })), /: it has no key that checks signatures\.$/],
    'with too many': [
      set(...Array.from({ length: 101 }, () => jwk(first))),
      /: it has 101 keys, at most 100 are read\.$/,
    ],
    'with something else among them': [set(jwk(first), 'key'), /: key 2 is no JSON Web Key: /],
    'with a short secret': [
      set({ kty: 'oct', k: 'c2hvcnQ' }),
      /: key 1 is a secret of 5 bytes; it needs at least 32\.$/,
    ],
    'with a weak RSA key': [set(jwk(weak)), /: key 1 is an RSA key of 1024 bits; it needs at least 2048\.$/],
    'with a private key': [set(jwk(pair)), /: key 1 is a private key; the relay needs the public one, without "d"\.$/],
    'with a key for no algorithm': [
      set(jwk(first, { alg: 'none' })),
      /: key 1 is for "none"; a key of kind OKP Ed25519 is for EdDSA, Ed25519\.$/,
    ],
    'with an RSA key for HS256': [
      set(jwk(rsa, { alg: 'HS256' })),
      /: key 1 is for "HS256"; a key of kind RSA is for RS256, /,
    ],
    'with a kind nobody knows': [set({ kty: '__proto__' }), /: key 1 is of kind "__proto__"; known are OKP Ed25519, /],
    'with a broken key': [set({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }), /: key 1 cannot be read: /],
    'with an issuer that is none': [set(jwk(first, { iss: '' })), /: key 1 has the iss ""; it is a text of 1 to 200 /],
    'with an issuer that is a list': [set(jwk(first, { iss: ['a'] })), /: key 1 has the iss \["a"\]; it is a text /],
    'with a room instead of rooms': [
      set(jwk(first, { rooms: 'team' })),
      /: key 1 has the rooms "team"; they are a list /,
    ],
    'with no room at all': [
      set(jwk(first, { rooms: [] })),
      /: key 1 has the rooms \[\]; they are a list of 1 to 1000 /,
    ],
    'with rooms that are numbers': [set(jwk(first, { rooms: ['a', 7] })), /: key 1 has 7 among its rooms; each is a /],
    'with a room that no room can be': [
      set(jwk(first, { rooms: [' a'] })),
      /: key 1 has " a" among its rooms; each is /,
    ],
    'with rooms null': [set(jwk(first, { rooms: null })), /: key 1 has the rooms null; they are a list /],
    'with two secrets that no token tells apart': [
      set({ kty: 'oct', k: 'x'.repeat(43) }, { kty: 'oct', k: 'y'.repeat(43) }),
      /: key 2 has the name \(kid\), algorithm and issuer of one before it\.$/,
    ],
    'with the same name twice': [
      set(jwk(first, { kid: 'a' }), jwk(second, { kid: 'a' })),
      /: key 2 has the name \(kid\), algorithm and issuer of one before it\.$/,
    ],
  };
  for (const [name, [text, reason]] of Object.entries(refused)) {
    it(`${name} stops the start`, async (t) => {
      const { path } = inFile(t, text);
      await assert.rejects(open({ tokenKeys: path }), sentence(reason));
      await assert.rejects(
        open({ tokenKeys: path }),
        sentence(/^tokenKeys is the path or https address of a JSON Web Key Set, ".*keys\.json" was given: /),
      );
    });
  }

  it('that is not there stops the start', async () => {
    await assert.rejects(
      open({ tokenKeys: '/does/not/exist.json' }),
      sentence(/"\/does\/not\/exist\.json" was given: there is no such file\.$/),
    );
  });
});

describe('an address of keys', () => {
  interface Answer {
    status?: number;
    headers?: Record<string, string>;
    body: string;
  }

  async function serve(t: TestContext, body: string) {
    const state = { answer: { body } as Answer | 'hang', asked: 0, hanging: undefined as ServerResponse | undefined };
    const server: Server = createServer((_request, response) => {
      state.asked++;
      if (state.answer === 'hang') {
        state.hanging = response;
        return;
      }
      response.writeHead(state.answer.status ?? 200, state.answer.headers).end(state.answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stop = () => {
      server.closeAllConnections();
      server.close();
    };
    t.after(stop);
    return { state, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` };
  }

  it('gives its keys, and is not asked again while they are fresh', async (t) => {
    const { state, url } = await serve(t, set(jwk(first, { kid: 'a' })));
    const around = surroundings();
    const { has } = await open({ tokenKeys: url }, around);
    around.clock.advance(599_000);
    for (let count = 0; count < 5; count++) assert.equal(await has('a', 'EdDSA'), true);
    assert.equal(state.asked, 1);
  });

  it('is asked for a key that is missing, at most every half minute', async (t) => {
    const { state, url } = await serve(t, set(jwk(first, { kid: 'a' })));
    const around = surroundings();
    const { has } = await open({ tokenKeys: url }, around);
    state.answer = { body: set(jwk(second, { kid: 'b' })) };
    assert.equal(await has('b', 'EdDSA'), false);
    assert.equal(state.asked, 1);
    around.clock.advance(30_000);
    const found = await Promise.all(Array.from({ length: 10 }, () => has('b', 'EdDSA')));
    assert.deepEqual(new Set(found), new Set([true]));
    assert.equal(await has('a', 'EdDSA'), false);
    for (let count = 0; count < 100; count++) await has(`made-up-${count}`, 'EdDSA');
    assert.equal(state.asked, 2);
  });

  it('that takes a key back is believed ten minutes later', async (t) => {
    const { state, url } = await serve(t, set(jwk(first, { kid: 'a' })));
    const around = surroundings();
    const { has } = await open({ tokenKeys: url }, around);
    state.answer = { body: set(jwk(second, { kid: 'b' })) };
    around.clock.advance(600_000);
    assert.equal(await has('a', 'EdDSA'), false);
  });

  it('that is away for a while is done without: said once, tried on, and given up after a day', async (t) => {
    const { state, url } = await serve(t, set(jwk(first, { kid: 'a' })));
    const around = surroundings();
    const { has } = await open({ tokenKeys: url }, around);
    state.answer = { status: 503, body: '' };
    for (let minute = 0; minute < 20; minute++) {
      around.clock.advance(60_000);
      assert.equal(await has('a', 'EdDSA'), true);
      assert.equal(await has('made-up', 'EdDSA'), false);
    }
    assert.equal(state.asked, 21);
    assert.deepEqual(around.said, [
      'error: the token keys could not be fetched again, the old ones stay: it answered with status 503',
    ]);
    around.clock.advance(24 * 60 * 60 * 1000);
    assert.equal(await has('a', 'EdDSA'), false);
    state.answer = { body: set(jwk(first, { kid: 'a' })) };
    around.clock.advance(30_000);
    await has('made-up', 'EdDSA');
    assert.equal(await has('a', 'EdDSA'), true);
  });

  it('does not keep those waiting who have a good token while it hangs', async (t) => {
    const { state, url } = await serve(t, set(jwk(first, { kid: 'a' })));
    const around = surroundings();
    const { has } = await open({ tokenKeys: url }, around);
    state.answer = { status: 500, body: '' };
    around.clock.advance(600_000);
    assert.equal(await has('a', 'EdDSA'), true);
    state.answer = 'hang';
    around.clock.advance(30_000);
    const order: string[] = [];
    const missing = has('made-up', 'EdDSA').then(() => order.push('missing'));
    assert.equal(await has('a', 'EdDSA'), true);
    order.push('good');
    while (!state.hanging) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(order, ['good']);
    state.hanging.end('{}');
    await missing;
    assert.deepEqual(order, ['good', 'missing']);
  });

  it('may have keys that are not for us: they are left out', async (t) => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const { url } = await serve(
      t,
      set(
        jwk(first, { kid: 'a' }),
        jwk(weak),
        { kty: 'AKP' },
        { kty: 'oct', k: 'x'.repeat(43) },
        jwk(second, { kid: 'a' }),
      ),
    );
    const around = surroundings();
    const { has } = await open({ tokenKeys: url }, around);
    assert.deepEqual([await has('a', 'EdDSA'), await has(undefined, 'HS256')], [true, false]);
    assert.deepEqual(around.said, [
      'warn: token key 2 of the address is left out: it is an RSA key of 1024 bits; it needs at least 2048',
      'warn: token key 3 of the address is left out: it is of kind "AKP"; known are OKP Ed25519, EC P-256, EC P-384, EC P-521, RSA, oct',
      'warn: token key 4 of the address is left out: it is a secret, which whoever reads this address knows',
    ]);
  });

  it('that nobody answers at stops the start', async (t) => {
    const { url, stop } = await serve(t, '');
    stop();
    await assert.rejects(
      open({ tokenKeys: url }),
      sentence(/^tokenKeys is the path or https .* "http:\/\/127\.0\.0\.1:\d+\/keys" was given: .*ECONNREFUSED/),
    );
  });

  it('that sends elsewhere is not followed', async (t) => {
    const target = await serve(t, set(jwk(first)));
    const { state, url } = await serve(t, '');
    state.answer = { status: 302, headers: { location: target.url }, body: '' };
    await assert.rejects(open({ tokenKeys: url }), sentence(/redirect/));
    assert.equal(target.state.asked, 0);
  });

  it('that answers without end is cut off', async (t) => {
    const { url } = await serve(t, 'x'.repeat(300_000));
    await assert.rejects(open({ tokenKeys: url }), sentence(/: it answered with more than 262144 bytes\.$/));
  });

  for (const address of [
    'http://keys.example/set',
    'ftp://keys.example/set',
    'http://127.0.0.1.evil.example/',
    'data://x',
  ]) {
    it(`${address} is not asked`, async () => {
      await assert.rejects(open({ tokenKeys: address }), sentence(/: keys that come over anything but https can be /));
    });
  }
});
