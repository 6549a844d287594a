/** Two relays that share a Redis, one of which is stopped under a call: everybody moves, and nobody notices. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { openRedisProcess, type RedisProcess } from '../support/redis-process.ts';
import { openRelayProcess, type RelayProcess } from '../support/relay-process.ts';
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

/** ms: what was seen is a tenth of it; a machine that runs other tests beside needs the rest. */
const MAX_GAP_MS = 2_500;

declare global {
  interface Window {
    longestGapMs?: number;
  }
}

/** From now on the page remembers the longest time in which the received picture did not change. */
const watchPicture = (page: Page) =>
  page.evaluate(() => {
    const small = new OffscreenCanvas(32, 24).getContext('2d', { willReadFrequently: true });
    let last = '';
    let changedAt = performance.now();
    window.longestGapMs = 0;
    setInterval(() => {
      const canvas = document.querySelector('stream-room')?.shadowRoot?.querySelector<HTMLCanvasElement>('canvas');
      if (!small || !canvas) return;
      small.drawImage(canvas, 0, 0, 32, 24);
      const now = small.getImageData(0, 0, 32, 24).data.join();
      if (now === last) return;
      last = now;
      window.longestGapMs = Math.max(window.longestGapMs ?? 0, performance.now() - changedAt);
      changedAt = performance.now();
    }, 30);
  });

describe('a relay that is stopped under a call', { timeout: 150_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let redis: RedisProcess;
  let relays: RelayProcess[];
  let site: Site;
  let browser: Browser;
  let ada: Page;
  let grace: Page;

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    redis = await openRedisProcess({ after: (close) => closers.push(close) });
    const args = ['--origins', site.origin, '--redis', redis.url, '--drain-ms', '4000'];
    relays = await Promise.all([openRelayProcess({ args }), openRelayProcess({ args })]);
    const [first, second] = relays;
    for (const name of ['Ada', 'Grace']) {
      const attributes = `relay="${first?.url} ${second?.url}" room="team" display-name="${name}" quality="360p" autojoin`;
      pages[`/${name}`] = { body: roomHtml(first?.url ?? '', attributes) };
    }
    browser = await openBrowser('chromium');
    [ada, grace] = await Promise.all([openTab(browser), openTab(browser)]);
    // The first of the relays, for both.
    for (const page of [ada, grace]) await page.evaluateOnNewDocument('Math.random = () => 0');
    await ada.goto(`${site.origin}/Ada`);
    await grace.goto(`${site.origin}/Grace`);
    await Promise.all([untilConnected(ada), untilConnected(grace)]);
    await Promise.all([untilPicturesMove(ada, 1), untilPicturesMove(grace, 1)]);
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    await Promise.all((relays ?? []).map((relay) => relay.stop()));
    for (const close of closers) await close();
  });

  it('is left by everybody for the other one: no leave, no pause, no message lost', async (t) => {
    const ids = await Promise.all([ada, grace].map(async (page) => (await stateOf(page)).participantId));
    await Promise.all([watchPicture(ada), watchPicture(grace)]);
    for (const page of [ada, grace]) await page.evaluate(() => window.seenEvents?.splice(0));
    const stopped = relays[0]?.stop();
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    for (const text of texts) {
      await ada.evaluate((said) => void document.querySelector('stream-room')?.sendChat(said), text);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    assert.equal(await stopped, 0, 'the relay goes in order');
    await Promise.all([untilPicturesMove(ada, 1), untilPicturesMove(grace, 1)]);
    await untilHeard(grace);
    await until(grace, () => (document.querySelector('stream-room')?.call.state.value.chat.length ?? 0) >= 20);

    for (const page of [ada, grace]) {
      const seen = (await page.evaluate(() => window.seenEvents)) ?? [];
      const bad = seen.filter(({ type }) =>
        ['connection-change', 'participant-leave', 'leave', 'error'].includes(type),
      );
      assert.deepEqual(bad, []);
      const { chat, connection } = await stateOf(page);
      assert.equal(connection, 'connected');
      assert.deepEqual(
        chat.map(({ text, status }) => [text, status]),
        texts.map((text) => [text, 'sent']),
      );
      const gap = (await page.evaluate(() => window.longestGapMs)) ?? Number.POSITIVE_INFINITY;
      t.diagnostic(`longest time without a new picture: ${Math.round(gap)} ms`);
      assert.ok(gap < MAX_GAP_MS, `${gap} ms without a new picture`);
    }
    assert.deepEqual(await Promise.all([ada, grace].map(async (page) => (await stateOf(page)).participantId)), ids);
    const sent = await onElement(grace, (room) => room.sendChat('still here'));
    assert.equal(sent.status, 'sent');
  });
});
