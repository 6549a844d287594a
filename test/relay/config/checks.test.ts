/** What settings may be, value by value. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bearerSecret,
  ConfigError,
  isAddressOrBlock,
  isLoopback,
  isOrigin,
  keySource,
  redisAddress,
  secret,
} from '../../../relay/config/checks.ts';

function table(name: string, check: (value: string) => boolean, good: readonly string[], bad: readonly string[]): void {
  describe(name, () => {
    for (const value of good) it(`takes ${value}`, () => assert.equal(check(value), true));
    for (const value of bad) it(`refuses "${value}"`, () => assert.equal(check(value), false));
  });
}

table(
  'an origin',
  isOrigin,
  [
    'https://example.com',
    'https://example.com:8443',
    'http://localhost:3000',
    'https://*.example.com',
    'https://*.example.com:8443',
    'https://xn--bcher-kva.example',
    `chrome-extension://${'a'.repeat(32)}`,
    'moz-extension:',
  ],
  [
    '',
    '*',
    'null',
    'example.com',
    'https://example.com/',
    'https://Example.com',
    'https://example.com:443',
    'https://example.com/path',
    'https://user@example.com',
    'https://*',
    'https://*.com',
    'https://*.*.example.com',
    'https://a*.example.com',
    'wss://example.com',
    'chrome-extension://short',
    'moz-extension://0f1e',
  ],
);

table(
  'an address or a block',
  isAddressOrBlock,
  ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '0.0.0.0/0'],
  ['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', '10.0.0', 'loopback'],
);

table(
  'loopback',
  isLoopback,
  ['127.0.0.1', '127.1.2.3', '::1', 'localhost'],
  ['0.0.0.0', '::', '127.example.com', '128.0.0.1', 'localhost.example.com', '192.168.0.1'],
);

const takes = (check: (value: unknown, name: string) => unknown) => (value: string) => {
  try {
    check(value, 'it');
    return true;
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return false;
  }
};

table(
  'an address of Redis',
  takes(redisAddress),
  [
    'redis://localhost',
    'redis://user:pass@10.0.0.1:6379/2',
    'rediss://redis.example:6380',
    'redis+sentinel://a:26379,b:26379/main',
    'redis+sentinel://user:pass@a:26379,b:26379/main',
  ],
  ['', 'localhost:6379', 'http://localhost', 'redis+sentinel://a:26379', 'redis+sentinel:///main', 'redis:'],
);

table(
  'a source of keys',
  takes(keySource),
  ['https://example.com/jwks.json', 'http://localhost:3000/jwks.json', import.meta.filename],
  ['', '/does/not/exist.json', 'http://example.com/jwks.json', 'http://localhost.evil.example/', 'ftp://x/'],
);

table(
  'a bearer token',
  takes(bearerSecret(16)),
  ['x'.repeat(16)],
  ['x'.repeat(15), 'two words, and more', 'ü'.repeat(16)],
);

it('no sentence shows a secret, nor an address that may hold a password', () => {
  for (const check of [secret(32), redisAddress]) {
    assert.throws(
      () => check('hunter2', 'it'),
      (error) => error instanceof ConfigError && !error.message.includes('hunter2'),
    );
  }
});
