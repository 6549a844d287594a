/** What is shipped to run a relay: its settings are settings, its unit is a unit, its Redis takes a relay and no more. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { FLAGS, readCommand } from '../../../relay/command-line.ts';
import { freePort } from '../../support/free-port.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { startRelay } from '../../support/relay.ts';
import { ROOT, read } from '../../support/source-files.ts';

const DEPLOY = 'relay/deploy';

const VARIABLES = new Set(FLAGS.flatMap(({ variable, fileVariable }) => [variable, fileVariable]));

function copyOfDeploy(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-deploy-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const isSecret = (path: string) => path.endsWith('/secrets');
  cpSync(join(ROOT, DEPLOY), folder, { recursive: true, filter: (path) => !isSecret(path) });
  return folder;
}

it('every variable that compose file, image and unit set for a relay is a setting', () => {
  const compose = read(`${DEPLOY}/compose.yaml`);
  const block = /environment: &environment\n((?: {4}.*\n)+)/.exec(compose)?.[1] ?? '';
  const inCompose = [...block.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name);
  const inRelays = [...compose.matchAll(/<<: \*environment, ([A-Z_]+):/g)].map(([, name]) => name);
  const inImage = /^ENV (.+)$/m.exec(read(`${DEPLOY}/Dockerfile`))?.[1]?.split(' ') ?? [];
  const ofImage = inImage.map((pair) => pair.split('=')[0]).filter((name) => name !== 'NODE_ENV');
  const named = [...read(`${DEPLOY}/stream-room-relay.service`).matchAll(/\b([A-Z]+(?:_[A-Z]+)+)=…/g)].map(
    ([, name]) => name,
  );
  assert.ok(inCompose.length >= 5 && inRelays.length === 2 && ofImage.length === 2 && named.length >= 1);
  const all = [...inCompose, ...inRelays, ...ofImage, ...named];
  assert.deepEqual(
    all.filter((name) => !VARIABLES.has(name)),
    [],
  );
});

it('every file that the compose file mounts is there, or made by make-secrets.sh, which changes none that is there', (t) => {
  const folder = copyOfDeploy(t);
  const make = () => execFileSync('sh', ['make-secrets.sh'], { cwd: folder });
  make();
  const secrets = ['token-secret', 'redis-url', 'redis-users', 'metrics-token'];
  const contents = () => secrets.map((name) => readFileSync(join(folder, 'secrets', name), 'utf8'));
  const before = contents();
  make();
  assert.deepEqual(contents(), before);
  for (const [, path] of read(`${DEPLOY}/compose.yaml`).matchAll(/(?:file: |')\.\/([\w./-]+)/g)) {
    assert.ok(readFileSync(join(folder, path ?? '')).byteLength > 0, path);
  }
});

it('the relays of the compose file start with what it gives them', (t) => {
  const folder = copyOfDeploy(t);
  execFileSync('sh', ['make-secrets.sh'], { cwd: folder });
  const command = readCommand([], {
    HOST: '0.0.0.0',
    TOKEN_SECRET_FILE: join(folder, 'secrets/token-secret'),
    REDIS_FILE: join(folder, 'secrets/redis-url'),
    METRICS_TOKEN_FILE: join(folder, 'secrets/metrics-token'),
    ORIGINS: 'https://call.example.com',
    TRUST_PROXY: '172.30.0.2/32',
    DRAIN_MS: '10000',
    RELAY_ID: 'a',
  });
  assert.ok(command.kind === 'run' && command.config.open === 'no');
});

it('systemd finds nothing wrong with the unit', (t) => {
  const folder = copyOfDeploy(t);
  const unit = join(folder, 'stream-room-relay.service');
  writeFileSync(unit, readFileSync(unit, 'utf8').replace('/usr/bin/node', process.execPath));
  const { error, status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  // Elsewhere than on Linux with systemd there is nobody to ask, and nobody who would run it.
  if (!isMissing) assert.equal(status, 0, stdout + stderr);
});

it('Redis with its file and its users takes a whole call of two relays, and refuses nothing that they ask for', async (t) => {
  const folder = copyOfDeploy(t);
  execFileSync('sh', ['make-secrets.sh'], { cwd: folder });
  const port = await freePort();
  const users = join(folder, 'secrets/redis-users');
  // Somebody who may look what was refused.
  writeFileSync(users, `${readFileSync(users, 'utf8')}user auditor on nopass +acl +ping\n`);
  const options = ['--aclfile', users, '--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
  const redis = spawn('redis-server', [join(folder, 'redis.conf'), ...options], { stdio: 'ignore' });
  t.after(() => redis.kill('SIGKILL'));
  const ask = (...words: string[]) =>
    spawnSync('redis-cli', ['-p', `${port}`, '--user', 'auditor', '--pass', 'x', '--no-auth-warning', ...words], {
      encoding: 'utf8',
    });
  const isUp = () => ask('ping').stdout.trim() === 'PONG';
  for (let attempt = 0; attempt < 100 && !isUp(); attempt++) await new Promise((done) => setTimeout(done, 50));
  assert.ok(isUp(), 'Redis takes its file and its users');
  const url = readFileSync(join(folder, 'secrets/redis-url'), 'utf8').trim().replace('redis:6379', `127.0.0.1:${port}`);
  const relays = [await startRelay(t, { redis: url, drainMs: 0 }), await startRelay(t, { redis: url, drainMs: 0 })];
  const [{ client: ada }, { client: ben }] = await Promise.all([
    ProtocolClient.join(relays[0]?.socketUrl ?? '', { name: 'Ada' }),
    ProtocolClient.join(relays[1]?.socketUrl ?? '', { name: 'Ben' }),
  ]);
  await ada.request({ type: 'chat', messageId: 'message-of-16-signs', text: 'Hello' });
  await ben.until((message) => message.type === 'chat');
  ada.close();
  await ben.until((message) => message.type === 'participant-left');
  assert.equal(ask('acl', 'log').stdout.trim(), '', 'what the relays asked for and were refused');
  for (const relay of relays) assert.equal((await fetch(`${relay.url}ready`)).status, 200);
  assert.match(spawnSync('redis-cli', ['-p', `${port}`, 'keys', '*'], { encoding: 'utf8' }).stdout, /NOAUTH/);
});
