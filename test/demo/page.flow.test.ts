import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type DemoProcess, openDemoProcess } from '../support/demo-process.ts';
import { acceptNamedFunctions, untilConnected, untilPicturesMove } from '../support/room-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let demo: DemoProcess;
let address: string;
let browser: Browser;
/** What pages complained of: exceptions, errors in the console, refusals by the Content-Security-Policy. */
const complaints: string[] = [];

async function openDemo(url = address, scheme = 'light'): Promise<Page> {
  const page = await browser.newPage();
  await acceptNamedFunctions(page);
  await page.setViewport({ width: 1280, height: 900 });
  await look(page, scheme);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector('stream-room')?.shadowRoot?.querySelector('[part~=lobby]'));
  return page;
}

/** Without motion, else a click comes where the button was before the page had scrolled, and colours are on their way. */
const look = (page: Page, scheme: string) =>
  page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: 'reduce' },
    { name: 'prefers-color-scheme', value: scheme },
  ]);

async function join(page: Page, name: string): Promise<void> {
  await page.type('stream-room >>> [part~=name-field]', name);
  await page.click('stream-room >>> [part~=join-button]');
  await untilConnected(page);
}

const choose = (page: Page, mode: string) => page.click(`input[name="mode"][value="${mode}"]`);

const roomsConnected = (page: Page, count: number) =>
  page.waitForFunction(
    (wanted) => {
      const rooms = [...document.querySelectorAll('stream-room')];
      return rooms.length === wanted && rooms.every(({ call }) => call.state.value.connection === 'connected');
    },
    { timeout: 20_000 },
    count,
  );

/** Waits for a received track's card with this text, and answers with all of it. */
const receivedCard = (page: Page, text: string) =>
  page
    .waitForFunction(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>('.track')]
          .filter((card) => card.querySelector('.tag.in'))
          .map((card) => card.textContent)
          .find((content) => content.includes(wanted) && /\d ms/.test(content)),
      { timeout: 20_000 },
      text,
    )
    .then((handle) => handle.jsonValue() as Promise<string>);

describe('the demo page', () => {
  before(async () => {
    demo = openDemoProcess({ PORT: '0' });
    const [, found = ''] = await demo.said(/(http:\/\/localhost:\d+\/)/);
    address = found;
    browser = await openBrowser('chromium');
  });

  afterEach(async () => {
    // A blank tab stays, so that the browser does.
    const [, ...tabs] = await browser.pages();
    await Promise.all(tabs.map((tab) => tab.close()));
    assert.deepEqual(complaints.splice(0), []);
  });

  after(async () => {
    await browser?.close();
    demo?.child.kill('SIGINT');
    await demo?.exited;
  });

  it('leads a second tab into the same room, and measures what is received there', { timeout: 90_000 }, async () => {
    const first = await openDemo();
    const room = new URL(first.url()).searchParams.get('room');
    assert.match(room ?? '', /^[a-z]+-[a-z]+-\d+$/);
    const link = await first.$eval('[data-second-tab]', (anchor) => (anchor as HTMLAnchorElement).href);
    assert.equal(new URL(link).searchParams.get('room'), room);
    await join(first, 'Ada');
    const second = await openDemo(link);
    await join(second, 'Grace');
    for (const page of [first, second]) {
      await page.bringToFront();
      await untilPicturesMove(page, 1);
    }
    const card = await receivedCard(second, 'Ada: camera');
    assert.match(card, /glass to glass/);
    assert.doesNotMatch(card, /MJPEG/);
  });

  it('switches to MJPEG in the running call', { timeout: 90_000 }, async () => {
    const first = await openDemo();
    await join(first, 'Ada');
    const second = await openDemo(first.url());
    await join(second, 'Grace');
    await untilPicturesMove(second, 1);
    await first.bringToFront();
    await choose(first, 'mjpeg');
    await second.bringToFront();
    await second.waitForFunction(
      () =>
        [...document.querySelectorAll<HTMLElement>('.track.video')].some(
          (card) => card.querySelector('.tag.in') && /MJPEG/.test(card.textContent),
        ),
      { timeout: 20_000 },
    );
    await untilPicturesMove(second, 1);
  });

  it('shows WebCodecs and MJPEG side by side, and only one again', { timeout: 90_000 }, async () => {
    const page = await openDemo();
    await page.type('stream-room >>> [part~=name-field]', 'Ada');
    await choose(page, 'both');
    await roomsConnected(page, 2);
    await receivedCard(page, 'MJPEG');
    await receivedCard(page, 'Ada: camera');
    await choose(page, 'webcodecs');
    await roomsConnected(page, 1);
    await page.waitForFunction(() => document.querySelector('stream-room')?.call.state.value.participants.length === 0);
  });

  for (const scheme of ['light', 'dark']) {
    it(`is accessible and fits a narrow window, ${scheme}`, { timeout: 60_000 }, async () => {
      const page = await openDemo(address, scheme);
      for (const width of [1280, 320]) {
        await page.setViewport({ width, height: 800 });
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} px scrolls`);
        // evaluate() is not subject to the page's Content-Security-Policy; a script tag would be.
        await page.evaluate(AXE);
        const found = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const { violations } = await axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        });
        assert.deepEqual(found, [], `${width} px`);
      }
    });
  }

  it('is a sensible page on a machine without a camera', { timeout: 60_000 }, async () => {
    const bare = await openBrowser('chromium', { permission: false });
    try {
      const page = await bare.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      await look(page, 'light');
      await page.goto(address);
      await page.waitForFunction(() =>
        document.querySelector('stream-room')?.shadowRoot?.querySelector('[part~=device-error]'),
      );
      await join(page, 'Ada');
      await page.waitForFunction(() => document.querySelector('[data-facts]')?.textContent?.includes('WebSocket'));
    } finally {
      await bare.close();
    }
  });
});
