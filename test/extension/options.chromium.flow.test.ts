/** The options page in Chromium: relays, name, devices, defaults, appearance; each saved at once and seen to be saved. */
import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
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
  tabTo,
  textOf,
  untilText,
} from '../support/extension/own-page.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { startRelay } from '../support/relay.ts';

const ORIGIN = `chrome-extension://${DEVELOPMENT_ID}`;
const A = 'https://a.example/';
const B = 'https://b.example/';

const clickNamed = (page: Page, name: string) => page.click(`::-p-aria([name="${name}"][role="button"])`);

describe('the options page', () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let page: Page;
  before(async () => {
    chromium = await ExtensionChromium.open(teardown);
  });
  afterEach(async () => {
    await emptyStorage(page);
    await page.close();
    assert.deepEqual(complaints.splice(0), []);
  });
  const open = async (sync: Record<string, unknown> = {}, local: Record<string, unknown> = {}) => {
    page = await openOwnPage(chromium.browser, 'options.html');
    await store(page, 'sync', sync);
    await store(page, 'local', local);
  };
  const choose = (id: string, value: string) => page.select(`#${id}`, value);
  const keeps = (name: string, value: unknown, area: 'sync' | 'local' = 'sync') =>
    eventually(async () => assert.deepEqual((await stored(page, area))[name], value), 5_000);

  it('adds a relay, says at the field what is wrong with one, and tests it', async (t) => {
    const relay = await startRelay(t, { open: 'any-room', origins: [ORIGIN] });
    await open();
    await untilText(page, '#relays', /No relay yet/);
    await page.click('[data-action=add-relay]');
    assert.equal(await focused(page), 'input#relay-url');
    await page.click('[data-action=save]');
    await untilText(page, '#relay-url-error', /^Enter the relay’s address/);
    await fill(page, '#relay-url', 'http://far.example');
    await page.click('[data-action=save]');
    await untilText(page, '#relay-url-error', /Put https:/);
    await judge(page, 'options-relay-form');
    await fill(page, '#relay-url', relay.url);
    await page.type('#relay-name', 'Team');
    await page.type('#relay-token', 'no token');
    await page.click('[data-action=save]');
    await untilText(page, '#relay-token-error', /three long parts/);
    assert.equal(await focused(page), 'textarea#relay-token');
    await fill(page, '#relay-token', ' ');
    await page.click('[data-action=test]');
    await untilText(page, '#relays .verdict', /It works/);
    await page.click('[data-action=save]');
    await keeps('relays', [{ name: 'Team', url: relay.url }]);
    await clickNamed(page, 'Test Team');
    await untilText(page, '#relays .verdict', /It works: localhost/);
    await page.click('[data-action=add-relay]');
    await fill(page, '#relay-url', relay.url);
    await page.click('[data-action=save]');
    await untilText(page, '#relay-url-error', /in your list already/);
  });

  it('chooses, edits and removes relays, and brings a removed one back with its token', async () => {
    const token = 'head.body.signature';
    const relays = [
      { name: 'A', url: A },
      { name: 'B', url: B },
    ];
    await open({ relays, relay: A }, { tokens: { [A]: token }, 'site:https://x.example': { relay: A, changedAt: 1 } });
    await untilText(page, '#relays', /A a\.example With token.*B b\.example/);
    await page.click(`[id="relay:${B}"]`);
    await keeps('relay', B);
    await page.click(`[id="relay:${A}"]`);
    await keeps('relay', A);
    await clickNamed(page, 'A: edit');
    await fill(page, '#relay-url', 'new.example');
    await page.click('[data-action=save]');
    await keeps('relay', 'https://new.example/');
    await eventually(async () => {
      const { 'site:https://x.example': site, tokens } = await stored(page, 'local');
      assert.equal((site as { relay?: string }).relay, 'https://new.example/', 'a site’s own choice goes along');
      assert.deepEqual(tokens, { 'https://new.example/': token });
    });
    await clickNamed(page, 'Remove A');
    await untilText(page, '[data-toast]', /A was removed/);
    await keeps('relays', [{ name: 'B', url: B }]);
    assert.deepEqual((await stored(page, 'local'))['tokens'], {});
    await page.click('[data-action=undo]');
    await keeps('relays', [
      { name: 'A', url: 'https://new.example/' },
      { name: 'B', url: B },
    ]);
    await keeps('tokens', { 'https://new.example/': token }, 'local');
  });

  it('shows when a token ends, and that it has', async () => {
    const jwt = (exp: number) => `a.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.c`;
    const tokens = { [A]: jwt(Date.now() / 1000 + 9e6), [B]: jwt(1_600_000_000) };
    await open(
      {
        relays: [
          { name: 'A', url: A },
          { name: 'B', url: B },
        ],
      },
      { tokens },
    );
    await untilText(page, '#relays', /Token until .*Token expired on Sep 13, 2020/);
    await judge(page, 'options-relays');
  });

  it('saves the name while it is typed, and says so', async () => {
    await open();
    await page.type('#displayName', 'Ada Lovelace');
    await untilText(page, '#you .saved', /Saved/);
    await keeps('displayName', 'Ada Lovelace');
    await page.type('#displayName', ' II');
    await page.reload();
    assert.equal(await page.$eval('#displayName', (field) => (field as HTMLInputElement).value), 'Ada Lovelace II');
  });

  it('shows one’s camera on request, and turns it off again', async () => {
    await open();
    await page.waitForSelector('[data-preview=off]');
    await page.click('[data-action=preview]');
    await page.waitForFunction(() => (document.querySelector('.preview video') as HTMLVideoElement | null)?.videoWidth);
    const camera = await page.$eval('#camera option:nth-child(2)', (option) => (option as HTMLOptionElement).value);
    await choose('camera', camera);
    await keeps('camera', camera, 'local');
    await page.waitForFunction(
      (id) => {
        const stream = (document.querySelector('.preview video') as HTMLVideoElement | null)
          ?.srcObject as MediaStream | null;
        return stream?.getVideoTracks()[0]?.getSettings().deviceId === id;
      },
      {},
      camera,
    );
    await judge(page, 'options-preview');
    await page.click('[data-action=preview]');
    await page.waitForSelector('[data-preview=off]');
    assert.equal(await page.$('.preview video'), null);
  });

  it('keeps a device that is not connected now, and says so', async () => {
    await open({}, { microphone: 'gone' });
    await untilText(page, '#microphone', /The one chosen before is not connected/);
    assert.equal(await page.$eval('#microphone', (field) => (field as HTMLSelectElement).value), 'gone');
  });

  it('saves each choice', async () => {
    await open();
    await page.click('#microphoneOn');
    await page.click('label[for=cameraOn]');
    for (const [id, value] of [
      ['room', 'site'],
      ['place', 'panel'],
      ['layout', 'speaker'],
      ['quality', '720p'],
    ] as const) {
      await choose(id, value);
      await keeps(id, value);
    }
    await keeps('microphoneOn', false);
    await keeps('cameraOn', false);
    assert.equal(await page.$eval('#microphoneOn', (box) => (box as HTMLInputElement).checked), false);
  });

  it('changes theme and language at once, in every open page', async () => {
    await open();
    const other = await openOwnPage(chromium.browser, 'welcome.html');
    await page.bringToFront();
    await choose('theme', 'dark');
    await choose('language', 'de');
    await untilText(page, 'h1', /Einstellungen/);
    assert.deepEqual(
      await page.evaluate(() => [
        document.documentElement.lang,
        document.title,
        getComputedStyle(document.body).backgroundColor,
      ]),
      ['de', 'Einstellungen von Stream Room', 'rgb(12, 17, 15)'],
    );
    await untilText(other, 'h1', /Treffen auf jeder Seite/);
    assert.equal(await other.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(12, 17, 15)');
    await other.close();
  });

  it('is used with the keyboard alone', async (t) => {
    const relay = await startRelay(t, { open: 'any-room', origins: [ORIGIN] });
    await open();
    await tabTo(page, '[data-action=add-relay]');
    await page.keyboard.press('Enter');
    await page.keyboard.type(relay.url);
    await page.keyboard.press('Enter');
    await keeps('relays', [{ name: relay.url.slice(7, -1), url: relay.url }]);
    await eventually(async () => assert.equal(await focused(page), 'button[add-relay]', 'the focus is not lost'));
    await tabTo(page, '#microphoneOn');
    await page.keyboard.press('Space');
    await keeps('microphoneOn', false);
    await tabTo(page, '#theme');
    await page.keyboard.press('ArrowDown');
    await keeps('theme', 'light');
    assert.match(await textOf(page, '#look .saved'), /Saved/);
  });
});
