import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRedisAddress } from '../../../relay/bus/redis-address.ts';

describe('the address of a Redis', () => {
  it('is a URL, with or without TLS, account and database', () => {
    assert.deepEqual(parseRedisAddress('redis://localhost'), { host: 'localhost', port: 6379 });
    assert.deepEqual(parseRedisAddress('rediss://ada:p%40ss@[::1]:7000/2'), {
      host: '::1',
      port: 7000,
      username: 'ada',
      password: 'p@ss',
      db: 2,
      tls: {},
    });
  });

  it('or names the Sentinels that know it, whose word on a new master counts at once', () => {
    const options = parseRedisAddress('redis+sentinel://:secret@one:26380,two,[::1]:1/main/3');
    assert.deepEqual(options?.sentinels, [
      { host: 'one', port: 26380 },
      { host: 'two', port: 26379 },
      { host: '::1', port: 1 },
    ]);
    assert.equal(options?.name, 'main');
    assert.equal(options?.db, 3);
    assert.equal(options?.password, 'secret');
    assert.equal(options?.failoverDetector, true);
  });

  it('is nothing else', () => {
    for (const wrong of [
      '',
      'localhost',
      'http://localhost',
      'redis://',
      'redis://h/name',
      'redis+sentinel://one',
      'redis+sentinel://a b/main',
    ]) {
      assert.equal(parseRedisAddress(wrong), undefined, wrong);
    }
  });
});
