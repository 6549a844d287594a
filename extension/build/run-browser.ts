/**
 * `npm run extension:chromium` and `npm run extension:firefox`: a browser of its own with the extension in it, on the demo of
 * a relay that takes it. Ends with the browser, or with Ctrl-C. Knows nothing of what the extension does.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { createRelay } from 'stream-room-relay';
import { ensureBuilt, ROOT } from '../../demo/set-up.mjs';
import { findBrowser } from '../../test/support/browsers.mjs';

type BrowserName = 'chromium' | 'firefox';

const [name] = process.argv.slice(2);
if (name !== 'chromium' && name !== 'firefox') {
  console.error(`"${name ?? ''}" is no browser that the extension is built for. Choose chromium or firefox.`);
  process.exit(2);
}
const executablePath = findBrowser(name);
if (executablePath === undefined) {
  console.error(`No ${name} was found. Install it, or name it in ${name.toUpperCase()}_PATH.`);
  process.exit(2);
}

await ensureBuilt();
const port = Number(process.env['PORT'] ?? 8080);
// With the settings of somebody who tries it out, it takes extensions of this machine.
const relay = createRelay({ port, site: join(ROOT, 'demo/dist'), open: 'any-room' });
await relay.listen();
console.log(`The relay is at ${relay.url}: enter that on the page with which the extension greets you.`);
console.log('Then click its button on any page. Ctrl-C ends it all.');

const profile = join(ROOT, '.cache', `extension-${name}`);
mkdirSync(profile, { recursive: true });
process.once('SIGINT', () => process.exit(130));
await (name === 'chromium' ? runChromium(executablePath, profile) : runFirefox(executablePath, profile));
await relay.close();
process.exit(0);

function folderOf(browser: BrowserName): string {
  return join(ROOT, 'extension/dist', browser);
}

/** Over a pipe: Chrome takes extensions from its command line no longer. Resolves when it is closed. */
async function runChromium(path: string, userDataDir: string): Promise<void> {
  const browser = await puppeteer.launch({
    executablePath: path,
    userDataDir,
    headless: false,
    pipe: true,
    enableExtensions: [folderOf('chromium')],
    defaultViewport: null,
    args: ['--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const [page] = await browser.pages();
  await page?.goto(relay.url);
  await new Promise<void>((done) => browser.once('disconnected', () => done()));
}

/** As a temporary add-on, which needs no signature. Resolves when it is closed. */
async function runFirefox(path: string, userProfile: string): Promise<void> {
  const options = ['run', '--source-dir', folderOf('firefox'), '--firefox', path, '--start-url', relay.url];
  const profileOptions = ['--firefox-profile', userProfile, '--keep-profile-changes', '--profile-create-if-missing'];
  const webExt = join(ROOT, 'node_modules/web-ext/bin/web-ext.js');
  const child = spawn(process.execPath, [webExt, ...options, ...profileOptions, '--no-reload', '--no-input'], {
    stdio: 'inherit',
  });
  await new Promise((done) => child.once('close', done));
}
