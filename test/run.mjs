/**
 * `npm test`: sets the machine up, then types, lint, build, Node tests, whole flows and browser tests, one after the
 * other, and sums them. `npm test -- relay` runs only the test files with "relay" in their path. The long flows of the
 * extension and of content systems are groups of their own: `npm run test:extension`, `npm run test:cms`.
 * Built-ins only, since it also runs before `npm ci`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, ensurePrograms, ROOT, requireNode, SetUpError } from '../demo/set-up.mjs';
import { findBrowser, findProgram } from './support/browsers.mjs';
import { openSoundCard } from './support/sound-card.mjs';

/** What tests need beside npm packages, with the Debian packages that bring it. */
const PROGRAMS = {
  chromium: {
    name: 'Chromium',
    variable: 'CHROMIUM_PATH',
    packages: ['chromium', 'fonts-liberation'],
    find: () => findBrowser('chromium'),
  },
  firefox: {
    name: 'Firefox',
    variable: 'FIREFOX_PATH',
    packages: ['firefox-esr'],
    find: () => findBrowser('firefox'),
  },
  pulseaudio: {
    name: 'PulseAudio',
    variable: undefined,
    packages: ['pulseaudio'],
    find: () => findProgram(['pulseaudio']),
  },
  redis: {
    name: 'redis-server',
    variable: undefined,
    packages: ['redis-server'],
    find: () => findProgram(['redis-server']),
  },
  promtool: {
    name: 'promtool',
    variable: undefined,
    packages: ['prometheus'],
    find: () => findProgram(['promtool']),
  },
  xvfb: {
    name: 'Xvfb',
    variable: undefined,
    packages: ['xvfb'],
    find: () => findProgram(['Xvfb']),
  },
  xdotool: {
    name: 'xdotool',
    variable: undefined,
    packages: ['xdotool'],
    find: () => findProgram(['xdotool']),
  },
  openbox: {
    name: 'openbox',
    variable: undefined,
    packages: ['openbox'],
    find: () => findProgram(['openbox']),
  },
  hugo: {
    name: 'Hugo',
    variable: undefined,
    packages: ['hugo'],
    find: () => findProgram(['hugo']),
  },
};

/** What runs together, and on which programs. What no other group takes is `main`, which is `npm test`. */
const GROUPS = {
  main: {
    command: 'npm test',
    takes: (path) => !Object.entries(GROUPS).some(([name, group]) => name !== 'main' && group.takes(path)),
    programs: ['chromium', 'firefox', 'redis', 'promtool'],
  },
  extension: {
    command: 'npm run test:extension',
    takes: (path) => /^test\/extension\/.*\.flow\.test\.ts$/.test(path),
    programs: ['chromium', 'firefox', 'xvfb', 'xdotool', 'openbox'],
  },
  cms: {
    command: 'npm run test:cms',
    takes: (path) => /^test\/cms\/.*\.flow\.test\.ts$/.test(path),
    programs: ['chromium'],
    // What needs it says so, and is skipped where it is not.
    optional: ['hugo'],
  },
};

/** On two cores the longest takes 13 minutes. On a slower machine, what still runs after this is ended and counts as failed. */
const DEADLINE_MS = 35 * 60_000;
const NODE_FILE_TIMEOUT_MS = 120_000;
/** Real browsers lose a click or a frame now and then, whatever runs in them: a flow that fails is tried once more, and named. */
const FLOW_TRIES = 2;
const FLOW_FILE_TIMEOUT_MS = 240_000;

const started = Date.now();
const { group, filters } = readArguments(process.argv.slice(2));
const total = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [], reasons: new Set() };
const folder = mkdtempSync(join(tmpdir(), 'stream-room-test-'));
let counter = 0;
let soundCard;
const files = testFiles();

try {
  requireNode();
  await ensureDependencies();
  // Elsewhere there is always some sound device.
  const needsSoundCard = process.platform === 'linux';
  const needed = [...GROUPS[group].programs, ...(needsSoundCard ? ['pulseaudio'] : [])];
  await ensurePrograms(needed.map((name) => PROGRAMS[name]));
  await ensureOptional((GROUPS[group].optional ?? []).map((name) => PROGRAMS[name]));
  if (needsSoundCard) soundCard = await openSoundCard();
  if (group === 'main' && filters.length === 0) {
    await check('types', ['npm', 'run', '--silent', 'check:types']);
    await check('lint', ['npm', 'run', '--silent', 'check:lint']);
  }
  await attempt('build', () => ensureBuilt());
  const { node, flows, browser } = files;
  await nodeTests('Node tests', node, { concurrency: 2, timeoutMs: NODE_FILE_TIMEOUT_MS });
  // One at a time: each has browsers and a relay of its own, and measures time.
  await nodeTests('Whole flows', flows, { concurrency: 1, timeoutMs: FLOW_FILE_TIMEOUT_MS, tries: FLOW_TRIES });
  await browserTests(browser);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  console.error(`\n${error.message}`);
  total.failed += 1;
  total.failures.push(`set-up: ${error.message}`);
} finally {
  soundCard?.close();
  rmSync(folder, { recursive: true, force: true });
}
finish();

/** Without a network they are not to be had; their tests say what they miss. */
async function ensureOptional(programs) {
  try {
    await ensurePrograms(programs);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.warn(error.message);
  }
}

