/** Which pages may open a socket. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOriginJudge, type OriginRules, type OriginVerdict } from '../../../relay/gateway/origin.ts';

const CHROME = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const FIREFOX = 'moz-extension://6b5e5b7e-0a4c-4d7e-9d9e-3f1f6f0c2b1a';

const RULES: OriginRules = {
  origins: [
    'https://example.com',
    'https://port.example:8443',
    'http://plain.example',
    'https://bücher.example',
    'https://*.wild.example',
    'https://*.wild.example:8443',
    CHROME,
    'moz-extension:',
  ],
  allowNullOrigin: false,
  isOpen: true,
  hasTokens: false,
};

const judge = (
  origin: string | undefined,
  rules: Partial<OriginRules> = {},
  { ownOrigin = 'https://relay.example', isLocal = false }: { ownOrigin?: string; isLocal?: boolean } = {},
): OriginVerdict => createOriginJudge({ ...RULES, ...rules })(origin, { ownOrigin, isLocal });

describe('an origin', () => {
  const table: readonly [name: string, origin: string | undefined, verdict: OriginVerdict][] = [
    ['that is listed', 'https://example.com', 'allowed'],
    ['that is listed with its port', 'https://port.example:8443', 'allowed'],
    ['that is listed as http', 'http://plain.example', 'allowed'],
    ['of the relay itself', 'https://relay.example', 'allowed'],
    ['of a listed name in other letters than Latin', 'https://xn--bcher-kva.example', 'allowed'],
    ['one label below a wildcard', 'https://a.wild.example', 'allowed'],
    ['one label below a wildcard, with its port', 'https://a-1.wild.example:8443', 'allowed'],
    ['of a listed Chrome extension', CHROME, 'allowed'],

    ['with another port', 'https://example.com:8443', 'refused'],
    ['without the port that is listed', 'https://port.example', 'refused'],
    ['with another scheme', 'http://example.com', 'refused'],
    ['of the relay with another scheme', 'http://relay.example', 'refused'],
    ['of the relay with another port', 'https://relay.example:444', 'refused'],
    ['in capitals, as no browser writes it', 'https://EXAMPLE.com', 'refused'],
    ['with its default port, as no browser writes it', 'https://example.com:443', 'refused'],
    ['with a slash at the end', 'https://example.com/', 'refused'],
    ['with a path', 'https://example.com/page', 'refused'],
    ['with a dot at the end', 'https://example.com.', 'refused'],
    ['with credentials', 'https://user@example.com', 'refused'],
    ['with a listed one as credentials', 'https://example.com@evil.example', 'refused'],
    ['that ends like a listed one', 'https://evil-example.com', 'refused'],
    ['that begins like a listed one', 'https://example.com.evil.example', 'refused'],
    ['below a listed one', 'https://www.example.com', 'refused'],
    ['of letters that only look like it', 'https://exаmple.com', 'refused'],
    ['of other letters, not encoded', 'https://bücher.example', 'refused'],
    ['that the wildcard stands below', 'https://wild.example', 'refused'],
    ['two labels below a wildcard', 'https://a.b.wild.example', 'refused'],
    ['with an empty label', 'https://.wild.example', 'refused'],
    ['that only ends like a wildcard', 'https://evilwild.example', 'refused'],
    ['with the wildcard as credentials', 'https://a@b.wild.example', 'refused'],
    ['of a wildcard with another port', 'https://a.wild.example:444', 'refused'],
    ['of another Chrome extension', CHROME.replace('abc', 'bca'), 'refused'],
    ['of a Chrome extension with a path', `${CHROME}/`, 'refused'],
    ['of a Firefox extension, where nobody needs a token', FIREFOX, 'allowed'],
    ['of a Firefox extension with a path', `${FIREFOX}/`, 'refused'],
    ['of two values', 'https://example.com, https://evil.example', 'refused'],
    ['of two values that are the same', 'https://example.com, https://example.com', 'refused'],
    ['null', 'null', 'refused'],
    ['that is empty', '', 'refused'],
    ['that is an asterisk', '*', 'refused'],
    ['of a file', 'file://', 'refused'],
    ['that is a script', 'javascript:alert(1)', 'refused'],
    ['that is absent', undefined, 'refused'],
  ];
  for (const [name, origin, verdict] of table) {
    it(`${name} is ${verdict}`, () => assert.equal(judge(origin), verdict));
  }
});

describe('an absent origin', () => {
  it('is that of a program on this machine where nobody needs a token', () => {
    assert.equal(judge(undefined, {}, { isLocal: true }), 'allowed');
    assert.equal(judge(undefined, { hasTokens: true }, { isLocal: true }), 'allowed');
  });

  it('needs a token for programs where there are tokens', () => {
    assert.equal(judge(undefined, { hasTokens: true, isOpen: false }), 'needs-native-token');
    assert.equal(judge(undefined, { hasTokens: true, isOpen: false }, { isLocal: true }), 'needs-native-token');
    assert.equal(judge(undefined, { hasTokens: true }), 'needs-native-token');
  });
});

it('null is allowed only where it is asked for', () => {
  assert.equal(judge('null', { allowNullOrigin: true }), 'allowed');
  assert.equal(judge('null', { origins: ['null'] }), 'refused');
});

it('a Firefox extension has to be allowed, and needs a token where others need one', () => {
  assert.equal(judge(FIREFOX, { hasTokens: true, isOpen: false }), 'needs-token');
  assert.equal(judge(FIREFOX, { hasTokens: true }), 'allowed');
  assert.equal(judge(FIREFOX, { isOpen: false }), 'refused');
  assert.equal(judge(FIREFOX, { origins: [] }), 'refused');
  assert.equal(judge(FIREFOX, { origins: ['https://example.com'] }), 'refused');
  assert.equal(judge('moz-extension://x', { hasTokens: true }), 'refused');
});

it('with an empty list only the relay’s own pages come in', () => {
  assert.equal(judge('https://relay.example', { origins: [] }), 'allowed');
  assert.equal(judge('https://example.com', { origins: [] }), 'refused');
  assert.equal(
    createOriginJudge({ ...RULES, origins: [] })('https://x.example', { ownOrigin: undefined, isLocal: true }),
    'refused',
  );
});

describe('an origin on the machine of somebody who tries it out', () => {
  const local = { isLocal: true };
  it('is allowed whatever its port, as long as nothing is listed and anybody may join', () => {
    for (const origin of [
      'http://localhost:5173',
      'http://127.0.0.1:3000',
      'http://[::1]:80',
      'https://app.localhost',
    ]) {
      const expected = new URL(origin).origin === origin ? 'allowed' : 'refused';
      assert.equal(judge(origin, { origins: [] }, local), expected, origin);
    }
  });

  it('is refused where origins are listed, tokens are needed, or the client is elsewhere', () => {
    const origin = 'http://localhost:5173';
    assert.equal(judge(origin, {}, local), 'refused');
    assert.equal(judge(origin, { origins: [], isOpen: false, hasTokens: true }, local), 'refused');
    assert.equal(judge(origin, { origins: [] }), 'refused');
  });

  it('is that of an extension there, as long as nothing is listed and anybody may join', () => {
    for (const origin of [CHROME, FIREFOX]) {
      assert.equal(judge(origin, { origins: [] }, local), 'allowed', origin);
      assert.equal(judge(origin, { origins: [] }), 'refused', origin);
      assert.equal(judge(origin, { origins: ['https://example.com'] }, local), 'refused', origin);
      assert.equal(judge(origin, { origins: [], isOpen: false, hasTokens: true }, local), 'refused', origin);
    }
  });

  it('is no name that only looks like one of this machine', () => {
    for (const origin of ['http://localhost.evil.example', 'http://127.0.0.1.evil.example', 'http://notlocalhost']) {
      assert.equal(judge(origin, { origins: [] }, local), 'refused', origin);
    }
  });
});
