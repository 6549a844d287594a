/** Browsers that differ in one call: Firefox, one without MediaStreamTrackProcessor, one without WebCodecs, a hidden tab. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import {
  onElement,
  openTab,
  roomHtml,
  stateOf,
  until,
  untilConnected,
  untilHeard,
  untilPicturesMove,
} from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';

/** Waits until one's own picture goes out in this codec. */
const untilSends = (page: Page, codec: string): Promise<unknown> =>
  page.waitForFunction(
    async (wanted) => {
      const { tracks } = (await document.querySelector('stream-room')?.getStats()) ?? { tracks: [] };
      return tracks.some((track) => track.direction === 'out' && track.codec.startsWith(wanted));
    },
    { timeout: 20_000, polling: 200 },
    codec,
  );

describe('browsers that differ, in one call', { timeout: 170_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let relay: StartedRelay;
  let site: Site;
  let chromium: Browser;
  let firefox: Browser;
  let partner: Page;

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    relay = await startRelay({ after: (close) => closers.push(close) }, { origins: [site.origin] });
    const url = `http://localhost:${relay.port}`;
    Object.assign(pages, {
      '/a': { body: roomHtml(url, 'room="mixed" display-name="A" quality="360p" autojoin') },
      '/b': { body: roomHtml(url, 'room="mixed" display-name="B" quality="360p" autojoin') },
    });
    [chromium, firefox] = await Promise.all([openBrowser('chromium'), openBrowser('firefox')]);
    partner = await openTab(chromium);
    await partner.goto(`${site.origin}/a`);
    await untilConnected(partner);
  });

  after(async () => {
    await chromium?.close();
    await firefox?.close();
    await site?.close();
    for (const close of closers) await close();
  });

  it('lets Firefox and Chromium see and hear each other', async () => {
    const page = await openTab(firefox);
    await page.goto(`${site.origin}/b`);
    await untilConnected(page);
    await untilPicturesMove(page, 1, 30_000);
    await untilPicturesMove(partner, 1, 30_000);
    await untilHeard(page, 20_000);
    await untilHeard(partner, 20_000);
    await page.close();
  });

  it('takes part without MediaStreamTrackProcessor', async () => {
    const page = await openTab(chromium);
    await page.evaluateOnNewDocument(() => Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor'));
    await page.goto(`${site.origin}/b`);
    await untilConnected(page);
    await untilPicturesMove(page, 1);
    await untilPicturesMove(partner, 1);
    await untilHeard(partner, 20_000);
    await page.close();
  });

  it('takes part with MJPEG where there are no WebCodecs', async () => {
    const page = await openTab(chromium);
    // Workers have globals of their own: the page's answer has to be asked for there as well.
    await page.evaluateOnNewDocument(() => {
      const names = ['VideoEncoder', 'VideoDecoder', 'AudioEncoder', 'AudioDecoder', 'MediaStreamTrackProcessor'];
      for (const name of names) Reflect.deleteProperty(globalThis, name);
      const removal = names.map((name) => `delete globalThis.${name};`).join('');
      const NativeBlob = Blob;
      globalThis.Blob = class extends NativeBlob {
        constructor(parts?: BlobPart[], options?: BlobPropertyBag) {
          // The bootstrap of a worker from another origin is a script in a blob.
          super(options?.type?.includes('javascript') ? [removal, ...(parts ?? [])] : parts, options);
        }
      };
    });
    await page.goto(`${site.origin}/b`);
    await untilConnected(page);
    await untilPicturesMove(partner, 1);
    const { participants } = await stateOf(partner);
    const codec = participants.find(({ name }) => name === 'B')?.tracks.find(({ kind }) => kind === 'video')?.codec;
    assert.equal(codec, 'mjpeg');
    // And is shown the others: they send what everybody can show, for as long as that is there.
    await untilPicturesMove(page, 1);
    await untilSends(partner, 'mjpeg');
    await page.close();
  });

  it('shows everybody to a browser without H.264, which gets another codec', async () => {
    const page = await openTab(chromium);
    await page.evaluateOnNewDocument(() => {
      const ask = VideoDecoder.isConfigSupported.bind(VideoDecoder);
      VideoDecoder.isConfigSupported = (config) =>
        config.codec.startsWith('avc1') ? Promise.resolve({ config, supported: false }) : ask(config);
    });
    await page.goto(`${site.origin}/b`);
    await untilConnected(page);
    await untilSends(partner, 'vp8');
    await untilPicturesMove(page, 1);
    await page.close();
  });

  it('goes on sending from a hidden tab', async () => {
    const page = await openTab(chromium);
    await page.goto(`${site.origin}/b`);
    await untilConnected(page);
    await untilPicturesMove(partner, 1);
    await partner.bringToFront();
    await until(page, () => document.hidden);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3000)));
    await untilPicturesMove(partner, 1);
    await untilHeard(partner);
    await page.close();
  });

  it('sends from two windows that share a process, and with it the few frames of a camera it gives out', async () => {
    const [target] = await Promise.all([
      chromium.waitForTarget((one) => one.url().endsWith('/b') && one.opener() !== undefined),
      partner.evaluate(() => void window.open('/b')),
    ]);
    const popup = await target.page();
    assert.ok(popup);
    await popup.evaluate('globalThis.__name ??= (value) => value');
    await untilConnected(popup);
    const sent = async (page: Page) => {
      const { tracks } = await onElement(page, (room) => room.getStats());
      return tracks.find(({ direction, kind }) => direction === 'out' && kind === 'video')?.packets ?? 0;
    };
    await untilPicturesMove(partner, 1);
    let before = [0, 0];
    for (let look = 0; look < 8; look++) {
      await popup.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
      const now = await Promise.all([sent(partner), sent(popup)]);
      assert.ok(
        now.every((packets, index) => packets > (before[index] ?? 0)),
        `packets sent by the two windows: ${before}, and 700 ms later ${now}`,
      );
      before = now;
    }
    await popup.close();
  });

  it('goes on sending when the browser collects garbage', async () => {
    const collecting = await openBrowser('chromium', { args: ['--js-flags=--expose-gc'] });
    const page = await openTab(collecting);
    await page.goto(`${site.origin}/b`);
    await untilConnected(page);
    await page.evaluate(async () => {
      for (let i = 0; i < 5; i++) {
        (globalThis as unknown as { gc(): void }).gc();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    await untilPicturesMove(partner, 1);
    await untilHeard(partner);
    await collecting.close();
  });
});
