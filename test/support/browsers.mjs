/** Where the browsers of this machine are and how the tests start them. Built-ins only: it runs before `npm ci`. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  firefox: ['firefox-esr', 'firefox'],
};

const PLACES = {
  chromium: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium'],
  firefox: ['/Applications/Firefox.app/Contents/MacOS/firefox', '/snap/bin/firefox'],
};

/** Named by CHROMIUM_PATH or FIREFOX_PATH, else under its usual names on the PATH; undefined when there is none. */
export function findBrowser(kind) {
  const variable = `${kind.toUpperCase()}_PATH`;
  const named = process.env[variable];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`${variable} is "${named}", which is no program that can be run. Correct it or unset it.`);
  }
  return findProgram(NAMES[kind]) ?? PLACES[kind].find(isExecutable);
}

/** The first of these names that stands on the PATH. */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium with a made-up camera and microphone that are granted at once, and sound without a click. */
export const CHROMIUM_ARGUMENTS = [
  // The sandbox refuses to run as root, which is what containers are.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** The same for Firefox. */
export const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
};
