/**
 * Hugo, Eleventy and Astro, each with a site of a test's own: files in, built pages out. Eleventy and Astro are downloaded
 * into the cache when they are first asked for. Knows nothing of stream-room.
 */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../support/browsers.mjs';
import { CannotDownload, cached, download } from './debian-packages.ts';
import { CACHE } from './wordpress-parts.ts';

/** Text of files by path, from the site's folder. */
export type Files = Readonly<Record<string, string>>;

/** The newest that run on the oldest Node that we do. */
const PACKAGES = { eleventy: '@11ty/eleventy@3.1.2', astro: 'astro@5.9.4' } as const;

const BUILD_TIMEOUT_MS = 60_000;
const execute = promisify(execFile);

/** Built pages by path; the reason where the program is not here and cannot be had. */
export const GENERATORS = {
  hugo: (files: Files) => {
    const command = findProgram(['hugo']);
    if (command === undefined) {
      throw new CannotDownload('Hugo is not installed: apt-get install hugo, or run npm run test:cms, which does so.');
    }
    return build(files, 'public', () => [command]);
  },
  eleventy: (files: Files) =>
    build(files, '_site', async () => {
      const modules = await packageFolder('eleventy');
      return [process.execPath, join(modules, '@11ty/eleventy/cmd.cjs'), '--quiet'];
    }),
  astro: (files: Files) =>
    build(files, 'dist', async (folder) => {
      const modules = await packageFolder('astro');
      symlinkSync(modules, join(folder, 'node_modules'));
      return [process.execPath, join(modules, 'astro/astro.js'), 'build'];
    }),
} as const;

/** Without a network it is a reason to skip while a person looks on; CI, where nobody would notice, fails. */
export async function pagesOrReason(name: keyof typeof GENERATORS, files: Files): Promise<Files | string> {
  try {
    return await GENERATORS[name](files);
  } catch (error) {
    if (!(error instanceof CannotDownload) || process.env['CI']) throw error;
    return `${name} is not here and could not be had: ${error.message}`;
  }
}

const packageFolder = (name: keyof typeof PACKAGES): Promise<string> =>
  cached(join(CACHE, name), async (work) => {
    writeFileSync(join(work, 'package.json'), '{ "private": true }');
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save', '--loglevel=error'];
    await download('npm', ['install', ...options, PACKAGES[name]], work);
    return work;
  }).then((folder) => join(folder, 'node_modules'));

async function build(
  files: Files,
  output: string,
  commandIn: (folder: string) => readonly string[] | Promise<readonly string[]>,
): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-site-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const [command = '', ...args] = await commandIn(folder);
    const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
    await execute(command, args, { cwd: folder, env, timeout: BUILD_TIMEOUT_MS });
    const built = join(folder, output);
    const paths = readdirSync(built, { recursive: true }).map((path) => String(path).replaceAll('\\', '/'));
    const pages = paths.filter((path) => path.endsWith('.html') && statSync(join(built, path)).isFile());
    return Object.fromEntries(pages.map((path) => [path, readFileSync(join(built, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
