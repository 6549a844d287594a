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
  assert.equal(createConfig({ publicUrl: 'https://CALL.example/x' }).publicUrl, 'https://call.example/x/');
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
    [
      { publicUrl: 'call.example' },
      'publicUrl is an address such as https://call.example.com/, without "?" and "#", "call.example" was given.',
    ],
    [
      { publicUrl: 'https://u:p@call.example/' },
      'publicUrl is an address such as https://call.example.com/, without "?" and "#", "https://u:p@call.example/" was given.',
    ],
    [
      { publicUrl: 'https://call.example/?x' },
      'publicUrl is an address such as https://call.example.com/, without "?" and "#", "https://call.example/?x" was given.',
    ],
    ...[['https://a.example', '*'], ['none', 'https://a.example'], []].map(
      (list): [Record<string, unknown>, string] => [
        { frameAncestors: list },
        `frameAncestors is a list; each of its entries is an origin such as https://example.com, https://*.example.com or chrome-extension://<id>; or "*" alone, or "none" alone, ${JSON.stringify(list)} was given.`,
      ],
    ),
    ...['self', "'self'", 'https:', 'moz-extension:', "https://a.example; script-src 'unsafe-inline'"].map(
      (entry): [Record<string, unknown>, string] => [
        { frameAncestors: [entry] },
        `Each entry of frameAncestors is an origin such as https://example.com, https://*.example.com or chrome-extension://<id>; or "*" alone, or "none" alone, ${JSON.stringify(entry)} was given.`,
      ],
    ),
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

it('drains where there are other relays to go to', () => {
  assert.equal(createConfig().drainMs, 0);
  assert.equal(createConfig({ redis: 'redis://localhost' }).drainMs, 10_000);
  assert.equal(createConfig({ drainMs: 500 }).drainMs, 500);
});

describe('who may join is never left open by accident', () => {
  const secret = 'x'.repeat(32);

  it('on this machine anybody may, unless there are keys', () => {
    assert.equal(createConfig().open, 'any-room');
    assert.equal(createConfig({ host: '::1' }).open, 'any-room');
    assert.equal(createConfig({ tokenSecret: secret }).open, 'no');
    assert.equal(createConfig({ tokenSecret: secret, open: 'secret-rooms' }).open, 'secret-rooms');
  });

  it('beyond this machine it starts with keys, or with the word for it', () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.2', '127.example.com', 'example.com']) {
      assert.throws(
        () => createConfig({ host }),
        /^ConfigError: host is ".+", which others may reach, and nothing says/,
      );
      assert.equal(createConfig({ host, tokenSecret: secret }).open, 'no');
      assert.equal(createConfig({ host, open: 'any-room' }).open, 'any-room');
    }
  });

  it('a guest may be reached from anywhere, whatever its own address says', () => {
    assert.throws(() => createConfig({}, true), /^ConfigError: This relay is on a server of yours, which others may/);
    assert.equal(createConfig({ open: 'any-room' }, true).open, 'any-room');
  });

  it('and a relay that nobody could join does not start', () => {
    assert.throws(() => createConfig({ open: 'no' }), /^ConfigError: open is "no" and there are no keys: nobody could/);
  });
});

describe('what does not go together is named', () => {
  const table: readonly [options: Partial<Config>, sentence: RegExp][] = [
    [{ tlsCert: import.meta.filename }, /^tlsCert is given without tlsKey\./],
    [{ tlsKey: import.meta.filename }, /^tlsKey is given without tlsCert\./],
    [{ hsts: true }, /^hsts is true without TLS\./],
    [{ metricsPort: 9090, port: 9090 }, /^metricsPort is 9090, which is port, too\./],
    [{ metricsPort: 9090, metricsHost: '0.0.0.0' }, /^metricsHost is "0\.0\.0\.0": other machines could read/],
  ];
  for (const [options, sentence] of table) {
    it(String(sentence), () => {
      assert.throws(
        () => createConfig(options),
        (error) => error instanceof ConfigError && sentence.test(error.message),
      );
    });
  }

  it('and what does, is taken', () => {
    const file = import.meta.filename;
    assert.equal(createConfig({ tlsCert: file, tlsKey: file }).hsts, true);
    assert.equal(createConfig({ tlsCert: file, tlsKey: file, hsts: false }).hsts, false);
    assert.equal(createConfig({ trustProxy: ['127.0.0.1'], hsts: true }).hsts, true);
    createConfig({ metricsPort: 9090, metricsHost: '0.0.0.0', metricsToken: 'x'.repeat(16) });
  });
});
