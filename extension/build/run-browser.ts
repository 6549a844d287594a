/**
 * `npm run extension:chromium` and `extension:firefox`: a browser with the built extension in a fresh profile, and a relay
 * of its own with the demo, which the extension uses at once. Ends when the browser is closed, or on Ctrl-C.
 */
import { join, resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ensureBuilt } from '../../demo/set-up.mjs';
import { findBrowser } from '../../test/support/browsers.mjs';
import { DEVELOPMENT_ID } from '../browser/manifest.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const name = process.argv[2] === 'firefox' ? 'firefox' : 'chromium';

await ensureBuilt();
const { createRelay } = await import('stream-room-relay');
const executablePath = findBrowser(name);
if (executablePath === undefined) {
  throw new Error(`No ${name} was found. Install it, or name it in ${name.toUpperCase()}_PATH.`);
}
const relay = createRelay({
  port: 0,
  site: join(ROOT, 'demo/dist'),
  open: 'any-room',
  origins: [`chrome-extension://${DEVELOPMENT_ID}`, 'moz-extension:'],
});
await relay.listen();
const browser = await puppeteer.launch({
  browser: name === 'firefox' ? 'firefox' : 'chrome',
  executablePath,
  headless: false,
  defaultViewport: null,
  ...(name === 'chromium' && { pipe: true, enableExtensions: true }),
  args: name === 'chromium' && process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const id = await browser.installExtension(join(ROOT, 'extension/dist', name));
if (name === 'chromium') {
  const settings = await browser.newPage();
  await settings.goto(`chrome-extension://${id}/options.html`);
  await settings.evaluate(
    `chrome.storage.sync.set({ relays: [{ name: 'Demo', url: ${JSON.stringify(relay.url)} }], relay: ${JSON.stringify(relay.url)} })`,
  );
  await settings.close();
}
const [page] = await browser.pages();
await page?.goto(relay.url);
console.log(`The relay and the demo are at ${relay.url}`);
if (name === 'firefox') console.log('Enter that address on the welcome page.');
console.log('Click the Stream Room button in the toolbar, on any page. Close the browser, or press Ctrl-C, to end.');

const end = () => void browser.close();
process.once('SIGINT', end);
process.once('SIGTERM', end);
browser.once('disconnected', () => void relay.close().then(() => process.exit(0)));
