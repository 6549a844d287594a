/** The welcome page in Chromium: it comes by itself, finds a relay or says why not, asks once, and leads on. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
import { mintToken } from '../../relay/auth/mint.ts';
import { eventually } from '../support/eventually.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import {
  complaints,
  emptyStorage,
  fill,
  focused,
  judge,
  openOwnPage,
  ownAddress,
  stored,
  tabTo,
  textOf,
  untilText,
} from '../support/extension/own-page.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { freePort } from '../support/free-port.ts';
import { startRelay } from '../support/relay.ts';

const ORIGIN = `chrome-extension://${DEVELOPMENT_ID}`;
const SECRET = 'a secret of more than thirty-two bytes';

describe('the welcome page, where nobody was asked for the camera yet', () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let page: Page;
  before(async () => {
    chromium = await ExtensionChromium.open(teardown, { granted: false });
  });
  afterEach(async () => {
    if (page && !page.isClosed()) {
      await emptyStorage(page);
      await page.close();
    }
    assert.deepEqual(complaints.splice(0), []);
  });

  const tryRelay = async (address: string) => {
    page = await openOwnPage(chromium.browser, 'welcome.html');
    await fill(page, '#welcome-url', address);
    await page.click('[data-action=test]');
  };

  it('opens by itself after installing', async () => {
    await chromium.browser.waitForTarget((target) => target.url() === ownAddress('welcome.html'), { timeout: 10_000 });
  });

  it('takes a relay that works, remembers it, and says so to whoever cannot see', async () => {
    const relay = await startRelay(teardown, { open: 'any-room', origins: [ORIGIN] });
    await tryRelay(relay.url.replace('http://', ''));
    await untilText(page, '#relay', /It works: localhost:\d+ answers in \d+ ms/);
    assert.match(await textOf(page, '#relay h2'), /Done/);
    assert.equal(await focused(page), 'h2', 'the form is gone, and the focus with it is at the heading');
    await judge(page, 'welcome-relay-works');
    await page.reload();
    await untilText(page, '#relay', /In use: localhost/);
    assert.deepEqual((await stored(page, 'sync'))['relay'], relay.url);
    await page.click('[data-action=change-relay]');
    assert.equal(await focused(page), 'input#welcome-url');
    await page.click('[data-action=cancel]');
    await untilText(page, '#relay', /In use: localhost/);
  });

  it('says at the field what is no address', async () => {
    for (const [typed, words] of [
      ['hello there', /no web address/],
      ['http://relay.example.com', /Put https:/],
      ['https://a:b@relay.example.com', /name and password/],
    ] as const) {
      await tryRelay(typed);
      await untilText(page, '#relay .error', words);
      assert.equal(await focused(page), 'input#welcome-url');
      assert.equal(await page.$eval('#welcome-url', (field) => field.getAttribute('aria-invalid')), 'true');
      await page.close();
    }
    page = await openOwnPage(chromium.browser, 'welcome.html');
    await page.click('[data-action=test]');
    await untilText(page, '#relay .error', /^Enter the relay’s address/);
    await judge(page, 'welcome-no-address');
    await page.type('#welcome-url', 'x');
    assert.equal(await page.$('#relay .error'), null, 'what is corrected is no longer wrong');
  });

  it('says that nobody answers, and keeps the address for whoever knows better', async () => {
    const address = `localhost:${await freePort()}`;
    await tryRelay(address);
    await untilText(page, '#relay', new RegExp(`Nobody answers at ${address}`));
    await judge(page, 'welcome-unreachable');
    await page.click('[data-action=keep]');
    await untilText(page, '#relay', /In use/);
  });

  it('knows a website from a relay', async (t) => {
    const server = createServer((_, response) => response.end('<h1>hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    await tryRelay(`localhost:${(server.address() as AddressInfo).port}`);
    await untilText(page, '#relay', /it is no Stream Room relay/);
    assert.equal(await page.$('[data-action=keep]'), null);
    server.closeAllConnections();
  });

  it('gives the operator of a relay that refuses it the exact setting', async (t) => {
    const relay = await startRelay(t, { open: 'any-room', origins: ['https://other.example'] });
    await tryRelay(relay.url);
    await untilText(page, '#relay', /does not let this extension in/);
    assert.equal(await textOf(page, '#relay .verdict code'), `--origins ${ORIGIN}`);
    await judge(page, 'welcome-refused');
  });

  it('asks for a token where one is needed, and tells a wrong one from a good one', async (t) => {
    const relay = await startRelay(t, { tokenSecret: SECRET, origins: [ORIGIN] });
    await tryRelay(relay.url);
    await untilText(page, '#relay', /wants a token/);
    assert.equal(await focused(page), 'textarea#welcome-token');
    await judge(page, 'welcome-needs-token');
    await page.type('#welcome-token', 'not a token');
    await page.click('[data-action=test]');
    await untilText(page, '#relay .error', /three long parts/);
    const content = { subject: 'ada', room: 'team', role: 'guest' } as const;
    await fill(page, '#welcome-token', await mintToken({ ...content, key: `another ${SECRET}` }));
    await page.click('[data-action=test]');
    await untilText(page, '#relay', /does not accept this token.*The relay says: \w/);
    const token = await mintToken({ ...content, key: SECRET });
    await fill(page, '#welcome-token', token);
    await page.click('#welcome-forget');
    await page.click('[data-action=test]');
    await untilText(page, '#relay', /It works/);
    await eventually(async () => assert.deepEqual((await stored(page, 'session'))['tokens'], { [relay.url]: token }));
    assert.doesNotMatch(JSON.stringify([await stored(page, 'sync'), await stored(page, 'local')]), new RegExp(token));
  });

  it('opened for the one question, asks it at once', async () => {
    page = await openOwnPage(chromium.browser, 'welcome.html#grant');
    await page.waitForSelector('[data-grant=denied]');
    assert.match(await textOf(page), /The side panel cannot ask/);
    await judge(page, 'grant-refused');
  });

  it('shows the shortcuts, and opens the browser’s page for them', async () => {
    page = await openOwnPage(chromium.browser, 'welcome.html');
    await untilText(page, '#shortcuts', /Show or hide the call over this page Alt Shift K/);
    await page.click('[data-action=shortcuts]');
    const target = await chromium.browser.waitForTarget((each) =>
      each.url().startsWith('chrome://extensions/shortcuts'),
    );
    await (await target.page())?.close();
  });

  it('is done with the keyboard alone', async (t) => {
    const relay = await startRelay(t, { open: 'any-room', origins: [ORIGIN] });
    page = await openOwnPage(chromium.browser, 'welcome.html');
    await tabTo(page, '#welcome-url');
    await page.keyboard.type(relay.url);
    await page.keyboard.press('Enter');
    await untilText(page, '#relay', /It works/);
    await tabTo(page, '[data-action=grant]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-grant]');
    await tabTo(page, '[data-action=shortcuts]');
    await tabTo(page, 'a[href="options.html"]');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.equal(page.url(), ownAddress('options.html')));
  });

  it('says that the browser refused, leads to its settings, and sees what was allowed there', async () => {
    page = await openOwnPage(chromium.browser, 'welcome.html');
    await page.click('[data-action=grant]');
    // Without a window to ask in, the browser answers for the person.
    await page.waitForSelector('[data-grant=denied]');
    await judge(page, 'welcome-grant-refused');
    assert.match(await textOf(page, '[data-action=grant]'), /Try again/);
    await page.click('[data-action=browser-settings]');
    const target = await chromium.browser.waitForTarget((each) =>
      each.url().startsWith('chrome://settings/content/siteDetails'),
    );
    const settings = await target.page();
    assert.ok(settings);
    await settings.bringToFront();
    for (const name of ['Camera', 'Microphone']) {
      const row = await settings.waitForSelector(`pierce/site-details-permission[label="${name}"]`);
      const select = await row?.waitForSelector('pierce/select');
      assert.ok(select, `no choice for the ${name}`);
      await select.select('allow');
    }
    await settings.close();
    await page.bringToFront();
    await untilText(page, '#grant', /Camera and microphone are ready/);
  });
});

describe('the welcome page, where the camera was allowed', () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  before(async () => {
    chromium = await ExtensionChromium.open(teardown);
  });
  after(() => assert.deepEqual(complaints.splice(0), []));

  it('is done with that step', async () => {
    const page = await openOwnPage(chromium.browser, 'welcome.html', { scheme: 'dark' });
    await untilText(page, '#grant', /Done.*Camera and microphone are ready/);
    await judge(page, 'welcome-granted-dark');
    await page.close();
  });

  const openGrantFrom = async (call: Page): Promise<Page> => {
    const opened = chromium.browser.waitForTarget((target) => target.url().endsWith('#grant'));
    await call.evaluate(() => {
      const { tabs } = (globalThis as unknown as { chrome: typeof import('webextension-polyfill') }).chrome;
      return tabs
        .getCurrent()
        .then(({ id }) => tabs.create({ url: 'welcome.html#grant', openerTabId: id ?? 0 }).then(() => undefined));
    });
    const page = await (await opened).page();
    assert.ok(page);
    return page;
  };
  const isInFront = (page: Page): Promise<boolean> =>
    page.evaluate(() => {
      const { tabs } = (globalThis as unknown as { chrome: typeof import('webextension-polyfill') }).chrome;
      return tabs.getCurrent().then(({ active }) => active);
    });

  it('opened for the one question by a call, goes back to it', async () => {
    const call = await openOwnPage(chromium.browser, 'options.html');
    const page = await openGrantFrom(call);
    await untilText(page, 'body', /You can go back to your call/);
    await eventually(() => assert.ok(page.isClosed()), 6_000);
    await eventually(async () => assert.ok(await isInFront(call)), 3_000);
    await call.close();
  });

  it('leaves whoever has gone elsewhere meanwhile where they are', async () => {
    const call = await openOwnPage(chromium.browser, 'options.html');
    const elsewhere = await openOwnPage(chromium.browser, 'options.html');
    await call.bringToFront();
    const page = await openGrantFrom(call);
    await elsewhere.bringToFront();
    await eventually(() => assert.ok(page.isClosed()), 6_000);
    assert.ok(await isInFront(elsewhere));
    await elsewhere.close();
    await call.close();
  });
});
