/**
 * Debian packages, unpacked into a cache without root and without a change to the machine. Knows nothing of what is in
 * them.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIRROR = 'http://deb.debian.org';
const DOWNLOAD_TIMEOUT_MS = 150_000;

const execute = promisify(execFile);

/** What is not here and cannot be had: no network, or no Debian. */
export class CannotDownload extends Error {
  override readonly name = 'CannotDownload';
}

/** Runs a program to its end; its output. */
export const run = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) =>
  execFileSync(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });

/** The folder as `make` has filled it, now or in an earlier run; half of it never stays. */
export async function cached(folder: string, make: (empty: string) => Promise<string>): Promise<string> {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    const made = await make(unfinished);
    // Another test file may have been quicker.
    if (!existsSync(folder)) renameSync(made, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Fetches from a registry or an archive, with the reason in one line where that fails. */
export async function download(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { cwd, timeout: DOWNLOAD_TIMEOUT_MS, maxBuffer: 1 << 26 });
    return stdout;
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    const said = (stderr || message).trim().split('\n').slice(-3).join(' ');
    throw new CannotDownload(`${command} ${args.at(-1)}: ${said}`, { cause });
  }
}

/** Unpacks packages of a suite under `work/root`. Lists, archives and keys are private: apt's own state stays as it is. */
export async function unpackPackages(suite: string, packages: readonly string[], work: string): Promise<string> {
  if (!existsSync(KEYRING)) throw new CannotDownload(`This is no Debian or a relative of it: there is no ${KEYRING}.`);
  const apt = join(work, 'apt');
  for (const folder of ['lists/partial', 'archives/partial', 'debs']) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  writeFileSync(join(apt, 'sources.list'), `deb [signed-by=${KEYRING}] ${MIRROR}/debian ${suite} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${apt}/sources.list`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${apt}/lists`,
    `Dir::Cache::archives=${apt}/archives`,
    `Dir::Cache::pkgcache=`,
    `Dir::Cache::srcpkgcache=`,
    // By apt's own unprivileged user, who may not enter here.
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::Retries=2',
  ].flatMap((option) => ['-o', option]);
  await download('apt-get', [...options, '-qq', 'update'], work);
  await download('apt-get', [...options, '-qq', 'download', ...packages], join(apt, 'debs'));
  const root = join(work, 'root');
  for (const file of readdirSync(join(apt, 'debs'))) run('dpkg-deb', ['-x', join(apt, 'debs', file), root]);
  return root;
}
