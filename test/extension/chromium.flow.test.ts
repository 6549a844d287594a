/** The floating call in Chromium, on the pages of the web as they are: which hold a call, and what becomes of the others. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame, Page } from 'puppeteer-core';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { buttonNamed, clickOn, figuresOf, joinBy, textOf, untilText } from '../support/extension/call-view.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';

const RELAY = { open: 'any-room', origins: [`chrome-extension://${DEVELOPMENT_ID}`] } as const;

describe('where camera and microphone were allowed once', () => {
  let chromium: ExtensionChromium;
  let sites: WebSites;
  let relay: StartedRelay;
  const teardown = suiteTeardown();
  before(async () => {
    sites = await openWebSites(teardown);
    relay = await startRelay(teardown, RELAY);
    chromium = await ExtensionChromium.open(teardown);
    await chromium.configure(relay.url);
  });

  const holding: readonly [name: string, address: () => string][] = [
    ['a page of the encrypted web', () => `${sites.secure}/plain`],
    ['a page with the strictest Content-Security-Policy and Trusted Types', () => `${sites.secure}/strict`],
    ['a page that isolates itself (COEP, COOP)', () => `${sites.secure}/isolated`],
    ['a page without encryption', () => `${sites.plain}/plain`],
  ];
  for (const [name, address] of holding) {
    it(`${name} holds a call, and the next click takes it away`, async () => {
      const page = await chromium.visit(address());
      const frame = await chromium.float(page);
      const figures = await joinBy(frame);
      assert.deepEqual([figures.camera, figures.microphone, figures.errors], ['on', 'on', []]);
      assert.match(figures.room, /^page-[\w-]{20}$/);
      assert.match(figures.label, /^Page \//);
      await eventually(async () => assert.equal(await chromium.badge(), '1'), 5_000);
      await shot(page, `chromium-${new URL(address()).protocol.slice(0, -1)}${new URL(address()).pathname.slice(1)}`);
      await chromium.click(page);
      await eventually(() => assert.equal(chromium.frameOf(page), undefined), 5_000);
      await eventually(async () => assert.equal(await chromium.badge(), ''), 5_000);
      await page.close();
    });
  }

  for (const path of ['/no-camera', '/own-camera']) {
    it(`a page that forbids the camera (${path}) says so, and one click moves the call to the side panel`, async () => {
      const page = await chromium.visit(`${sites.secure}${path}`);
      const frame = await chromium.float(page);
      await untilText(frame, /This page forbids camera and microphone/);
      await shot(page, `chromium-forbids${path.replace('/', '-')}`);
      await clickOn(frame, buttonNamed('Move to the side panel'));
      const panel = await chromium.panel();
      await eventually(() => assert.equal(chromium.frameOf(page), undefined), 5_000);
      const figures = await joinBy(panel);
      assert.deepEqual([figures.camera, figures.microphone], ['on', 'on']);
      await shot(panel, `chromium-panel${path.replace('/', '-')}`);
      await panel.close();
      await page.close();
    });
  }

  it('a page in a sandbox gets a card that says so, drawn without a frame, and its button opens the side panel', async () => {
    const page = await chromium.visit(`${sites.secure}/sandbox`);
    await chromium.click(page);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await shot(page, 'chromium-sandbox');
    // In a closed root, where no selector reaches: as people see it, at the lower right.
    await page.mouse.click(1280 - 12 - 380 + 100, 800 - 12 - 46);
    const panel = await chromium.panel();
    await untilText(panel, /locked itself up in a sandbox/);
    await shot(panel, 'chromium-sandbox-panel');
    assert.equal((await joinBy(panel)).camera, 'on');
    await panel.close();
    await page.close();
  });

  it('the browser’s own page opens the side panel at once, where a room can be named', async () => {
    const page = await chromium.visit('chrome://version');
    await chromium.click(page);
    const panel = await chromium.panel();
    await untilText(panel, /Browsers let no extension into a page like this/);
    await shot(panel, 'chromium-browser-page');
    const field = await panel.waitForSelector('.call-card input[name=room]');
    await field?.type('standup');
    await clickOn(panel, '.call-card button[type=submit]');
    assert.equal((await joinBy(panel)).room, 'standup');
    await panel.close();
    await page.close();
  });

  describe('a call in a page', () => {
    let page: Page;
    let frame: Frame;
    before(async () => {
      page = await chromium.visit(`${sites.secure}/plain?b=2&utm_source=mail&a=1#part`);
      frame = await chromium.float(page);
      await joinBy(frame);
    });
    after(() => page.close());

    it('is in the room of the page, under whatever address people came', async () => {
      const { room } = (await figuresOf(frame)) ?? { room: '' };
      const other = await chromium.visit(`${sites.secure}/plain/?a=1&b=2&fbclid=x`);
      assert.equal((await joinBy(await chromium.float(other))).room, room);
      await eventually(async () => assert.equal((await figuresOf(frame))?.people, 2), 5_000);
      await other.close();
      await page.bringToFront();
      await eventually(async () => assert.equal((await figuresOf(frame))?.people, 1), 15_000);
    });

    it('goes on in its room when the page changes its address by itself, and offers the other one', async () => {
      const { room } = (await figuresOf(frame)) ?? { room: '' };
      await page.evaluate(() => history.pushState(null, '', '/other'));
      await untilText(frame, /The page has changed/);
      assert.equal((await figuresOf(frame))?.room, room);
      await shot(page, 'chromium-notice-address');
      await clickOn(frame, buttonNamed('Go to the new page’s call'));
      await eventually(async () => {
        const figures = await figuresOf(frame);
        assert.notEqual(figures?.room, room);
        assert.equal(figures?.connection, 'connected');
      }, 15_000);
      await page.evaluate(() => {
        document.body.innerHTML = '<h1>All new</h1>';
        document.body.replaceWith(document.createElement('body'));
      });
      await eventually(async () => assert.equal((await figuresOf(frame))?.connection, 'connected'), 15_000);
    });

    it('is chosen to be the site’s, and that is remembered for the site', async () => {
      await clickOn(frame, '.room-button');
      await shot(page, 'chromium-rooms');
      await clickOn(frame, '.room-option:nth-of-type(2)');
      await eventually(async () => assert.match((await figuresOf(frame))?.room ?? '', /^site-/), 15_000);
      const elsewhere = await chromium.visit(`${sites.secure}/strict`);
      const second = await chromium.float(elsewhere);
      await eventually(async () => assert.match((await figuresOf(second))?.room ?? '', /^site-/), 5_000);
      assert.equal(await textOf(second).then((text) => text.includes('secure.test')), true);
      await elsewhere.close();
    });
  });
});

describe('where nobody has allowed anything yet', () => {
  it('nothing is asked for; a card leads to the one grant, and one can join without', async (t) => {
    const sites = await openWebSites(t);
    const relay = await startRelay(t, RELAY);
    const chromium = await ExtensionChromium.open(t, { granted: false });
    await chromium.configure(relay.url);
    const page = await chromium.visit(`${sites.secure}/plain`);
    const frame = await chromium.float(page);
    await untilText(frame, /Allow them once for Stream Room/);
    await shot(page, 'chromium-grant');
    await clickOn(frame, buttonNamed('Allow camera and microphone'));
    const welcome = await chromium.ownPage('welcome.html#grant');
    assert.ok(welcome);
    await page.bringToFront();
    await clickOn(frame, buttonNamed('Join without them'));
    const figures = await joinBy(frame);
    assert.deepEqual([figures.camera, figures.microphone, figures.errors], ['off', 'off', []]);
  });

  it('without a relay a card leads to where one is entered', async (t) => {
    const sites = await openWebSites(t);
    const chromium = await ExtensionChromium.open(t);
    const page = await chromium.visit(`${sites.secure}/plain`);
    const frame = await chromium.float(page);
    await untilText(frame, /Choose a relay/);
    await shot(page, 'chromium-no-relay');
  });
});
