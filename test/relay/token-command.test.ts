/** `stream-room-relay token`: what it prints is what the relay takes, and what is wrong is said in a sentence. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { createAuthenticator } from '../../relay/auth/authenticator.ts';
import { ConfigError } from '../../relay/config.ts';
import { runTokenCommand } from '../../relay/token-command.ts';

const MAIN = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));
const SECRET = 'a secret of well over thirty-two bytes';
const SETTINGS = { open: 'no', tokenAudience: 'stream-room', maxTokenLifetimeMs: 600_000 } as const;

const folder = mkdtempSync(join(tmpdir(), 'stream-room-token-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

async function run(args: string, env: Record<string, string> = { TOKEN_SECRET: SECRET }) {
  let output = '';
  let warnings = '';
  await runTokenCommand(
    args.split(' ').filter((word) => word !== ''),
    env,
    (text) => {
      output += text;
    },
    (text) => {
      warnings += text;
    },
  );
  return { output, warnings };
}

const isJson = (line: string) => line.startsWith('{');

it('makes keys, a token with them, and a relay that has the public part takes it', async () => {
  const { output } = await run('--new-key');
  const [privateKey = '', publicKeys = ''] = output.split('\n').filter(isJson);
  assert.match(output, /Private key\. .*\n.*--key-file.*The relay does not need it\.\n/);
  assert.match(output, /Public keys\. The relay gets them.*--token-keys/);
  assert.ok('d' in JSON.parse(privateKey));
  assert.doesNotMatch(publicKeys, /"d":/);
  const key = file('key.json', privateKey);
  const { output: token, warnings } = await run(
    `--room team --role host --name Ada --sub ada --ttl 90s --kbps 500 --once --native --key-file ${key}`,
    {},
  );
  assert.equal(warnings, '');
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenKeys: file('keys.json', publicKeys) });
  const { subject, room, name, role, maxBitrateBps, native } = await authenticate(token.trim());
  assert.deepEqual([subject, room, name, role, maxBitrateBps, native], ['ada', 'team', 'Ada', 'host', 500_000, true]);
  const { iat = 0, exp = 0, once } = decodeJwt(token.trim());
  assert.deepEqual([exp - iat, once], [90, true]);
});

it('makes a secret, a token with it, and a relay that has it takes it', async () => {
  const { output } = await run('--new-key --alg HS256');
  const secret = output.split('\n').find((line) => /^[\w-]{43}$/.test(line)) ?? '';
  const path = file('secret.txt', `${secret}\n`);
  const { output: token } = await run(`--room team --sub ada --grants chat,subscribe --secret-file ${path}`, {});
  const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenSecret: secret });
  const { role, grants } = await authenticate(token.trim());
  assert.deepEqual([role, [...grants].sort()], ['member', ['chat', 'subscribe']]);
});

it('makes a secret for one issuer and its rooms: a server with the text signs, a relay with the file takes it', async () => {
  const { output } = await run('--new-key --alg HS256 --iss https://blog.example --rooms blog-*,lounge', {});
  const secret = output.split('\n').find((line) => /^[\w-]{43}$/.test(line)) ?? '';
  const [keys = ''] = output.split('\n').filter(isJson);
  assert.match(output, /may say this\nkey’s name \(kid\), [\w-]{12}\./);
  const [key] = JSON.parse(keys).keys;
  assert.deepEqual([key.iss, key.rooms, key.alg], ['https://blog.example', ['blog-*', 'lounge'], 'HS256']);
  const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenKeys: file('limited.json', keys) });
  // As any server makes it: the secret is text on its side.
  const path = file('limited.txt', `${secret}\n`);
  const mint = (args: string) => run(`--sub ada --secret-file ${path} ${args}`, {});
  const { output: token } = await mint('--room blog-7 --iss https://blog.example');
  assert.equal((await authenticate(token.trim())).room, 'blog-7');
  const { output: elsewhere } = await mint('--room team --iss https://blog.example');
  await assert.rejects(authenticate(elsewhere.trim()), { code: 'wrong-room' });
  const { output: other } = await mint('--room blog-7 --iss https://shop.example');
  await assert.rejects(authenticate(other.trim()), { code: 'wrong-issuer' });
});

it('a limited key says itself who issues with it, and signs for none but its rooms', async () => {
  const { output } = await run('--new-key --iss https://school.example --rooms class*', {});
  const [privateKey = '', publicKeys = ''] = output.split('\n').filter(isJson);
  const path = file('school.json', privateKey);
  const { output: token } = await run(`--room class-4b --sub ada --key-file ${path}`, {});
  const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenKeys: file('school-keys.json', publicKeys) });
  assert.equal((await authenticate(token.trim())).room, 'class-4b');
  await assert.rejects(
    run(`--room team --sub ada --key-file ${path}`, {}),
    new ConfigError('--room is one of the rooms that the key is for: class*, "team" was given.'),
  );
});

it('takes the secret where the relay does: from the environment, or from a file that it names', async () => {
  const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenSecret: SECRET });
  const { output } = await run('--room team --sub ada', { TOKEN_SECRET_FILE: file('environment.txt', `${SECRET}\n`) });
  assert.equal((await authenticate(output.trim())).subject, 'ada');
  await assert.rejects(
    run('--room team --sub ada', { TOKEN_SECRET_FILE: '/none' }),
    new ConfigError('TOKEN_SECRET_FILE is the path of a file, "/none" was given: there is no such file.'),
  );
});

it('makes other keys every time', async () => {
  assert.notEqual((await run('--new-key')).output, (await run('--new-key')).output);
  assert.notEqual((await run('--new-key --alg HS256')).output, (await run('--new-key --alg HS256')).output);
});

it('says whom it is for and who says so', async () => {
  const { aud, iss } = decodeJwt((await run('--room team --sub ada --aud us --iss me')).output.trim());
  assert.deepEqual([aud, iss], ['us', 'me']);
});

it('warns of a token that relays do not accept as they come', async () => {
  const { output, warnings } = await run('--room team --sub ada --ttl 1h');
  assert.equal(warnings, 'Relays accept tokens of 10 minutes by default; set maxTokenLifetimeMs there.\n');
  const { iat = 0, exp = 0 } = decodeJwt(output.trim());
  assert.equal(exp - iat, 3_600);
});

it('explains itself', async () => {
  assert.match((await run('--help', {})).output, /^Usage: stream-room-relay token --room/);
});

describe('what is wrong is named, with what was given and what is allowed', () => {
  const short = file('short.txt', 'short\n');
  const text = file('text.json', 'no key');
  const publicKey = file(
    'public.json',
    '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
  );
  const table: readonly [args: string, sentence: RegExp][] = [
    ['--sub ada', /^--room is missing: a room name of 1 to 128 printable characters\.$/],
    ['--room team', /^--sub is missing: a text of 1 to 256 characters\.$/],
    ['--new-key --rooms a,,b', /^A key with these limits has "" among its rooms; each is a room’s name, or /],
    ['--new-key --iss= ', /^A key with these limits has the iss ""; it is a text of 1 to 200 characters\.$/],
    ['--room= --sub ada', /^--room is a room name of 1 to 128 printable characters, "" was given\.$/],
    ['--room team --sub ada --role boss', /^--role is guest, member or host, "boss" was given\.$/],
    ['--room team --sub ada --role __proto__', /^--role is guest, member or host, "__proto__" was given\.$/],
    ['--room team --sub ada --kbps much', /^--kbps is a whole number from 1 to 1000000, "much" was given\.$/],
    ['--room team --sub ada --ttl 10', /^--ttl is a time such as 90s, 10m or 1h, at most 24h, "10" was given\.$/],
    ['--room team --sub ada --ttl 0s', /^--ttl is a time such as/],
    ['--room team --sub ada --ttl 25h', /^--ttl is a time such as/],
    [
      '--room team --sub ada --grants chat,moderate',
      /^--grants is a list of what a member may: publish, subscribe, chat, send, "moderate" was given\.$/,
    ],
    ['--room team --sub ada --grants fly', /"fly" was given\.$/],
    ['--room team --sub ada --colour red', /^Unknown option '--colour'\. See stream-room-relay token --help\.$/],
    ['--room team --sub ada extra', /^Unexpected argument 'extra'\..* See stream-room-relay token --help\.$/],
    ['--new-key --alg none', /^--alg is EdDSA or HS256, "none" was given\.$/],
    [
      `--room team --sub ada --secret-file ${short}`,
      /^--secret-file .*short\.txt is a secret of 5 bytes; it needs at /,
    ],
    [
      `--room team --sub ada --key-file ${text}`,
      /^--key-file .*text\.json is no JSON; the private key that --new-key /,
    ],
    [
      `--room team --sub ada --key-file ${publicKey}`,
      /^--key-file .*public\.json is a public key; tokens are made with /,
    ],
    [
      '--room team --sub ada --key-file /none',
      /^--key-file is the path of a file, "\/none" was given: there is no such /,
    ],
    ['--room team --sub ada --key-file a --secret-file b', /^--secret-file and --key-file were both given\./],
  ];
  for (const [args, sentence] of table) {
    it(args, async () => {
      await assert.rejects(run(args), (error: Error) => {
        assert.ok(error instanceof ConfigError, String(error));
        assert.match(error.message, sentence);
        return true;
      });
    });
  }

  it('and so is that there is no key', async () => {
    await assert.rejects(run('--room team --sub ada', {}), /^ConfigError: No key to sign with: give --key-file, /);
  });
});

describe('the command itself', () => {
  const start = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, ['--conditions=source', '--import', 'tsx', MAIN, 'token', ...args], {
      env: { ...process.env, TOKEN_SECRET: SECRET },
    });

  it('prints the token and nothing else', async () => {
    const { stdout, stderr } = await start('--room', 'team', '--sub', 'ada', '--name', 'Ada Lovelace');
    assert.equal(stderr, '');
    const { authenticate } = await createAuthenticator({ ...SETTINGS, tokenSecret: SECRET });
    assert.equal((await authenticate(stdout.trim())).name, 'Ada Lovelace');
  });

  it('ends with 2 and the sentence', async () => {
    await assert.rejects(start('--room', 'team'), {
      code: 2,
      stdout: '',
      stderr: 'stream-room-relay: --sub is missing: a text of 1 to 256 characters.\n',
    });
  });
});
