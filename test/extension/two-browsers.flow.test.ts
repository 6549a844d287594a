/** One person in Chromium, with the call over the page; one in Firefox, with the same page's call in the sidebar. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { FIREFOX_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { BidiFirefox } from '../support/extension/bidi-firefox.ts';
import { figuresOf, joinBy } from '../support/extension/call-view.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import { FirefoxCall } from '../support/extension/firefox-call.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites } from '../support/extension/web-sites.ts';
import { startRelay } from '../support/relay.ts';
import { ROOT } from '../support/source-files.ts';

interface Track {
  readonly direction: string;
  readonly kind: string;
  readonly framesPerSecond: number;
  readonly packets: number;
}

/** What comes in: moving pictures, and sound. In the page's own words, since it runs in both browsers. */
const RECEIVED = `document.querySelector('stream-room').getStats().then(({ tracks }) => tracks.filter(({ direction }) => direction === 'in'))`;

describe('two browsers on one page', { timeout: 150_000 }, () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let firefox: FirefoxCall;
  let address = '';

  before(async () => {
    const relay = await startRelay(teardown, { open: 'any-room' });
    const sites = await openWebSites(teardown);
    address = `${sites.secure}/strict`;
    chromium = await ExtensionChromium.open(teardown);
    await chromium.configure(relay.url);
    const driver = await BidiFirefox.open(teardown, FirefoxCall.preferences(FIREFOX_ID));
    await driver.install(join(ROOT, 'extension/dist/firefox'));
    firefox = new FirefoxCall(driver, FIREFOX_ID);
    await firefox.configure(relay.url);
  });

  it('see and hear each other', async () => {
    const page = await chromium.visit(`${address}?utm_source=mail`);
    const frame = await chromium.float(page);
    await joinBy(frame);
    await firefox.visit(`${address}#comments`);
    const sidebar = await firefox.openSidebar();
    await firefox.join(sidebar);
    await eventually(async () => {
      assert.equal((await figuresOf(frame))?.people, 2);
      assert.equal((await firefox.stateOf(sidebar)).people, 2);
    }, 10_000);
    for (const receive of [() => frame.evaluate(RECEIVED), () => sidebar.evaluate(RECEIVED)]) {
      await eventually(async () => {
        const tracks = (await receive()) as Track[];
        const of = (kind: string) => tracks.find((track) => track.kind === kind);
        assert.ok((of('video')?.framesPerSecond ?? 0) > 2, JSON.stringify(tracks));
        assert.ok((of('audio')?.packets ?? 0) > 50, JSON.stringify(tracks));
      }, 20_000);
    }
  });
});
