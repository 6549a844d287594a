/** Flags and environment. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { FLAGS, readCommand } from '../../relay/command-line.ts';
import { ConfigError } from '../../relay/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'stream-room-flags-'));
after(() => rmSync(folder, { recursive: true }));

const SECRET = 'a secret that nobody guesses, really';
const secretFile = join(folder, 'secret');
writeFileSync(secretFile, `${SECRET}\n`);

const configOf = (args: readonly string[], env: Record<string, string> = {}) => {
  const command = readCommand(args, env);
  assert.equal(command.kind, 'run');
  return command.config;
};

it('reads flags, and the environment where there is no flag', () => {
  const config = configOf(['--port', '9000', '--base-path=/relay'], { PORT: '1', HOST: '0.0.0.0', OPEN: 'any-room' });
  assert.deepEqual([config.port, config.host, config.basePath], [9000, '0.0.0.0', '/relay']);
});

it('takes an empty variable for none', () => {
  assert.equal(configOf([], { PORT: '', HOST: '', TOKEN_SECRET: '', TOKEN_SECRET_FILE: '' }).port, 8080);
});

it('reads lists, rates, switches and times', () => {
  const config = configOf(
    [
      '--origins',
      'https://a.example, https://*.b.example',
      '--handshake-rate',
      '0.5/10',
      '--allow-null-origin',
      'true',
    ],
    { TRUST_PROXY: '10.0.0.0/8,::1', DRAIN_MS: '0' },
  );
  assert.deepEqual(config.origins, ['https://a.example', 'https://*.b.example']);
  assert.deepEqual(config.handshakeRate, { perSecond: 0.5, burst: 10 });
  assert.deepEqual(config.trustProxy, ['10.0.0.0/8', '::1']);
  assert.deepEqual([config.allowNullOrigin, config.drainMs], [true, 0]);
});

describe('secrets', () => {
  it('come from a file or the environment, without the file’s last line end', () => {
    assert.equal(configOf(['--token-secret-file', secretFile]).tokenSecret, SECRET);
    assert.equal(configOf([], { TOKEN_SECRET: SECRET }).tokenSecret, SECRET);
    assert.equal(configOf([], { TOKEN_SECRET_FILE: secretFile }).tokenSecret, SECRET);
    assert.equal(configOf(['--token-secret-file', secretFile], { TOKEN_SECRET: 'y'.repeat(40) }).tokenSecret, SECRET);
    assert.equal(configOf([], { REDIS: 'redis://u:p@localhost' }).redis, 'redis://u:p@localhost');
    assert.equal(configOf(['--redis', 'redis://localhost']).redis, 'redis://localhost');
  });

  const table: readonly [args: readonly string[], env: Record<string, string>, sentence: RegExp][] = [
    [
      ['--token-secret', SECRET],
      {},
      /^--token-secret would show the secret .* Use --token-secret-file or TOKEN_SECRET/,
    ],
    [[`--metrics-token=${SECRET}`], {}, /^--metrics-token would show the secret/],
    [['--redis', `redis://u:${encodeURI(SECRET)}@h`], {}, /^--redis has a password in it/],
    [
      ['--token-secret-file', '/does/not/exist'],
      {},
      /^--token-secret-file names "\/does\/not\/exist", .*\(ENOENT\)\.$/,
    ],
    [[], { TOKEN_SECRET: SECRET, TOKEN_SECRET_FILE: secretFile }, /^TOKEN_SECRET and TOKEN_SECRET_FILE are both set\./],
    [['--redis', 'redis://a', '--redis-file', secretFile], {}, /^Give --redis or --redis-file, not both\.$/],
    [[], { TOKEN_SECRET: 'short' }, /^TOKEN_SECRET is a text of at least 32 bytes, one of 5 was given\.$/],
  ];
  for (const [args, env, sentence] of table) {
    it(`${sentence}`, () => {
      assert.throws(
        () => readCommand(args, env),
        (error) => error instanceof ConfigError && sentence.test(error.message) && !error.message.includes(SECRET),
      );
    });
  }
});

describe('says under which name it was wrong', () => {
  const table: readonly [args: readonly string[], env: Record<string, string>, sentence: RegExp][] = [
    [['--port', 'abc'], {}, /^--port is a whole number from 0 to 65535, "abc" was given\.$/],
    [['--port', ''], {}, /^--port is a whole number/],
    [['--port', '-1'], {}, /--port/],
    [['--port', '1e3'], {}, /^--port is a whole number from 0 to 65535, "1e3" was given\.$/],
    [[], { PORT: '70000' }, /^PORT is a whole number from 0 to 65535, 70000 was given\.$/],
    [[], { MAX_PARTICIPANTS: '0' }, /^MAX_PARTICIPANTS is a whole number from 1 to 1000, 0 was given\.$/],
    [['--site', '/does/not/exist'], {}, /^--site is the path of a folder that exists/],
    [['--open', 'yes'], {}, /^--open is one of no, secret-rooms, any-room, "yes" was given\.$/],
    [
      ['--origins', 'https://a.example/'],
      {},
      /^Each entry of --origins is an origin such as .*"https:\/\/a\.example\/"/,
    ],
    [['--chat-rate', '5'], {}, /^--chat-rate is .*"5" was given\.$/],
    [['--hsts', 'yes'], {}, /^--hsts is true or false, "yes" was given\.$/],
    [[], { TRUST_PROXY: 'all' }, /^Each entry of TRUST_PROXY is an address such as .*"all" was given\.$/],
    [['--prot', '1'], {}, /^Unknown option '--prot'\. See --help\.$/],
    [['extra'], {}, /extra.* See --help\.$/],
    [['--port'], {}, /--port.* See --help\.$/s],
  ];
  for (const [args, env, sentence] of table) {
    it([...args, ...Object.entries(env).map((pair) => pair.join('='))].join(' '), () => {
      assert.throws(
        () => readCommand(args, env),
        (error) => error instanceof ConfigError && sentence.test(error.message),
      );
    });
  }
});

it('explains every flag and its variable', () => {
  const command = readCommand(['-h'], {});
  assert.equal(command.kind, 'help');
  for (const { flag, fileFlag, variable } of FLAGS) {
    assert.ok(command.text.includes(`  --${flag ?? fileFlag} <`), variable);
    assert.ok(command.text.includes(` ${variable} in the environment`), variable);
  }
});

it('has no two settings under one name', () => {
  const names = FLAGS.flatMap(({ flag, fileFlag, variable, fileVariable }) =>
    [flag, fileFlag, variable, fileVariable].filter((name) => name !== undefined),
  );
  assert.equal(new Set(names).size, names.length);
});
