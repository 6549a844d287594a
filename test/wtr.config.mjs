/**
 * Browser tests: every test/component file that is not *.node.test.ts, in Chromium and Firefox.
 * BROWSERS=chromium or BROWSERS=firefox runs one of them; TEST_COUNTS names a file for the counts.
 */
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_ARGUMENTS, FIREFOX_PREFERENCES, findBrowser } from './support/browsers.mjs';
import { countReporter } from './support/count-reporter.mjs';

const rootDir = fileURLToPath(new URL('..', import.meta.url));

/** Where sources are served, a request for a built file beside the script means its source. */
const SOURCES = {
  'stream-room.js': '/component/define.ts',
  'stream-room-media.js': '/component/media/worker.ts',
  'stream-room-speaker.js': '/component/playback/speaker-worklet.ts',
  'stream-room-capture.js': '/component/capture/capture-worklet.ts',
};

function builtFilesAreSources(context, next) {
  const source = SOURCES[context.path.split('/').at(-1)];
  // A redirect, not a rewrite: imports in the source are relative to where it really stands.
  if (source && !context.path.includes('/dist/')) return context.redirect(source);
  return next();
}

const launchers = {
  chromium: () =>
    named(
      'Chromium',
      chromeLauncher({
        launchOptions: { executablePath: browserPath('chromium'), args: CHROMIUM_ARGUMENTS },
      }),
    ),
  firefox: () =>
    named(
      'Firefox',
      chromeLauncher({
        puppeteer,
        launchOptions: {
          browser: 'firefox',
          executablePath: browserPath('firefox'),
          extraPrefsFirefox: FIREFOX_PREFERENCES,
        },
      }),
    ),
};

function browserPath(kind) {
  const path = findBrowser(kind);
  if (path) return path;
  throw new Error(`No ${kind} on this machine. Install it, or name it with ${kind.toUpperCase()}_PATH.`);
}

function named(name, launcher) {
  launcher.name = name;
  return launcher;
}

function chosenBrowsers() {
  const names = (process.env.BROWSERS ?? 'chromium,firefox').split(',').map((name) => name.trim());
  return names.map((name) => {
    const launch = launchers[name];
    if (!launch) throw new Error(`BROWSERS has "${name}". Choose from: ${Object.keys(launchers).join(', ')}.`);
    return launch();
  });
}

export default {
  rootDir,
  files: [`${rootDir}test/component/**/*.test.ts`, `!${rootDir}test/component/**/*.node.test.ts`],
  nodeResolve: { exportConditions: ['source', 'browser', 'development'] },
  middleware: [builtFilesAreSources],
  browsers: chosenBrowsers(),
  // Media tests measure time: two pages at once on two cores would measure each other.
  concurrency: 1,
  concurrentBrowsers: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  testFramework: { config: { timeout: 10_000 } },
  plugins: [
    esbuildPlugin({
      ts: true,
      // Read as it is, without `extends`: the decorator options have to stand in this very file.
      tsconfig: `${rootDir}component/tsconfig.json`,
      target: 'es2022',
    }),
  ],
  reporters: [countReporter({ rootDir, countsFile: process.env.TEST_COUNTS })],
};
