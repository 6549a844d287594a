/** `stream-room-relay token`: prints a token, or new keys. Knows nothing of relays that run. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { JWK } from 'jose';
import { ALLOWED, type Claims, isClaim, isGrant } from './auth/claims.ts';
import { ROLE_GRANTS } from './auth/identity.ts';
import { KeyError } from './auth/key-error.ts';
import { readScope } from './auth/key-scope.ts';
import { DEFAULT_LIFETIME_MS, mintToken, readSigningKey, type TokenContent, type TokenKey } from './auth/mint.ts';
import { newKeyPair, newSecret } from './auth/new-key.ts';
import { TokenError } from './auth/token-error.ts';
import { ConfigError } from './config.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Write = (text: string) => unknown;

const OPTIONS = {
  room: { type: 'string' },
  role: { type: 'string', default: 'member' },
  name: { type: 'string' },
  sub: { type: 'string' },
  ttl: { type: 'string', default: '10m' },
  grants: { type: 'string' },
  kbps: { type: 'string' },
  aud: { type: 'string' },
  iss: { type: 'string' },
  native: { type: 'boolean', default: false },
  once: { type: 'boolean', default: false },
  'secret-file': { type: 'string' },
  'key-file': { type: 'string' },
  'new-key': { type: 'boolean', default: false },
  alg: { type: 'string', default: 'EdDSA' },
  rooms: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Flags = ReturnType<typeof parse>;

const HELP = `Usage: stream-room-relay token --room <room> --sub <id> [options]
       stream-room-relay token --new-key [--alg EdDSA|HS256] [--iss <name>] [--rooms <a,b-*>]

Prints a token that lets its bearer into one room.

  --room <room>          the room that it opens
  --sub <id>             whom it is for: an id of your own, such as an account's
  --role <role>          guest, member or host (default member)
  --name <name>          the name that others see; without it the participant chooses
  --ttl <time>           how long it holds: 90s, 10m, 1h (default 10m, as long as relays accept by default)
  --grants <a,b>         fewer than the role has: publish, subscribe, chat, send, moderate
  --kbps <number>        kilobits per second that may be published
  --once                 good for one connection only
  --native               for a program that is no browser
  --aud <name>           the relay's token audience (default stream-room)
  --iss <name>           the relay's token issuer, where it has one
  --secret-file <file>   the secret that the relay has, or TOKEN_SECRET, or its file in TOKEN_SECRET_FILE
  --key-file <file>      the private key, as --new-key printed it

  --new-key              makes a key, prints it, and says what goes where
  --alg <name>           EdDSA: a pair, of which the relay gets the public part (default); HS256: one secret for both
  --iss <name>           with --new-key: the only issuer of the key's tokens
  --rooms <a,b-*>        with --new-key: the only rooms of the key's tokens, by name or by beginning
  -h, --help             this text
`;

/** No token lives longer: it could be taken back by changing keys only. */
const MAX_TTL_MS = 24 * 60 * 60 * 1000;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** `args` without the word "token". Rejects with ConfigError. */
export async function runTokenCommand(
  args: readonly string[],
  env: Env,
  write: Write,
  warn: Write = (text) => process.stderr.write(text),
): Promise<void> {
  const flags = parse(args);
  if (flags.help) write(HELP);
  else if (flags['new-key']) write(await newKey(flags));
  else write(`${await newToken(flags, env, warn)}\n`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.replace(/\. To specify .*$/s, '.') : String(cause);
    throw new ConfigError(`${message.replace(/\.?$/, '.')} See stream-room-relay token --help.`, { cause });
  }
}

async function newToken(flags: Flags, env: Env, warn: Write): Promise<string> {
  const content = readContent(flags);
  const lifetimeMs = readTtl(flags.ttl);
  const key = await readKey(flags, env);
  if (lifetimeMs > DEFAULT_LIFETIME_MS) {
    warn(`Relays accept tokens of ${DEFAULT_LIFETIME_MS / 60_000} minutes by default; set maxTokenLifetimeMs there.\n`);
  }
  return await mintToken({ ...content, key, lifetimeMs, audience: flags.aud, issuer: flags.iss }).catch((cause) => {
    if (!(cause instanceof TokenError) || cause.code !== 'wrong-room') throw cause;
    throw wrong('--room', `one of the rooms that the key is for: ${roomsOf(key).join(', ')}`, content.room);
  });
}

