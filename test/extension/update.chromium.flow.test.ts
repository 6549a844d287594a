/** The extension is updated while a call lies over a page: the old one goes, and the next click brings a new one. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { Frame, Page } from 'puppeteer-core';
import type extensionApi from 'webextension-polyfill';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { joinBy } from '../support/extension/call-view.ts';
import { CHROMIUM_PACKAGE, ExtensionChromium } from '../support/extension/chromium.ts';
import { shot } from '../support/extension/screenshot.ts';
import { openWebSites } from '../support/extension/web-sites.ts';
import { startRelay } from '../support/relay.ts';

/** A copy whose version can be changed. */
function copyPackage(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-package-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(CHROMIUM_PACKAGE, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  return { folder, become: (version: string) => writeFileSync(path, JSON.stringify({ ...manifest, version })) };
}

const versionOf = (frame: Frame): Promise<string> =>
  frame.evaluate(() => (globalThis as unknown as { chrome: typeof extensionApi }).chrome.runtime.getManifest().version);

/** Hosts of calls that lie in the page, with somebody behind them or not. */
const hostsIn = (page: Page): Promise<number> => page.$$eval('div[popover]', ({ length }) => length);

it('an update ends the call over a page, and its frame goes with it; the next click opens a new one', async (t) => {
  const { folder, become } = copyPackage(t);
  become('1.0.0');
  const sites = await openWebSites(t);
  const relay = await startRelay(t, { open: 'any-room', origins: [`chrome-extension://${DEVELOPMENT_ID}`] });
  const chromium = await ExtensionChromium.open(t, { folder });
  await chromium.configure(relay.url);
  const page = await chromium.visit(`${sites.secure}/plain`);
  const before = await chromium.float(page);
  assert.equal(await versionOf(before), '1.0.0');
  await joinBy(before);
  assert.equal(await hostsIn(page), 1);

  become('1.0.1');
  await chromium.update(folder);
  await page.bringToFront();
  await eventually(async () => assert.equal(await hostsIn(page), 0), 5_000);
  await eventually(() => assert.equal(chromium.frameOf(page), undefined), 5_000);
  await eventually(async () => assert.equal(await chromium.badge(), ''), 5_000);
  await shot(page, 'chromium-updated');

  const after = await chromium.float(page);
  assert.equal(await versionOf(after), '1.0.1');
  const figures = await joinBy(after);
  assert.deepEqual([figures.people, figures.camera, figures.errors], [1, 'on', []]);
  assert.equal(await hostsIn(page), 1);
  await chromium.click(page);
  await eventually(async () => assert.equal(await hostsIn(page), 0), 5_000);
});