/** `--group extension`, and parts of paths. */
function readArguments(words) {
  const [option, name, ...rest] = words;
  if (option !== '--group') return { group: 'main', filters: words };
  if (Object.hasOwn(GROUPS, name)) return { group: name, filters: rest };
  console.error(`There is no group "${name}". Choose one of: ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(1);
}

/**
 * Every test file of the group, by kind, filtered. Benchmarks are no tests; `test/component` without `.node.` is for
 * browsers.
 */
function testFiles() {
  const all = readdirSync(join(ROOT, 'test'), { recursive: true })
    .map((name) => `test/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && GROUPS[group].takes(path))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();
  const isBrowser = (path) => path.startsWith('test/component/') && !path.endsWith('.node.test.ts');
  const isFlow = (path) => /^test\/(call|chaos)\//.test(path) || path.endsWith('.flow.test.ts');
  return {
    browser: all.filter(isBrowser),
    flows: all.filter((path) => !isBrowser(path) && isFlow(path)),
    node: all.filter((path) => !isBrowser(path) && !isFlow(path)),
  };
}

/** A command that passes or fails as a whole. */
async function check(name, command) {
  await attempt(name, async () => {
    const code = await run(command);
    if (code !== 0) throw new SetUpError(`${command.join(' ')} failed`);
  });
}

async function attempt(name, action) {
  heading(name);
  try {
    await action();
    total.passed += 1;
    console.log(`✔ ${name}`);
  } catch (error) {
    total.failed += 1;
    total.failures.push(`${name}: ${error.message}`);
    console.error(`✖ ${name}: ${error instanceof SetUpError ? error.message : error.stack}`);
  }
}

async function nodeTests(name, files, { concurrency, timeoutMs, tries = 1 }) {
  if (files.length === 0) return;
  heading(name);
  let counts = await countNodeTests(name, files, concurrency, timeoutMs);
  for (let tried = 1; tried < tries && counts.failed > 0; tried++) counts = await tryAgain(name, counts, timeoutMs);
  add(counts);
}

/** Whole files, alone. What fails then has failed; what passes then is named all the same. */
async function tryAgain(name, before, timeoutMs) {
  const failed = [...new Set(before.failures.map((failure) => failure.split(': ')[0]))];
  const files = failed.filter((path) => existsSync(join(ROOT, path)));
  if (files.length < failed.length) return before;
  heading(`${name}, once more: ${files.length} ${files.length === 1 ? 'file' : 'files'}`);
  const { failed: still, failures } = await countNodeTests(name, files, 1, timeoutMs);
  const recovered = before.failures.filter((failure) => !failures.includes(failure));
  total.unsteady.push(...recovered);
  return { ...before, passed: before.passed + recovered.length, failed: still, failures };
}

async function countNodeTests(name, files, concurrency, timeoutMs) {
  const countsFile = nextCountsFile();
  const code = await run([
    process.execPath,
    '--conditions=source',
    '--import=tsx',
    '--test',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${timeoutMs}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(ROOT, 'test/support/count-node-reporter.mjs')}`,
    `--test-reporter-destination=${countsFile}`,
    ...files,
  ]);
  return readCounts(name, countsFile, code);
}

async function browserTests(files) {
  if (files.length === 0) return;
  heading('Browser tests');
  const countsFile = nextCountsFile();
  const code = await run(
    [
      process.execPath,
      join(ROOT, 'node_modules/@web/test-runner/dist/bin.js'),
      '--config',
      'test/wtr.config.mjs',
      '--files',
      ...files,
    ],
    { TEST_COUNTS: countsFile },
  );
  add(readCounts('Browser tests', countsFile, code));
}

/** A runner that ends badly without a failed test to show for it counts as one failure. */
function readCounts(name, countsFile, code) {
  const text = existsSync(countsFile) ? readFileSync(countsFile, 'utf8') : '';
  const counts = text ? JSON.parse(text) : { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (counts.failed === 0 && (code !== 0 || text === '')) {
    counts.failed = 1;
    counts.failures.push(`${name}: the runner itself failed (${code}); see its messages above`);
  }
  return counts;
}

function add({ passed, failed, skipped, failures, reasons = [] }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures);
  for (const reason of reasons) total.reasons.add(reason);
}

/** Resolves to the exit code. What it starts is ended together with it, at the deadline or on Ctrl-C. */
async function run([command, ...args], environment = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...soundCard?.environment, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that browsers and relays it started can be ended with it.
    detached: process.platform !== 'win32',
  });
  const end = (signal) => {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  const stop = () => {
    end('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const timer = setTimeout(
    () => {
      console.error(`\nThe tests have run for ${DEADLINE_MS / 60_000} minutes: ended.`);
      end('SIGKILL');
    },
    Math.max(1000, started + DEADLINE_MS - Date.now()),
  );
  const code = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => done(code ?? signal));
  });
  clearTimeout(timer);
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  return code;
}

function finish() {
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`\n${'─'.repeat(60)}\nDone in ${seconds} s`);
  for (const reason of total.reasons) console.log(`﹣ skipped: ${reason}`);
  for (const failure of total.unsteady) console.log(`⚠ only at the second try: ${failure}`);
  for (const failure of total.failures) console.log(`✖ ${failure}`);
  if (Object.values(files).every(({ length }) => length === 0)) {
    const others = Object.keys(GROUPS).filter((name) => name !== group);
    const wanted = filters.length > 0 ? ` with ${filters.join(' or ')} in its path` : '';
    console.log(
      `There is no test file${wanted} here. Look in ${others.map((name) => GROUPS[name].command).join(', ')}.`,
    );
  }
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
}

function heading(name) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 56 - name.length))}`);
}

function nextCountsFile() {
  counter += 1;
  return join(folder, `counts-${counter}.json`);
}