const roomsOf = (key: TokenKey): readonly string[] => (typeof key === 'string' ? [] : (readScope(key).rooms ?? []));

function readContent({ room, sub, role, name, kbps, grants, native, once }: Flags): TokenContent {
  const list = grants?.split(',').filter((grant) => grant !== '');
  const rate = kbps === undefined ? undefined : Number(kbps);
  const checked: readonly [flag: string, claim: keyof Claims, given: string | undefined, value: unknown][] = [
    ['--room', 'room', room, room],
    ['--sub', 'sub', sub, sub],
    ['--role', 'role', role, role],
    ['--name', 'name', name, name],
    ['--kbps', 'kbps', kbps, rate],
  ];
  for (const [flag, claim, given, value] of checked) {
    if (isClaim(claim, value)) continue;
    if (given === undefined) throw new ConfigError(`${flag} is missing: ${ALLOWED[claim]}.`);
    throw wrong(flag, ALLOWED[claim], given);
  }
  const mayHave = [...ROLE_GRANTS[role as TokenContent['role']]];
  const strange = list?.find((grant) => !isGrant(grant) || !mayHave.includes(grant));
  if (strange !== undefined) throw wrong('--grants', `a list of what a ${role} may: ${mayHave.join(', ')}`, strange);
  return {
    subject: sub as string,
    room: room as string,
    role: role as TokenContent['role'],
    name,
    kbps: rate,
    grants: list?.filter(isGrant),
    native,
    once,
  };
}

function readTtl(ttl: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})([smh])$/.exec(ttl) ?? [];
  const ms = Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (ms > 0 && ms <= MAX_TTL_MS) return ms;
  throw wrong('--ttl', 'a time such as 90s, 10m or 1h, at most 24h', ttl);
}

async function readKey(flags: Flags, env: Env): Promise<TokenKey> {
  const { 'secret-file': secretFile, 'key-file': keyFile } = flags;
  if (secretFile !== undefined && keyFile !== undefined) {
    throw new ConfigError('--secret-file and --key-file were both given. Give the one whose other half the relay has.');
  }
  const [name, key] = await findKey(secretFile, keyFile, env);
  try {
    await readSigningKey(key);
  } catch (cause) {
    throw new ConfigError(`${name} ${(cause as Error).message}.`, { cause });
  }
  return key;
}

async function findKey(secret: string | undefined, key: string | undefined, env: Env): Promise<[string, TokenKey]> {
  if (key !== undefined) return [`--key-file ${key}`, parseKey(await readText('--key-file', key), key)];
  if (secret === undefined && env['TOKEN_SECRET']) return ['TOKEN_SECRET', env['TOKEN_SECRET']];
  const [name, path] =
    secret === undefined ? ['TOKEN_SECRET_FILE', env['TOKEN_SECRET_FILE']] : ['--secret-file', secret];
  // An editor's last line break is none of the secret.
  if (path) return [`${name} ${path}`, (await readText(name, path)).trim()];
  throw new ConfigError('No key to sign with: give --key-file, --secret-file, or TOKEN_SECRET. --new-key makes one.');
}

async function readText(flag: string, path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new ConfigError(`${flag} is the path of a file, ${JSON.stringify(path)} was given: ${reason}.`, { cause });
  });
}

function parseKey(text: string, path: string): JWK {
  try {
    return JSON.parse(text) as JWK;
  } catch (cause) {
    throw new ConfigError(`--key-file ${path} is no JSON; the private key that --new-key printed is.`, { cause });
  }
}

async function newKey({ alg, iss, rooms }: Flags): Promise<string> {
  if (alg !== 'EdDSA' && alg !== 'HS256') throw wrong('--alg', 'EdDSA or HS256', alg);
  const list = rooms?.split(',');
  try {
    const scope = readScope({ iss, rooms: list });
    return alg === 'HS256' ? newSecret(scope) : await newKeyPair(scope);
  } catch (cause) {
    if (!(cause instanceof KeyError)) throw cause;
    throw new ConfigError(`A key with these limits ${cause.message}.`, { cause });
  }
}

const wrong = (flag: string, allowed: string, given: string): ConfigError =>
  new ConfigError(`${flag} is ${allowed}, ${JSON.stringify(given.slice(0, 80))} was given.`);
