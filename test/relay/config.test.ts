/** Settings: what they are, and the sentence for each that is wrong. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Config, ConfigError, createConfig } from '../../relay/config.ts';

it('is complete without a word, listens on this machine only, and cannot be changed', () => {
  const config = createConfig();
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8080);
  assert.equal(config.heartbeatTimeoutMs, 11_000);
  assert.equal(config.resumeWindowMs, 30_000);
  assert.ok(Object.isFrozen(config));
  assert.throws(() => Object.assign(config, { port: 1 }), TypeError);
});

it('takes what is given and leaves the rest; undefined is as good as not given', () => {
  const config = createConfig({ port: 0, basePath: '/a/b', site: undefined });
  assert.deepEqual([config.port, config.basePath, config.site], [0, '/a/b', undefined]);
});

describe('a wrong setting is named, with its value and what is allowed', () => {
  const table: readonly [options: Record<string, unknown>, sentence: string][] = [
    [{ port: 65_536 }, 'port is a whole number from 0 to 65535, 65536 was given.'],
    [{ port: 80.5 }, 'port is a whole number from 0 to 65535, 80.5 was given.'],
    [{ port: '80' }, 'port is a whole number from 0 to 65535, "80" was given.'],
    [{ port: Number.NaN }, 'port is a whole number from 0 to 65535, NaN was given.'],
    [{ host: 'http://x/' }, 'host is a host name or an IP address, "http://x/" was given.'],
    [{ host: '' }, 'host is a host name or an IP address, "" was given.'],
    [{ basePath: 'x' }, 'basePath is "/" or a path such as "/relay" that does not end in a slash, "x" was given.'],
    [{ basePath: '/x/' }, 'basePath is "/" or a path such as "/relay" that does not end in a slash, "/x/" was given.'],
    [
      { basePath: '/x y' },
      'basePath is "/" or a path such as "/relay" that does not end in a slash, "/x y" was given.',
    ],
    [{ site: '/does/not/exist' }, 'site is the path of a folder that exists, "/does/not/exist" was given.'],
    [{ assets: '' }, 'assets is the path of a folder, "" was given.'],
    [{ maxParticipants: 0 }, 'maxParticipants is a whole number from 1 to 1000, 0 was given.'],
    [{ joinTimeoutMs: -1 }, 'joinTimeoutMs is a whole number from 1 to 86400000, -1 was given.'],
    [
      { mediaRate: { perSecond: 0, burst: 1 } },
      'mediaRate is { perSecond, burst } with perSecond above 0 and burst at least 1, {"perSecond":0,"burst":1} was given.',
    ],
    [
      { chatRate: null },
      'chatRate is { perSecond, burst } with perSecond above 0 and burst at least 1, null was given.',
    ],
  ];
  for (const [options, sentence] of table) {
    it(sentence, () => {
      assert.throws(() => createConfig(options as Partial<Config>), new ConfigError(sentence));
    });
  }

  it('as an unknown one is, with those there are', () => {
    assert.throws(
      () => createConfig({ prot: 1 } as Partial<Config>),
      /^ConfigError: The relay has no setting "prot"\. It has port, host, /,
    );
    assert.throws(() => createConfig(JSON.parse('{"__proto__":1,"toString":1}')), ConfigError);
  });
});
