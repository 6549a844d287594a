/** Sites, export, import and reset on the options page in Chromium: nothing goes without a way back. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import type { ElementHandle, Page } from 'puppeteer-core';
import { eventually } from '../support/eventually.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import {
  complaints,
  emptyStorage,
  fill,
  focused,
  judge,
  openOwnPage,
  store,
  stored,
  untilText,
} from '../support/extension/own-page.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';

const A = 'https://a.example/';
const TOKEN = 'head.body.signature';
const SYNC = { relays: [{ name: 'A', url: A }], relay: A, displayName: 'Ada' };
const siteKey = (index: number) => `site:https://site-${index}.example`;
const site = (index: number) => ({
  collapsed: true,
  room: index % 2 ? 'site' : { named: 'team' },
  position: { x: 1, y: 0 },
  changedAt: 100 - index,
});
const LOCAL = {
  tokens: { [A]: TOKEN },
  ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [siteKey(index), site(index)])),
};

describe('sites and backups', () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let page: Page;
  let folder: string;
  before(async () => {
    chromium = await ExtensionChromium.open(teardown);
    folder = mkdtempSync(join(tmpdir(), 'stream-room-backup-'));
    teardown.after(() => rmSync(folder, { recursive: true }));
  });
  beforeEach(async () => {
    page = await openOwnPage(chromium.browser, 'options.html');
    await store(page, 'sync', SYNC);
    await store(page, 'local', LOCAL);
    await page.waitForSelector('[data-sites] li:nth-child(9)');
  });
  afterEach(async () => {
    await emptyStorage(page);
    await page.close();
    assert.deepEqual(complaints.splice(0), []);
  });
  const isAsBefore = () =>
    eventually(
      async () => assert.deepEqual([await stored(page, 'sync'), await stored(page, 'local')], [SYNC, LOCAL]),
      5_000,
    );
  const rows = () => page.$$eval('[data-sites] li', (items) => items.length);
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const choose = async (path: string) => {
    const input = (await page.$('[data-action=import]')) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(path);
  };

  it('a site says what is remembered, is found, forgotten and brought back', async () => {
    await untilText(
      page,
      '[data-sites]',
      /^site-0\.example The room “team” · Place and size · Collapsed Forget site-1\.example Everybody on the site/,
    );
    await judge(page, 'options-sites');
    await fill(page, '#sites-filter', 'SITE-3');
    await eventually(async () => assert.equal(await rows(), 1));
    await fill(page, '#sites-filter', 'nothing');
    await untilText(page, '#sites', /No site matches “nothing”/);
    await fill(page, '#sites-filter', 'site-');
    await page.click('::-p-aria([name="Forget site-0.example"][role="button"])');
    await untilText(page, '[data-toast]', /site-0\.example is forgotten/);
    assert.equal((await stored(page, 'local'))[siteKey(0)], undefined);
    assert.match(await focused(page), /button\[forget\]/, 'the next row has the focus');
    await page.click('[data-action=undo]');
    await isAsBefore();
    await untilText(page, '[data-toast]', /It is back/);
    assert.equal(await focused(page), 'h1', 'the button is gone, and the focus is not lost');
  });

  it('says so where the browser saves nothing', async () => {
    await page.evaluate(`for (const area of ['sync', 'local']) {
      const value = () => Promise.reject(new Error('QUOTA_BYTES quota exceeded'));
      for (const api of [chrome, globalThis.browser ?? chrome]) Object.defineProperty(api.storage[area], 'set', { value });
    }`);
    await page.select('#theme', 'dark');
    await untilText(page, '#look .error', /did not save this/);
    await page.click('[data-action=remove-relay]');
    await untilText(page, '[data-toast]', /did not save this/);
    await judge(page, 'options-not-saved');
  });

  it('all sites are forgotten, and brought back', async () => {
    await page.click('[data-action=forget-all]');
    await untilText(page, '[data-toast]', /9 sites are forgotten/);
    await untilText(page, '#sites', /Nothing is remembered yet/);
    assert.deepEqual(await stored(page, 'local'), { tokens: { [A]: TOKEN } });
    await judge(page, 'options-forgotten');
    await page.click('[data-action=undo]');
    await isAsBefore();
  });

  it('a file has everything but tokens, which are asked for', async () => {
    const client = await page.createCDPSession();
    await client.send('Browser.setDownloadBehavior' as never, { behavior: 'allow', downloadPath: folder } as never);
    const path = join(folder, 'stream-room-settings.json');
    const exported = async () => {
      rmSync(path, { force: true });
      await page.click('[data-action=export]');
      const text = await eventually(() => readFileSync(path, 'utf8'), 10_000);
      return JSON.parse(text) as { settings: { displayName: string; relays: object[] }; sites: object };
    };
    const plain = await exported();
    assert.equal(plain.settings.displayName, 'Ada');
    assert.deepEqual(plain.settings.relays, [{ name: 'A', url: A }]);
    assert.equal(Object.keys(plain.sites).length, 9);
    await page.click('#exportTokens');
    const whole = await exported();
    assert.deepEqual(whole.settings.relays, [{ name: 'A', url: A, token: TOKEN }]);
  });

  it('a file is asked about, takes the place of everything, and is undone', async () => {
    const settings = { displayName: 'Grace', theme: 'pink', relays: [{ name: 'B', url: 'https://b.example' }] };
    const path = write(
      'good.json',
      JSON.stringify({
        format: 'stream-room-settings',
        version: 1,
        settings,
        sites: { 'https://new.example': { room: 'page' } },
      }),
    );
    await choose(path);
    await untilText(
      page,
      'dialog',
      /Replace your settings\?.*Relays: 1, sites: 1\. Not usable, and left as it is: theme/,
    );
    await judge(page, 'options-import');
    await page.keyboard.press('Escape');
    await isAsBefore();
    await choose(path);
    await page.waitForSelector('dialog[open]');
    await page.click('[data-action=yes]');
    await untilText(page, '[data-toast]', /were imported/);
    assert.equal((await stored(page, 'sync'))['displayName'], 'Grace');
    assert.deepEqual(Object.keys(await stored(page, 'local')).sort(), ['site:https://new.example', 'tokens']);
    await page.click('[data-action=undo]');
    await isAsBefore();
  });

  for (const [name, text, words] of [
    ['a picture', '\u0089PNG', /no file of exported settings/],
    ['another file', '{"name":"x"}', /no file of exported settings/],
    ['a file of the future', '{"format":"stream-room-settings","version":9}', /newer version/],
  ] as const) {
    it(`${name} changes nothing, and it is said why`, async () => {
      await choose(write('bad.json', text));
      await untilText(page, '#backup .error', words);
      await isAsBefore();
    });
  }

  it('a reset is asked about, complete, and undone', async () => {
    await page.click('[data-action=reset]');
    await untilText(page, 'dialog', /Reset everything\?/);
    await judge(page, 'options-reset');
    await page.click('[data-action=no]');
    await isAsBefore();
    await page.click('[data-action=reset]');
    await page.waitForSelector('dialog[open]');
    await page.click('[data-action=yes]');
    await untilText(page, '[data-toast]', /as it was after installing/);
    assert.deepEqual([await stored(page, 'sync'), await stored(page, 'local')], [{}, {}]);
    await untilText(page, '#relays', /No relay yet/);
    await page.click('[data-action=undo]');
    await isAsBefore();
  });
});
