/** Where key sets are read from: a file or an address. Knows nothing of algorithms, and never asks an address too often. */
import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { VerificationKey } from './jwk.ts';

export type Keys = readonly VerificationKey[];
/** Throws where nothing can be made of it. */
export type ReadKeys = (text: string) => Promise<Keys>;

export interface KeySource {
  /** The newest that there is; what cannot be read again is used on. `missing`: what is wanted was not among them. */
  current(missing?: boolean): Promise<Keys>;
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  readonly read: ReadKeys;
}

/** A file is looked at again at most so often. */
const FILE_CHECK_MS = 1_000;
/** So old may keys of an address be before it is asked again: a key taken back there is refused here after it. */
const URL_FRESH_MS = 600_000;
/** Between two requests to an address, come what may: anybody can make up tokens with unknown keys. */
const URL_COOLDOWN_MS = 30_000;
/** An address that is away for longer is not coming back soon, and its keys may have been taken back since. */
const URL_MAX_STALE_MS = 24 * 60 * 60 * 1000;
const URL_TIMEOUT_MS = 5_000;
const MAX_SET_BYTES = 256 * 1024;

/** Read again once it has changed. Rejects where it cannot be read at first. */
export async function openKeyFile(path: string, { clock, log, read }: Surroundings): Promise<KeySource> {
  // Also right where a mount swaps a link instead of writing the file.
  const stamp = async () => {
    const { mtimeMs, ino, size } = await stat(path);
    return `${mtimeMs} ${ino} ${size}`;
  };
  let seen = await stamp();
  let keys = await read(await readFile(path, 'utf8'));
  let checkedAt = clock.now();
  let check: Promise<void> | undefined;

  const look = async () => {
    try {
      const now = await stamp();
      if (now === seen) return;
      seen = now;
      keys = await read(await readFile(path, 'utf8'));
      log('info', 'the token keys were read again');
    } catch (error) {
      log('error', `the token keys could not be read again, those from before stay: ${reasonOf(error)}`);
    }
  };
  return {
    async current() {
      if (clock.now() - checkedAt >= FILE_CHECK_MS) {
        checkedAt = clock.now();
        check = look();
      }
      await check;
      return keys;
    },
  };
}

/** Asked again when its keys are old or one is missing. Rejects where it gives none at first. */
export async function openKeyUrl(url: URL, { clock, log, read }: Surroundings): Promise<KeySource> {
  let keys = await read(await download(url));
  let readAt = clock.now();
  let triedAt = readAt;
  let isFailing = false;
  let refresh: Promise<void> | undefined;

  const load = async () => {
    try {
      keys = await read(await download(url));
      readAt = clock.now();
      isFailing = false;
    } catch (error) {
      // Said once per outage, not every time.
      if (!isFailing) log('error', `the token keys could not be fetched again, the old ones stay: ${reasonOf(error)}`);
      isFailing = true;
    } finally {
      refresh = undefined;
    }
  };
  return {
    async current(missing = false) {
      const isOld = clock.now() - readAt >= URL_FRESH_MS;
      if ((isOld || missing) && !refresh && clock.now() - triedAt >= URL_COOLDOWN_MS) {
        triedAt = clock.now();
        refresh = load();
      }
      // While the address is away, nobody who comes with a good token waits for its timeout.
      if (missing || !isFailing) await refresh;
      return clock.now() - readAt < URL_MAX_STALE_MS ? keys : [];
    },
  };
}

async function download(url: URL): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    // Whoever answers is whom the operator named, or nobody.
    redirect: 'error',
    signal: AbortSignal.timeout(URL_TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`it answered with status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_SET_BYTES) throw new Error(`it answered with more than ${MAX_SET_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** One clause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's fetch says only that it failed, and why in the cause.
  const isFetch = error instanceof TypeError && error.cause instanceof Error;
  const { code, message } = (isFetch ? error.cause : error) as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (error.name === 'TimeoutError') return `it did not answer within ${URL_TIMEOUT_MS / 1000} s`;
  return (message || code || error.message).replace(/\.$/, '');
}
