/** The call in Firefox: in the sidebar first; over a page where that is asked for; and what people see where it cannot be. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { FIREFOX_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { BidiFirefox } from '../support/extension/bidi-firefox.ts';
import { FirefoxCall, type FirefoxPlace } from '../support/extension/firefox-call.ts';
import { answer, forgetAnswers } from '../support/extension/firefox-questions.ts';
import { RoomGuests } from '../support/extension/room-guests.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { ROOT } from '../support/source-files.ts';

/** The pixels of the first picture of somebody else, in few numbers. In the page's own words. */
const PICTURE = `(() => {
  const find = (root) => [...root.querySelectorAll('*')].flatMap((each) => [
    ...(each.matches('canvas[part~=video]') ? [each] : []), ...(each.shadowRoot ? find(each.shadowRoot) : [])]);
  const [canvas] = find(document.querySelector('stream-room').shadowRoot).filter(({ width }) => width >= 160);
  if (!canvas) return null;
  const small = new OffscreenCanvas(32, 24).getContext('2d');
  small.drawImage(canvas, 0, 0, 32, 24);
  return small.getImageData(0, 0, 32, 24).data.join();
})()`;

describe('the call in Firefox', { timeout: 230_000 }, () => {
  const teardown = suiteTeardown();
  let relay: StartedRelay;
  let sites: WebSites;
  let firefox: BidiFirefox;
  let call: FirefoxCall;

  before(async () => {
    relay = await startRelay(teardown, { open: 'any-room' });
    sites = await openWebSites(teardown);
    firefox = await BidiFirefox.open(teardown, FirefoxCall.preferences(FIREFOX_ID));
    await firefox.install(join(ROOT, 'extension/dist/firefox'));
    call = new FirefoxCall(firefox, FIREFOX_ID);
    await call.configure(relay.url);
  });

  const picture = (tab: string, name: string) => shot({ screenshot: () => firefox.screenshot(tab) }, `firefox-${name}`);
  const untilText = (place: FirefoxPlace, words: RegExp) =>
    eventually(async () => {
      const text = (await call.textOf(place)).replaceAll(/\s+/g, ' ');
      assert.match(text, words);
      return text;
    }, 15_000);
  const untilMoving = (place: FirefoxPlace) =>
    eventually(async () => {
      const first = await place.evaluate<string | null>(PICTURE);
      await new Promise((resolve) => setTimeout(resolve, 400));
      const second = await place.evaluate<string | null>(PICTURE);
      assert.ok(first !== null && second !== null, 'no picture');
      assert.notEqual(first, second);
    }, 20_000);

  for (const [about, address] of [
    ['a page under a strict policy', () => `${sites.secure}/strict`],
    ['a page without https', () => `${sites.plain}/plain`],
  ] as const) {
    it(`is in the sidebar of ${about}, and one click joins it`, async () => {
      const tab = await call.visit(address());
      const sidebar = await call.openSidebar();
      const canFloat = await sidebar.evaluate(
        `document.querySelector('[aria-label="Show it over the page"]') !== null`,
      );
      assert.equal(canFloat, address().startsWith('https:'), 'no button that leads to where it cannot be');
      await call.join(sidebar);
      const state = await call.stateOf(sidebar);
      assert.match(state.room, /^page-[\w-]{20}$/);
      assert.deepEqual([state.camera, state.microphone], ['on', 'on']);
      await call.leave(sidebar);
      await call.closeSidebar();
      await firefox.closeTab(tab);
    });
  }

  describe('over the page, where that is asked for', () => {
    it('says what to do when the person refuses, and is none the worse when that is taken back', async () => {
      const tab = await call.visit(`${sites.secure}/plain`);
      await call.press('float-call');
      const frame = await call.frame(tab);
      await call.click(frame, '.call-card .button.primary');
      await untilText(frame, /Choose “Allow” in the browser’s question/);
      await answer(firefox, 'block');
      await untilText(frame, /blocked for this site.*In the sidebar it works\. Press Alt\+Shift\+J/);
      await picture(tab, 'float-refused');
      await forgetAnswers(firefox);
      await call.click(frame, '.call-card .button.primary');
      await answer(firefox, 'allow');
      await untilText(frame, /Ready when you are/);
      await forgetAnswers(firefox);
      await firefox.closeTab(tab);
    });

    it('says that Firefox asks for the site, asks, shows the others, and is left by a click', async (t) => {
      const guests = await RoomGuests.open(t, relay);
      const tab = await call.visit(`${sites.secure}/strict`);
      await call.press('float-call');
      const frame = await call.frame(tab);
      await untilText(
        frame,
        /Firefox will ask for this site .*camera and microphone for secure\.test:\d+, which could then use them, too.*Press Alt\+Shift\+J/,
      );
      await picture(tab, 'float-asks');
      await call.click(frame, '.call-card .button.primary');
      assert.match(await answer(firefox, 'allow'), /secure\.test/, 'it is the site that Firefox asks for');
      await untilText(frame, /Join/);
      await picture(tab, 'float-lobby');
      await call.join(frame);
      const { room } = await call.stateOf(frame);
      await guests.comeWithCamera(room);
      await eventually(async () => assert.equal((await call.stateOf(frame)).people, 2), 10_000);
      await untilMoving(frame);
      await picture(tab, 'float-call');
      await call.leave(frame);
      await picture(tab, 'float-left');
      await call.press('float-call');
      await eventually(async () => assert.ok(!(await call.hasFrame(tab)), 'the same keys take it away'), 5_000);
      await firefox.closeTab(tab);
    });

    for (const [about, path] of [
      ['a page that isolates itself (COEP, COOP)', '/isolated'],
      ['a page that forbids the camera, of which Firefox takes no notice', '/no-camera'],
      ['a page that keeps the camera to itself, of which Firefox takes no notice', '/own-camera'],
    ] as const) {
      it(`is joined on ${about}`, async () => {
        await call.grant(sites.secure);
        const tab = await call.visit(`${sites.secure}${path}`);
        await call.press('float-call');
        const frame = await call.frame(tab);
        await call.join(frame);
        await picture(tab, `float${path.replace('/', '-')}`);
        await call.leave(frame);
        await firefox.closeTab(tab);
      });
    }

    it('goes on when the page changes its address by itself, and offers the new page’s call', async () => {
      await call.grant(sites.secure);
      const tab = await call.visit(`${sites.secure}/plain`);
      await call.press('float-call');
      const frame = await call.frame(tab);
      await call.join(frame);
      const { room } = await call.stateOf(frame);
      await firefox.evaluate(tab, `history.pushState(null, '', '/other') ?? true`);
      await untilText(frame, /The page has changed\. You are still in the call of the page before\./);
      assert.equal((await call.stateOf(frame)).room, room);
      await picture(tab, 'float-address');
      await call.click(frame, '.call-notice .button');
      await eventually(async () => {
        const state = await call.stateOf(frame);
        assert.notEqual(state.room, room);
        assert.equal(state.connection, 'connected');
      }, 15_000);
      await firefox.closeTab(tab);
    });
  });

  describe('where it cannot be over the page', () => {
    it('a page without https: it comes in the sidebar, which says why', async () => {
      const tab = await call.visit(`${sites.plain}/plain`);
      await call.press('float-call');
      const sidebar = await call.shownSidebar();
      await untilText(sidebar, /not encrypted \(http\), and Firefox gives no camera.*So the call is here/);
      await picture(tab, 'float-insecure');
      assert.ok(!(await call.hasFrame(tab)));
      await call.join(sidebar);
      await call.leave(sidebar);
      await call.closeSidebar();
      await firefox.closeTab(tab);
    });

    it('a page in a sandbox: a card says why and what leads on, and can be closed', async () => {
      const tab = await call.visit(`${sites.secure}/sandbox`);
      await call.press('float-call');
      const { words, buttons } = await eventually(async () => {
        const card = await call.card();
        assert.notEqual(card.words, '');
        return card;
      }, 10_000);
      await picture(tab, 'float-sandbox');
      assert.match(words, /This page cannot hold a call.*locked itself up in a sandbox.*In the sidebar it works/);
      assert.match(words, /Press Alt\+Shift\+J, or click the Stream Room button in the toolbar/);
      const [x, y] = buttons['Close'] ?? assert.fail(words);
      await firefox.clickAt(tab, x, y);
      await eventually(async () => assert.equal((await call.card()).words, ''), 5_000);
      const sidebar = await call.openSidebar();
      await untilText(sidebar, /locked itself up in a sandbox.*So the call is here/);
      await call.join(sidebar);
      await call.leave(sidebar);
      await call.closeSidebar();
      await firefox.closeTab(tab);
    });
  });
});
