/**
 * `npm run extension:chromium` and `extension:firefox`: a browser with the built extension in a fresh profile, and a relay
 * of its own with the demo, which the extension uses at once. Ends when the browser is closed, or on Ctrl-C.
 */
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ensureBuilt } from '../../demo/set-up.mjs';
import { findBrowser } from '../../test/support/browsers.mjs';
import { BidiFirefox } from '../../test/support/extension/bidi-firefox.ts';
import { DEVELOPMENT_ID, FIREFOX_ID } from '../browser/manifest.ts';

interface RunningBrowser {
  close(): Promise<void>;
  readonly ended: Promise<unknown>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const name = process.argv[2] === 'firefox' ? 'firefox' : 'chromium';

await ensureBuilt();
const { createRelay } = await import('stream-room-relay');
const relay = createRelay({
  port: 0,
  site: join(ROOT, 'demo/dist'),
  open: 'any-room',
  origins: [`chrome-extension://${DEVELOPMENT_ID}`, 'moz-extension:'],
});
await relay.listen();
/** As the options page stores it. */
const settings = JSON.stringify({ relays: [{ name: 'Demo', url: relay.url }], relay: relay.url });
const folder = join(ROOT, 'extension/dist', name);
const browser = name === 'firefox' ? await openFirefox() : await openChromium();
console.log(`The relay and the demo are at ${relay.url}`);
console.log(`${name === 'firefox' ? 'Firefox' : 'Chromium'} has the extension, and the extension that relay.`);
console.log('Click the Stream Room button in the toolbar, on any page. Close the browser, or press Ctrl-C, to end.');

process.once('SIGINT', () => void browser.close());
process.once('SIGTERM', () => void browser.close());
await browser.ended;
// Its profile goes with it, whoever closed it.
await browser.close();
await relay.close();
process.exit(0);

async function openChromium(): Promise<RunningBrowser> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) throw new Error('No Chromium was found. Install it, or name it in CHROMIUM_PATH.');
  const chromium = await puppeteer.launch({
    executablePath,
    headless: false,
    defaultViewport: null,
    pipe: true,
    enableExtensions: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const ended = new Promise((resolve) => chromium.once('disconnected', resolve));
  const id = await chromium.installExtension(folder);
  const options = await chromium.newPage();
  await options.goto(`chrome-extension://${id}/options.html`);
  await options.evaluate(`chrome.storage.sync.set(${settings})`);
  await options.close();
  const [page] = await chromium.pages();
  await page?.goto(relay.url);
  await page?.bringToFront();
  return { close: () => chromium.close(), ended };
}

/** By a driver of our own: Puppeteer reaches no page of an extension in Firefox. */
async function openFirefox(): Promise<RunningBrowser> {
  const uuid = randomUUID();
  const closers: (() => Promise<void>)[] = [];
  const firefox = await BidiFirefox.open(
    { after: (close) => void closers.push(close) },
    {
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: uuid }),
      'media.navigator.streams.fake': false,
    },
    { headless: false },
  );
  await firefox.install(folder);
  const options = await firefox.openExtensionPage(`moz-extension://${uuid}/options.html`);
  await firefox.evaluate(options, `browser.storage.sync.set(${settings}).then(() => true)`);
  await firefox.closeTab(options);
  await firefox.openTab(relay.url);
  return {
    close: async () => {
      for (const close of closers) await close();
    },
    ended: firefox.ended,
  };
}
