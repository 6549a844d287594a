/** Flags and environment. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FLAGS, readCommand } from '../../relay/command-line.ts';
import { ConfigError } from '../../relay/config.ts';

const configOf = (args: readonly string[], env: Record<string, string> = {}) => {
  const command = readCommand(args, env);
  assert.equal(command.kind, 'run');
  return command.config;
};

it('reads flags, and the environment where there is no flag', () => {
  const config = configOf(['--port', '9000', '--base-path=/relay'], { PORT: '1', HOST: '0.0.0.0' });
  assert.deepEqual([config.port, config.host, config.basePath], [9000, '0.0.0.0', '/relay']);
});

it('takes an empty variable for none', () => {
  assert.equal(configOf([], { PORT: '', HOST: '' }).port, 8080);
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
  for (const [flag, { variable }] of Object.entries(FLAGS)) {
    assert.ok(command.text.includes(`--${flag} <`) && command.text.includes(variable));
  }
});
