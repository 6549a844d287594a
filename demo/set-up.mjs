/**
 * Makes a fresh checkout ready to run: right Node, packages, built files. For `npm start` and `npm test` alike.
 * Built-ins only, since nothing is installed yet when it runs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const MINIMUM_NODE = [20, 20];

/** What is built, from what; in the order in which they need each other. */
const BUILDS = [
  {
    name: 'component',
    command: ['npm', 'run', '--silent', 'build', '--workspace', 'stream-room'],
    sources: ['component'],
    makes: 'component/dist/stream-room.js',
  },
  {
    name: 'relay',
    command: ['npm', 'run', '--silent', 'build', '--workspace', 'stream-room-relay'],
    sources: ['relay', 'component/protocol'],
    makes: 'relay/dist/main.js',
  },
  {
    name: 'demo',
    command: ['npm', 'run', '--silent', 'build:demo'],
    sources: ['demo'],
    makes: 'demo/dist/index.html',
  },
  {
    name: 'extension',
    command: ['npm', 'run', '--silent', 'build:extension'],
    sources: ['extension/browser', 'extension/build', 'extension/package.json', 'component'],
    makes: 'extension/dist/chromium/manifest.json',
  },
  {
    name: 'WordPress plugin',
    command: ['npm', 'run', '--silent', 'build:wordpress'],
    sources: ['extension/wordpress', 'extension/build', 'extension/package.json', 'component'],
    makes: 'extension/dist/stream-room-wordpress.zip',
  },
];

/** A sentence for the person at the terminal; no stack trace goes with it. */
export class SetUpError extends Error {}

export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new SetUpError(
    `This needs Node ${wantedMajor}.${wantedMinor} or newer and runs on ${version}: install a newer one from nodejs.org.`,
  );
}

/** Runs `npm ci` when what is installed is not what package-lock.json says. */
export async function ensureDependencies() {
  if (dependenciesMatch()) return;
  console.log('Installing packages (npm ci) …');
  await run(['npm', 'ci', '--no-audit', '--no-fund']);
}

function dependenciesMatch() {
  // npm's own note of what it installed; asking it does without a stamp file that `npm install` would not know.
  const installed = readJson(join(ROOT, 'node_modules/.package-lock.json'))?.packages;
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages;
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    // Optional packages belong to other platforms; folders of the workspace are not installed but linked.
    if (optional || !path.includes('node_modules/')) return true;
    return link ? existsSync(join(ROOT, path)) : installed[path]?.version === version;
  });
}

/** Builds what is missing or older than its sources: everything, or what is named. */
export async function ensureBuilt(names = BUILDS.map(({ name }) => name)) {
  for (const build of BUILDS.filter(({ name }) => names.includes(name))) {
    const stamp = join(ROOT, '.cache', `built-${build.name}`);
    const now = fingerprint([...build.sources, 'package-lock.json', 'tsconfig.json']);
    const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
    if (now === before && existsSync(join(ROOT, build.makes))) continue;
    console.log(`Building ${build.name} …`);
    await run(build.command);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, now);
  }
}

/** Changes when a source is edited, added or deleted. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((start) => [...sourceFiles(join(ROOT, start))]).sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(ROOT, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const NOT_SOURCES = new Set(['node_modules', 'dist', 'custom-elements.json']);

function* sourceFiles(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path)) {
    if (!NOT_SOURCES.has(name)) yield* sourceFiles(join(path, name));
  }
}

/** Installs missing programs with apt-get where that is allowed; else throws with what to install. */
export async function ensurePrograms(programs) {
  const missing = programs.filter((program) => !program.find());
  if (missing.length === 0) return;
  const packages = missing.flatMap((program) => program.packages);
  const asRoot = rootPrefix();
  if (asRoot) {
    console.log(`Installing ${packages.join(' ')} (apt-get) …`);
    const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
    try {
      await run([...apt, 'update']);
      await run([...apt, 'install', '--yes', '--no-install-recommends', ...packages]);
    } catch (error) {
      console.error(error.message);
    }
  }
  const still = missing.filter((program) => !program.find());
  if (still.length === 0) return;
  const ways = still.map(({ name, variable }) => (variable ? `${name} (or name it with ${variable})` : name));
  throw new SetUpError(`The tests need ${ways.join(' and ')}: please install and run again.`);
}

/** How to run something as root without being asked for a password; undefined when there is no way. */
function rootPrefix() {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

async function run([command, ...args]) {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  const code = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) throw new SetUpError(`"${[command, ...args].join(' ')}" failed (${code}); its messages are above.`);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
