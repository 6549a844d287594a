/** How the floating call looks in Chromium: light and dark, small and large, on pages whose style sheets mean well or ill. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { CDPSession, Frame, Page } from 'puppeteer-core';
import { LANGUAGE_NAMES, LANGUAGES } from '../../extension/browser/languages.ts';
import { eventually } from '../support/eventually.ts';
import { figuresOf, find, joinBy, textOf, untilText } from '../support/extension/call-view.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import { complaints, judge, openOwnPage } from '../support/extension/own-page.ts';
import { RoomGuests } from '../support/extension/room-guests.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { freePort } from '../support/free-port.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is cut off in the frame: wider than it, or a button of the bar that is not wholly in sight. */
const CUT_OFF = `[...document.querySelectorAll('.call-bar button, .call-bar .people, .call-card, .call-notice, .button')]
  .filter((each) => { const { left, right, width } = each.getBoundingClientRect(); return width > 0 && (left < 0 || right > innerWidth); })
  .map((each) => each.outerHTML.slice(0, 80))`;

/** The frame has a process of its own, which has to be told by itself. */
async function emulate(page: Page, frame: Frame, name: string, value: string): Promise<void> {
  for (const client of [await page.createCDPSession(), (frame as unknown as { client: CDPSession }).client]) {
    await client.send('Emulation.setEmulatedMedia', { features: [{ name, value }] });
  }
}

