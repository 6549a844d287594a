/** The command, in a process of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.ts';
import { ProtocolClient } from '../support/protocol-client.ts';
import { openRedisProcess } from '../support/redis-process.ts';

const MAIN = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));

function run(t: TestContext, ...args: readonly string[]) {
  const { PORT: _port, HOST: _host, ...env } = process.env;
  const child: ChildProcess = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', MAIN, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, output: () => output, errors: () => errors };
}

async function untilListening({ output, child }: ReturnType<typeof run>): Promise<string> {
  while (!/listens on (\S+)/.test(output())) await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return /listens on ([^\s"]+)/.exec(output())?.[1] as string;
}

it('prints where it listens and who reaches it, and on SIGTERM says goodbye and ends with 0', async (t) => {
  const relay = run(t, '--port', '0');
  const url = await untilListening(relay);
  assert.match(url, /^http:\/\/localhost:\d+\/$/);
  assert.equal((await fetch(`${url}live`)).status, 200);
  const { client } = await ProtocolClient.join(`${url.replace('http', 'ws')}socket`);
  assert.match(relay.output(), /only this machine reaches it; .*--host 0\.0\.0\.0/);
  relay.child.kill('SIGTERM');
  assert.equal((await client.untilClosed()).code, 4503);
  assert.equal(await relay.ended, 0);
  assert.equal(relay.errors(), '');
});

it('says that it is one of several, and not where they meet, since that may hold a password', async (t) => {
  const redis = await openRedisProcess(t);
  const relay = run(t, '--port', '0', '--redis', redis.url, '--relay-id', 'a');
  await untilListening(relay);
  await eventually(() => assert.match(relay.output(), /shares its rooms with the other relays of this Redis, as a"/));
  assert.ok(!relay.output().includes(redis.url));
});

it('does not start with a setting that is wrong: one sentence, exit code 2', async (t) => {
  const relay = run(t, '--port', '70000');
  assert.equal(await relay.ended, 2);
  assert.equal(relay.errors(), 'stream-room-relay: --port is a whole number from 0 to 65535, 70000 was given.\n');
});

it('says so where the port is taken', async (t) => {
  const first = run(t, '--port', '0');
  const { port } = new URL(await untilListening(first));
  const second = run(t, '--port', port);
  assert.equal(await second.ended, 1);
  assert.equal(
    second.errors(),
    `stream-room-relay: Port ${port} is in use. Choose another with --port, or 0 for any free one.\n`,
  );
});

it('explains itself with --help, and serves nothing', async (t) => {
  const relay = run(t, '--help');
  assert.equal(await relay.ended, 0);
  assert.match(relay.output(), /^Usage: stream-room-relay/);
});
