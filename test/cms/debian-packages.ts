/**
 * Debian packages, unpacked into a cache without root and without a change to the machine. Knows nothing of what is in
 * them.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIRROR = 'http://deb.debian.org';
/** A test file waits for several of these, and may take four minutes. */
const DOWNLOAD_TIMEOUT_MS = 100_000;
/** Nobody waits so long twice. */
const LONG_MS = 5_000;
const MAX_RUN_MS = 40 * 60_000;

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

/**
 * Fetches from a registry or an archive, with the reason in one line where that fails. What somebody has waited for in vain
 * fails at once in the other files of the run.
 */
export async function download(
  command: string,
  args: readonly string[],
  cwd: string,
  timeoutMs = DOWNLOAD_TIMEOUT_MS,
): Promise<string> {
  const known = knownFailure(command);
  if (known !== undefined) throw new CannotDownload(known);
  const started = performance.now();
  try {
    const { stdout } = await execute(command, args, { cwd, timeout: timeoutMs, maxBuffer: 1 << 26 });
    return stdout;
  } catch (cause) {
    const reason = `${command} ${args.at(-1)}: ${reasonOf(cause as Failure, timeoutMs)}`;
    if (performance.now() - started >= Math.min(LONG_MS, timeoutMs)) writeFileSync(failureNote(command), reason);
    throw new CannotDownload(reason, { cause });
  }
}

interface Failure {
  readonly stderr?: string;
  readonly message: string;
  readonly killed?: boolean;
}

function reasonOf({ stderr, message, killed }: Failure, timeoutMs: number): string {
  if (killed) return `no answer within ${timeoutMs / 1000} s. Is there a network?`;
  return (stderr || message).trim().split('\n').slice(-3).join(' ');
}

/** One for each run: its files are children of one process. */
const failureNote = (command: string): string =>
  join(tmpdir(), `stream-room-no-${basename(command)}-${process.ppid}.txt`);

function knownFailure(command: string): string | undefined {
  const note = failureNote(command);
  // Numbers of processes come again.
  const isOfThisRun = existsSync(note) && Date.now() - statSync(note).mtimeMs < MAX_RUN_MS;
  return isOfThisRun ? readFileSync(note, 'utf8') : undefined;
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
    'Acquire::Retries=1',
    'Acquire::http::Timeout=20',
  ].flatMap((option) => ['-o', option]);
  await download('apt-get', [...options, '-qq', 'update'], work);
  await download('apt-get', [...options, '-qq', 'download', ...packages], join(apt, 'debs'));
  const root = join(work, 'root');
  for (const file of readdirSync(join(apt, 'debs'))) run('dpkg-deb', ['-x', join(apt, 'debs', file), root]);
  return root;
}