async function judgeFrame(page: Page, frame: Frame, name: string): Promise<void> {
  // Nothing is judged while it comes to sight.
  await emulate(page, frame, 'prefers-reduced-motion', 'reduce');
  await shot(page, `looks-${name}`);
  assert.deepEqual(await frame.evaluate(CUT_OFF), [], name);
  await frame.evaluate(AXE);
  // Made small it is a bar, and the page around it has its own main part.
  const violations = await frame.evaluate(
    `axe.run({ rules: { 'landmark-one-main': { enabled: false } } }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
  );
  assert.deepEqual(violations, [], name);
}

describe('the looks of a floating call', { timeout: 230_000 }, () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let sites: WebSites;
  let relay: StartedRelay;
  before(async () => {
    sites = await openWebSites(teardown);
    relay = await startRelay(teardown, { open: 'any-room' });
    chromium = await ExtensionChromium.open(teardown);
    await chromium.configure(relay.url);
  });
  after(() => assert.deepEqual(complaints.splice(0), []));

  const open = async (address: string, site: object = {}): Promise<{ page: Page; frame: Frame }> => {
    await chromium.remember(address, site);
    const page = await chromium.visit(address);
    const frame = await chromium.float(page);
    await find(frame, '.call-bar');
    return { page, frame };
  };

  for (const theme of ['light', 'dark'] as const) {
    it(`in the lobby, alone, with one and with many, collapsed and large, ${theme}`, async (t) => {
      t.after(() => chromium.configure(relay.url, { theme: 'auto' }));
      await chromium.configure(relay.url, { theme });
      const address = `${sites.secure}/plain?scheme=${theme}&page=${theme}`;
      const { page, frame } = await open(address);
      await find(frame, 'stream-room >>> [part~=join-button]');
      await judgeFrame(page, frame, `${theme}-lobby`);
      const { room } = await joinBy(frame);
      await judgeFrame(page, frame, `${theme}-alone`);
      const guests = await RoomGuests.open(teardown, relay);
      await guests.comeWithCamera(room);
      const untilPeople = (count: number) =>
        eventually(async () => assert.equal((await figuresOf(frame))?.people, count), 15_000);
      await untilPeople(2);
      await judgeFrame(page, frame, `${theme}-two`);
      await guests.comeToWatch(room, 9);
      await untilPeople(11);
      await judgeFrame(page, frame, `${theme}-many`);
      await page.close();
      const small = await open(address, { collapsed: true });
      await judgeFrame(small.page, small.frame, `${theme}-collapsed`);
      await small.page.close();
      const large = await open(address, { size: { width: 900, height: 720 }, position: { x: 0.5, y: 0.5 } });
      await joinBy(large.frame);
      await judgeFrame(large.page, large.frame, `${theme}-large`);
      await large.page.close();
    });
  }

  const odd: readonly [name: string, html: string][] = [
    ['all-unset', '<style>* { all: unset !important; display: block }</style>'],
    ['display-none', '<style>:not(html) { display: none !important }</style>'],
    ['huge-fonts', '<style>html, * { font: 900 60px/3 cursive !important; letter-spacing: 9px !important }</style>'],
    ['right-to-left', '<script>document.documentElement.dir = "rtl"</script>'],
    ['zoomed', '<style>html { zoom: 1.6 } body { zoom: 2 }</style>'],
    [
      'turned',
      '<style>html { transform: rotate(9deg); filter: invert(1); overflow: hidden; writing-mode: vertical-rl }</style>',
    ],
    ['dark', '<style>:root { color-scheme: dark; background: #111 }</style>'],
  ];
  for (const [name, html] of odd) {
    it(`on a page of odd style sheets: ${name}`, async () => {
      const { page, frame } = await open(sites.hostile(html));
      await find(frame, 'stream-room >>> [part~=join-button]');
      await judgeFrame(page, frame, `odd-${name}`);
      const box = await page.evaluate(() => {
        const host = [...document.querySelectorAll('div')].find((each) => each.popover === 'manual');
        const { left, top, width, height } = host?.getBoundingClientRect() ?? new DOMRect();
        return [left, top, width, height].map(Math.round);
      });
      assert.deepEqual(box, [868, 184, 400, 604]);
      assert.equal((await joinBy(frame)).connection, 'connected');
      await page.close();
    });
  }

  it('in forced colours, every button has an edge or a mark that is seen', async () => {
    const { page, frame } = await open(`${sites.secure}/plain`);
    await find(frame, 'stream-room >>> [part~=join-button]');
    await emulate(page, frame, 'forced-colors', 'active');
    await shot(page, 'looks-forced-lobby');
    await joinBy(frame);
    await shot(page, 'looks-forced-call');
    await page.close();
  });

  it('in a narrow window', async () => {
    const { page, frame } = await open(`${sites.secure}/other`);
    await page.setViewport({ width: 360, height: 640 });
    await find(frame, 'stream-room >>> [part~=join-button]');
    await judgeFrame(page, frame, 'narrow-lobby');
    await joinBy(frame);
    await judgeFrame(page, frame, 'narrow-call');
    await page.close();
  });

  it('where the relay is away', async (t) => {
    t.after(() => chromium.configure(relay.url));
    await chromium.configure(`http://localhost:${await freePort()}`);
    const { page, frame } = await open(`${sites.secure}/plain`);
    await (await find(frame, 'stream-room >>> [part~=join-button]')).evaluate(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // the gate wants it in sight for half a second
    await (await find(frame, 'stream-room >>> [part~=join-button]')).click();
    await find(frame, 'stream-room >>> [part~=error]');
    await judgeFrame(page, frame, 'relay-away');
    await page.close();
  });

  for (const language of LANGUAGES) {
    it(`fits in ${LANGUAGE_NAMES[language]}: the bar, a note, and the cards that say why it cannot be`, async (t) => {
      t.after(() => chromium.configure(relay.url, { language: 'en' }));
      await chromium.configure(relay.url, { language });
      const { page, frame } = await open(`${sites.secure}/plain?in=${language}`);
      await joinBy(frame);
      await page.evaluate(() => history.pushState(null, '', '/other'));
      await find(frame, '.call-notice .button');
      await judgeFrame(page, frame, `notice-${language}`);
      await page.goto(`${sites.secure}/no-camera`);
      await find(await chromium.float(page), '.call-card .button');
      const forbidden = await chromium.float(page);
      await judgeFrame(page, forbidden, `forbids-${language}`);
      assert.equal(await forbidden.$eval('html', (html) => html.lang), language);
      assert.notEqual(await textOf(forbidden), '');
      await page.goto(`${sites.secure}/sandbox`);
      await chromium.click(page);
      const card = await eventually(async () => {
        const found = await chromium.card();
        assert.ok(found);
        return found;
      }, 10_000);
      await shot(page, `looks-sandbox-${language}`);
      assert.ok(card.contentHeight <= card.height, `${card.contentHeight} px in ${card.height} px`);
      await page.close();
    });
  }

  for (const scheme of ['light', 'dark'] as const) {
    it(`beside the page, 360 px wide, ${scheme}`, async () => {
      const panel = await openOwnPage(chromium.browser, 'panel.html', { width: 360, height: 720, scheme });
      await untilText(panel, /Call beside any page/);
      await judge(panel, `looks-panel-${scheme}`);
      await (await find(panel, '.call-card input[name=room]')).type('standup');
      await (await find(panel, '.call-card button[type=submit]')).click();
      await find(panel, 'stream-room >>> [part~=join-button]');
      await shot(panel, `looks-panel-lobby-${scheme}`);
      await joinBy(panel);
      await shot(panel, `looks-panel-call-${scheme}`);
      await panel.close();
    });
  }
});
