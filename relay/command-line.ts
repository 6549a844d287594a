/** Flags and environment → Config, and the help text, all from the table of settings. Knows nothing of what they do. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Check } from './config/checks.ts';
import { type Kind, SETTINGS, type Setting } from './config/settings.ts';
import { type Config, ConfigError, createConfig } from './config.ts';

export type Command =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'help'; readonly text: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** One setting as the command line and the environment know it. */
export interface Flag {
  readonly setting: keyof Config;
  /** Without `--`; undefined where a value in the list of processes would give a secret away. */
  readonly flag: string | undefined;
  readonly variable: string;
  /** Names a file that holds the value; secrets only. */
  readonly fileFlag: string | undefined;
  readonly fileVariable: string | undefined;
  readonly about: Setting<unknown>;
}

export const FLAGS: readonly Flag[] = Object.entries(SETTINGS).map(([name, about]) => {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const variable = words.toUpperCase().replaceAll('-', '_');
  const isSecret = about.secret !== undefined;
  return {
    setting: name as keyof Config,
    flag: about.secret === 'always' ? undefined : words,
    variable,
    fileFlag: isSecret ? `${words}-file` : undefined,
    fileVariable: isSecret ? `${variable}_FILE` : undefined,
    about: about as Setting<unknown>,
  };
});

/** Reads flags and environment; a flag wins. Throws ConfigError. */
export function readCommand(args: readonly string[], env: Environment): Command {
  const given = parseFlags(args);
  if (given['help'] === true) return { kind: 'help', text: helpText() };
  const options: Record<string, unknown> = {};
  for (const flag of FLAGS) {
    const found = find(flag, given, env);
    if (found === undefined) continue;
    const value = READ[flag.about.kind](found.text);
    // Under the name that was used, so that the sentence names what to change.
    (flag.about.check as Check<unknown>)(value, found.name);
    options[flag.setting] = value;
  }
  return { kind: 'run', config: createConfig(options as Partial<Config>) };
}

/** What does not read as its kind is left as it is, for the setting's check to name. */
const READ: Readonly<Record<Kind, (text: string) => unknown>> = {
  text: (text) => text,
  number: (text) => (/^\d+$/.test(text) ? Number(text) : text),
  switch: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  list: (text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  rate: (text) => {
    const [, perSecond, burst] = /^(\d+(?:\.\d+)?)\/(\d+)$/.exec(text) ?? [];
    return perSecond === undefined ? text : { perSecond: Number(perSecond), burst: Number(burst) };
  },
};

interface Found {
  readonly text: string;
  readonly name: string;
}

function find(flag: Flag, given: Readonly<Record<string, unknown>>, env: Environment): Found | undefined {
  const ofFlags = fromFlags(flag, given);
  if (ofFlags) return ofFlags;
  const { variable, fileVariable } = flag;
  // An empty variable is how many systems say "not set".
  const text = env[variable] || undefined;
  const path = (fileVariable && env[fileVariable]) || undefined;
  if (text !== undefined && path !== undefined) {
    throw new ConfigError(`${variable} and ${fileVariable} are both set. Unset one of them.`);
  }
  if (path !== undefined) return { text: readSecret(path, fileVariable as string), name: fileVariable as string };
  return text === undefined ? undefined : { text, name: variable };
}

function fromFlags({ flag, fileFlag, variable, about }: Flag, given: Readonly<Record<string, unknown>>) {
  const text = flag === undefined ? undefined : (given[flag] as string | undefined);
  const path = fileFlag === undefined ? undefined : (given[fileFlag] as string | undefined);
  if (text !== undefined && path !== undefined) throw new ConfigError(`Give --${flag} or --${fileFlag}, not both.`);
  if (path !== undefined) return { text: readSecret(path, `--${fileFlag}`), name: `--${fileFlag}` };
  if (text === undefined) return undefined;
  if (about.secret === 'with-password' && /\/\/[^/]*@/.test(text)) {
    throw new ConfigError(
      `--${flag} has a password in it, which everybody who lists processes can read. Use --${fileFlag} or ${variable}.`,
    );
  }
  return { text, name: `--${flag}` };
}

/** A line's end belongs to the file, not to the secret. */
function readSecret(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${name} names ${JSON.stringify(path)}, which cannot be read (${code}).`, { cause });
  }
}

function parseFlags(args: readonly string[]): Readonly<Record<string, unknown>> {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const { flag, fileFlag } of FLAGS) {
    for (const name of [flag, fileFlag]) if (name !== undefined) options[name] = { type: 'string' };
  }
  // What stands behind a secret's name may be the secret, so nothing of it is repeated.
  const bare = FLAGS.find(({ flag, variable, about }) => {
    const name = variable.toLowerCase().replaceAll('_', '-');
    return (
      flag === undefined && about.secret && args.some((each) => each === `--${name}` || each.startsWith(`--${name}=`))
    );
  });
  if (bare) {
    throw new ConfigError(
      `--${bare.fileFlag?.replace(/-file$/, '')} would show the secret to everybody who lists processes. ` +
        `Use --${bare.fileFlag} or ${bare.variable} in the environment.`,
    );
  }
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.replace(/\. To specify .*$/s, '.') : String(cause);
    throw new ConfigError(`${message.replace(/\.?$/, '.')} See --help.`, { cause });
  }
}

/** As the help and the README say it. */
export function initially({ about }: Flag): string {
  const { usually, initial } = about;
  if (usually !== undefined) return usually;
  if (initial === undefined || (Array.isArray(initial) && initial.length === 0)) return 'none';
  if (about.kind === 'rate') {
    const { perSecond, burst } = initial as Config['chatRate'];
    return `${perSecond}/${burst}`;
  }
  return String(initial);
}

function helpText(): string {
  const rows = FLAGS.map((each) => {
    const { flag, fileFlag, variable, about } = each;
    const name = flag === undefined ? `--${fileFlag} <file>` : `--${flag} <${about.value}>`;
    const initial = initially(each);
    const isDefault = initial === 'none' ? '' : ` (default ${initial})`;
    const isFile = flag !== undefined && fileFlag !== undefined ? `, or in the file of --${fileFlag}` : '';
    return `  ${name}\n      ${about.meaning}${isDefault}\n      or ${variable} in the environment${isFile}`;
  });
  return [
    'Usage: stream-room-relay [options]',
    '',
    'Runs the relay of stream-room: rooms, roster, chat and media over one TCP port.',
    '',
    ...rows,
    '  -h, --help\n      this text',
    '',
    'It listens on this machine only, until --host opens it up; then it wants keys of tokens (--token-keys or',
    '--token-secret-file), or to be told --open. Browsers give pages camera and microphone only on https:// and on',
    'localhost: for other machines, give --tls-cert and --tls-key, or put a reverse proxy with TLS in front.',
    '',
  ].join('\n');
}
