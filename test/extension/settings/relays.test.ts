/** The list of relays: from hostile storage, from code, and divided for storing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkRelays,
  divideRelays,
  isToken,
  MAX_RELAYS,
  readRelays,
  tokenExpiry,
} from '../../../extension/browser/settings/relays.ts';
import { SettingsError } from '../../../extension/browser/settings/settings-error.ts';

const A = 'https://a.example/';
const B = 'https://b.example/';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDB9.c2ln';

describe('relays in the storage', () => {
  const table: readonly [name: string, stored: unknown, urls: readonly string[]][] = [
    ['nothing', undefined, []],
    ['a text', 'https://a.example', []],
    ['an object', { 0: { url: A } }, []],
    ['one', [{ name: 'A', url: A }], [A]],
    ['one that was written in another way', [{ url: 'wss://A.example' }], [A]],
    ['one among rubbish', [null, 7, 'x', [], {}, { url: 4 }, { url: A }, { url: 'nonsense' }], [A]],
    [
      'the same twice',
      [
        { url: A, name: 'first' },
        { url: 'a.example', name: 'second' },
      ],
      [A],
    ],
    ['an insecure one', [{ url: 'http://a.example' }], []],
    ['a script', [{ url: 'javascript:alert(1)' }], []],
  ];
  for (const [name, stored, urls] of table) {
    it(name, () =>
      assert.deepEqual(
        readRelays(stored, undefined, undefined).map(({ url }) => url),
        urls,
      ),
    );
  }

  it('are no more than there may be', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ url: `https://r${index}.example` }));
    assert.equal(readRelays(many, {}, {}).length, MAX_RELAYS);
  });

  it('get a name from their address where they have none', () => {
    const stored = [{ url: A }, { url: B, name: '   ' }, { url: 'https://c.example/calls', name: 9 }];
    assert.deepEqual(
      readRelays(stored, {}, {}).map(({ name }) => name),
      ['a.example', 'b.example', 'c.example/calls'],
    );
  });

  it('get their token from where it is kept, and from nowhere else', () => {
    const stored = [
      { url: A, token: 'from.the.list' },
      { url: B, forgetsToken: true },
    ];
    const kept = { [A]: TOKEN, [B]: 'not.this.one' };
    const [a, b] = readRelays(stored, kept, { [B]: TOKEN, [A]: 'not.this.one' });
    assert.equal(a?.token, TOKEN);
    assert.equal(b?.token, TOKEN);
    for (const tokens of [undefined, null, 5, 'x', [], { [A]: 7 }, { [A]: 'no token' }, { [A]: {} }]) {
      assert.deepEqual(readRelays([{ url: A, name: 'A' }], tokens, tokens), [{ name: 'A', url: A }]);
    }
    assert.equal(readRelays([{ url: A }], JSON.parse('{"__proto__":{"x":1}}'), {})[0]?.token, undefined);
  });
});

describe('relays from code', () => {
  const refused: readonly [name: string, list: unknown, code: string, field: string][] = [
    ['no list', 'x', 'bad-value', 'relays'],
    ['too many', Array.from({ length: 13 }, (_, i) => ({ url: `https://r${i}.example` })), 'too-many', 'relays'],
    ['no relay', [5], 'not-an-address', 'relays.0.url'],
    ['no address', [{ url: A }, { url: 'x' }], 'not-an-address', 'relays.1.url'],
    ['one twice', [{ url: A }, { url: 'a.example/' }], 'duplicate', 'relays.1.url'],
    ['a token with a space', [{ url: A, token: 'a b' }], 'bad-token', 'relays.0.token'],
    ['a token that is no text', [{ url: A, token: 7 }], 'bad-token', 'relays.0.token'],
    ['a token without end', [{ url: A, token: `a.b.${'c'.repeat(5000)}` }], 'bad-token', 'relays.0.token'],
  ];
  for (const [name, list, code, field] of refused) {
    it(`${name}: ${code}`, () => {
      assert.throws(
        () => checkRelays(list),
        (error) => error instanceof SettingsError && error.code === code && error.field === field,
      );
    });
  }

  it('never repeat a token in an error', () => {
    assert.throws(
      () => checkRelays([{ url: A, token: 'my secret' }]),
      (error) => error instanceof SettingsError && !error.message.includes('my secret'),
    );
  });

  it('are divided by who may see what, and come together again', () => {
    const relays = checkRelays([
      { name: 'A', url: A, token: TOKEN },
      { name: 'B', url: B, token: TOKEN, forgetsToken: true },
      { name: 'C', url: 'https://c.example', token: '' },
    ]);
    const divided = divideRelays(relays);
    assert.ok(!JSON.stringify(divided.relays).includes(TOKEN));
    assert.deepEqual(divided.keptTokens, { [A]: TOKEN });
    assert.deepEqual(divided.sessionTokens, { [B]: TOKEN });
    assert.deepEqual(readRelays(divided.relays, divided.keptTokens, divided.sessionTokens), relays);
  });
});

it('a token is a JWT', () => {
  assert.ok(isToken(TOKEN));
  for (const raw of ['', 'a', 'a.b', 'a.b.c.d', '..', 'a.b.c\n', 'ä.b.c', undefined, 4])
    assert.ok(!isToken(raw), `${raw}`);
});

it('a token’s end is known where it says one', () => {
  assert.equal(tokenExpiry(TOKEN)?.toISOString(), '2027-01-15T08:00:00.000Z');
  const payload = (text: string) => `a.${Buffer.from(text).toString('base64url')}.c`;
  const none = [
    '',
    'a.b.c',
    payload('{}'),
    payload('null'),
    payload('[1]'),
    payload('{"exp":"x"}'),
    payload('{"exp":1e300}'),
  ];
  for (const token of none) assert.equal(tokenExpiry(token), undefined, token);
});
