/** Chromium in a real window: what only the browser itself can ask, and only a person answer, press or choose. */
import assert from 'node:assert/strict';
import { before, describe, it, type TestContext } from 'node:test';
import type { Page } from 'puppeteer-core';
import type extensionApi from 'webextension-polyfill';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { figuresOf, find, textOf, untilText } from '../support/extension/call-view.ts';
import { ownAddress } from '../support/extension/own-page.ts';
import { RealWindow } from '../support/extension/real-window.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';

const ASK = '[data-action=grant]';

let real: RealWindow;

/** Where it fails, with a picture of the whole screen. */
const seen = (name: string, test: (t: TestContext) => Promise<void>) =>
  it(name, async (t) => {
    try {
      await test(t);
    } catch (error) {
      await shot(real.display, `window-failed-${name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
      throw error;
    }
  });

/** From now on the panel counts the tabs that come to the front, each when a call that follows would have moved. */
const watchTabs = (panel: Page): Promise<void> =>
  panel.evaluate(() => {
    const { chrome } = globalThis as unknown as { chrome: typeof extensionApi };
    const world = globalThis as { tabsSeen?: number };
    if (world.tabsSeen === undefined) {
      chrome.tabs.onActivated.addListener(async () => {
        for (let turn = 0; turn < 10; turn++) {
          await chrome.tabs.query({ active: true });
          await chrome.storage.local.get(null);
        }
        world.tabsSeen = (world.tabsSeen ?? 0) + 1;
      });
    }
    world.tabsSeen = 0;
  });

const untilTabSeen = (panel: Page): Promise<void> =>
  eventually(async () => assert.equal(await panel.evaluate(() => (globalThis as { tabsSeen?: number }).tabsSeen), 1));

describe('a real window, where nobody has allowed anything', () => {
  const teardown = suiteTeardown();
  before(async () => {
    real = await RealWindow.open(teardown, { granted: false });
  });

  seen(
    'closes the question and can be asked again; what is refused for good is undone where the page says',
    async () => {
      const { chromium, browserUi, mouse, display } = real;
      const page = await chromium.visit(ownAddress('welcome.html'));
      await mouse.clickOn(page, ASK);
      await browserUi.dismiss();
      await untilText(page, /The question was closed without an answer. Try again and choose “Allow”/);
      await mouse.clickOn(page, ASK);
      await browserUi.answer('never-allow');
      await untilText(
        page,
        /Camera and microphone are blocked for this extension. Allow both in the browser’s settings/,
      );
      await shot(display, 'window-never-allow');
      await mouse.clickOn(page, '[data-action=browser-settings]');
      await chromium.browser.waitForTarget((target) =>
        target.url().startsWith('chrome://settings/content/siteDetails'),
      );
    },
  );
});

describe('a real window', () => {
  const teardown = suiteTeardown();
  let sites: WebSites;
  let relay: StartedRelay;
  let page: Page;
  before(async () => {
    sites = await openWebSites(teardown);
    relay = await startRelay(teardown, { open: 'any-room', origins: [`chrome-extension://${DEVELOPMENT_ID}`] });
    real = await RealWindow.open(teardown, { granted: false, isPinned: true });
    await real.chromium.configure(relay.url);
  });

  const untilGone = () => eventually(() => assert.equal(real.chromium.frameOf(page), undefined), 5_000);
  const untilBadge = (text: string) =>
    eventually(async () => assert.equal(await real.chromium.badge(), text, 'on the toolbar’s button'), 5_000);

  seen('asks for camera and microphone once, in the extension’s name', async () => {
    const { chromium, browserUi, mouse, display } = real;
    const welcome = await chromium.visit(ownAddress('welcome.html'));
    await mouse.clickOn(welcome, ASK);
    await eventually(() => assert.ok(browserUi.isAsking), 10_000);
    await shot(display, 'window-question');
    await browserUi.answer('allow');
    await untilText(welcome, /Camera and microphone are ready/);
    page = await chromium.visit(sites.page(`<a id="room" href="${relay.url}r/standup">Stand-up</a>`));
  });

  seen('opens a call by the shortcut, which is joined without another question, and closes it again', async () => {
    const { chromium, browserUi, display } = real;
    const call = await chromium.float(page, () => display.press('alt+shift+k'));
    const { camera, microphone, errors } = await real.join(call);
    assert.deepEqual([camera, microphone, errors, browserUi.isAsking], ['on', 'on', [], false]);
    assert.doesNotMatch(await textOf(call), /covers the call/);
    await untilBadge('1');
    await shot(display, 'window-floating');
    await display.press('alt+shift+k');
    await untilGone();
    await untilBadge('');
  });

  seen('is driven by keys alone, from the page into the call and out of it', async () => {
    const { chromium, display } = real;
    const call = await chromium.float(page, () => display.press('alt+shift+k'));
    await find(call, 'stream-room >>> [part~=join-button]');
    const isAt = (part: string) =>
      call.evaluate((name) => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.matches(`[part~=${name}]`) ?? false;
      }, part);
    for (let presses = 0; !(await isAt('join-button')); presses++) {
      assert.ok(presses < 30, 'No Tab leads to the button that joins.');
      await display.press('Tab');
    }
    await eventually(async () => {
      await display.press('Return');
      await eventually(async () => assert.notEqual((await figuresOf(call))?.connection, 'idle'), 1_000);
    }, 10_000);
    await real.untilShown(call);
    await shot(display, 'window-keys');
    await display.press('alt+shift+k');
    await untilGone();
  });

  seen('opens a call by the menu of a right click, and closes it by the toolbar’s button', async () => {
    const { chromium, browserUi, display } = real;
    await chromium.float(page, () => browserUi.chooseOwnEntry({ x: 300, y: 600 }, true));
    const button = await browserUi.ownButton();
    await display.click(button);
    await untilGone();
    const call = await chromium.float(page, () => display.click(button));
    await find(call, 'stream-room >>> [part~=join-button]');
    await display.click(button);
    await untilGone();
  });

  seen('opens the room of a link beside the page', async (t) => {
    const { chromium, browserUi, mouse, display } = real;
    await browserUi.chooseOwnEntry(await mouse.middleOf(page, '#room'), false);
    const panel = await chromium.panel();
    t.after(() => panel.close().catch(() => {}));
    const figures = await real.join(panel);
    assert.deepEqual([figures.room, figures.camera, figures.errors], ['standup', 'on', []]);
    // The button told of a call of this very tab before.
    await untilBadge('1');
    await shot(display, 'window-link');
    await panel.close();
    await untilBadge('');
  });

  seen('has a panel that follows the tab in front only while its switch is on', async (t) => {
    const { chromium, browserUi, mouse, display } = real;
    await chromium.visit(`${sites.secure}/strict`);
    await display.press('alt+shift+j');
    const panel = await chromium.panel();
    t.after(() => panel.close().catch(() => {}));
    const { room } = await real.join(panel);
    const roomNow = async () => (await figuresOf(panel))?.room;
    await watchTabs(panel);
    await display.press('ctrl+shift+Tab');
    await untilTabSeen(panel);
    assert.equal(await roomNow(), room, 'it stays where it was opened');

    await mouse.clickOn(panel, '.follow input');
    await browserUi.answerRequest(false);
    await untilText(panel, /Without that permission/);
    assert.equal(await roomNow(), room);

    await mouse.clickOn(panel, '.follow input');
    await eventually(() => assert.ok(browserUi.isAsking), 5_000);
    assert.doesNotMatch(await textOf(panel), /Without that permission/);
    await shot(display, 'window-follow-question');
    await browserUi.answerRequest(true);
    await eventually(async () => assert.notEqual(await roomNow(), room), 5_000);
    await display.press('ctrl+Tab');
    await eventually(async () => assert.equal(await roomNow(), room), 5_000);
    await real.untilShown(panel);
    await untilBadge('1');
    await shot(display, 'window-follow');

    await mouse.clickOn(panel, '.follow input');
    await watchTabs(panel);
    await display.press('ctrl+shift+Tab');
    await untilTabSeen(panel);
    assert.equal(await roomNow(), room, 'it stays where it is');
    await untilBadge('');
  });

  seen('has a button that opens the panel where that is chosen, with the page in front', async (t) => {
    const { chromium, browserUi, display } = real;
    await chromium.configure(relay.url, { place: 'panel' });
    const open = async (gesture: () => Promise<void>): Promise<string | undefined> => {
      await gesture();
      const panel = await chromium.panel();
      t.after(() => panel.close().catch(() => {}));
      await find(panel, 'stream-room >>> [part~=join-button]');
      const label = (await figuresOf(panel))?.label;
      await panel.close();
      await eventually(() => assert.equal(chromium.hasPanel, false), 5_000);
      return label;
    };
    const button = await browserUi.ownButton();
    await chromium.visit(`${sites.secure}/plain`);
    assert.equal(await open(() => display.press('alt+shift+j')), 'Page /plain');
    await chromium.visit(`${sites.secure}/other`);
    assert.equal(await open(() => display.click(button)), 'Page /other');
  });
});
