/** Flags and environment → Config, and the help text; one table for all three. Knows nothing of what settings do. */
import { parseArgs } from 'node:util';
import { CHECKS, type Config, ConfigError, createConfig, defaults } from './config.ts';

interface Flag {
  readonly setting: 'port' | 'host' | 'basePath' | 'site' | 'assets' | 'maxParticipants';
  readonly variable: string;
  readonly value: string;
  readonly help: string;
}

/** What the command line and the environment can set; a flag wins. */
export const FLAGS: Readonly<Record<string, Flag>> = {
  port: { setting: 'port', variable: 'PORT', value: 'number', help: 'port to listen on, 0 for any free one' },
  host: {
    setting: 'host',
    variable: 'HOST',
    value: 'address',
    help: 'address to listen on; 0.0.0.0 lets other machines in',
  },
  'base-path': { setting: 'basePath', variable: 'BASE_PATH', value: 'path', help: 'path that the relay lives under' },
  site: { setting: 'site', variable: 'SITE', value: 'folder', help: 'folder of web pages to serve as well' },
  assets: { setting: 'assets', variable: 'ASSETS', value: 'folder', help: 'folder of the built stream-room.js' },
  'max-participants': {
    setting: 'maxParticipants',
    variable: 'MAX_PARTICIPANTS',
    value: 'number',
    help: 'participants that one room takes',
  },
};

export type Command =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'help'; readonly text: string };

/** Reads flags and environment. Throws ConfigError. */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const flags = parseFlags(args);
  if (flags['help'] === true) return { kind: 'help', text: helpText() };
  const options: Record<string, unknown> = {};
  for (const [flag, { setting, variable }] of Object.entries(FLAGS)) {
    const [given, name] = flags[flag] === undefined ? [env[variable], variable] : [flags[flag], `--${flag}`];
    // An empty variable is how many systems say "not set".
    if (given === undefined || (given === '' && name === variable)) continue;
    const isNumber = setting === 'port' || setting === 'maxParticipants';
    const value = isNumber && /^\d+$/.test(String(given)) ? Number(given) : given;
    // Under the name that was used, so that the sentence names what to change.
    CHECKS[setting](value, name);
    options[setting] = value;
  }
  return { kind: 'run', config: createConfig(options as Partial<Config>) };
}

function parseFlags(args: readonly string[]): Record<string, string | boolean | undefined> {
  const known = Object.keys(FLAGS).map((flag) => [flag, { type: 'string' as const }]);
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    ...Object.fromEntries(known),
    help: { type: 'boolean', short: 'h' },
  };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Record<
      string,
      string
    >;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.replace(/\. To specify .*$/s, '.') : String(cause);
    throw new ConfigError(`${message.replace(/\.?$/, '.')} See --help.`, { cause });
  }
}

function helpText(): string {
  const initial = defaults();
  const rows = Object.entries(FLAGS).map(([flag, { setting, variable, value, help }]) => {
    // Where the assets are found differs from machine to machine.
    const isFixed = setting !== 'assets' && initial[setting] !== undefined;
    const initially = isFixed ? ` (default ${initial[setting]})` : '';
    return `  ${`--${flag} <${value}>`.padEnd(28)} ${help}${initially}\n${' '.repeat(31)}or ${variable} in the environment`;
  });
  return [
    'Usage: stream-room-relay [options]',
    '',
    'Runs the relay of stream-room: rooms, roster, chat and media over one TCP port.',
    '',
    ...rows,
    `  ${'-h, --help'.padEnd(28)} this text`,
    '',
    'It listens on this machine only, until --host opens it up. Browsers give pages camera and microphone only on',
    'https:// and on localhost: for other machines, put a reverse proxy with TLS in front.',
    '',
  ].join('\n');
}
