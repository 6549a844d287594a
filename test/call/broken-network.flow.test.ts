/** What a call does when the network between it and the relay is cut, frozen, or too narrow. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { openTab, roomHtml, stateOf, until, untilConnected, untilPicturesMove } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

describe('a call over a bad network', { timeout: 170_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let relay: StartedRelay;
  let proxy: TcpProxy;
  let site: Site;
  let browser: Browser;
  let steady: Page;
  let shaky: Page;

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    relay = await startRelay({ after: (close) => closers.push(close) }, { origins: [site.origin] });
    proxy = await openTcpProxy(relay.port);
    const direct = `http://localhost:${relay.port}`;
    Object.assign(pages, {
      '/steady': { body: roomHtml(direct, 'room="net" display-name="Steady" quality="360p" autojoin') },
      '/shaky': {
        body: roomHtml(
          direct,
          `room="net" display-name="Shaky" quality="360p" autojoin relay="http://localhost:${proxy.port}"`,
        ),
      },
    });
    browser = await openBrowser('chromium');
    steady = await openTab(browser);
    shaky = await openTab(browser);
    await steady.goto(`${site.origin}/steady`);
    await shaky.goto(`${site.origin}/shaky`);
    await Promise.all([untilConnected(steady), untilConnected(shaky)]);
    await Promise.all([untilPicturesMove(steady, 1), untilPicturesMove(shaky, 1)]);
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    for (const close of closers) await close();
    await proxy?.close();
  });

  const leaves = (tab: Page) =>
    tab.evaluate(() => window.seenEvents?.filter(({ type }) => type === 'participant-leave').length);

  it('resumes as the same participant after a reset, and nobody sees it leave', async () => {
    const before = await stateOf(shaky);
    proxy.cut();
    await until(shaky, () => document.querySelector('stream-room')?.call.state.value.connection === 'reconnecting');
    await untilConnected(shaky);
    assert.equal((await stateOf(shaky)).participantId, before.participantId);
    await Promise.all([untilPicturesMove(steady, 1), untilPicturesMove(shaky, 1)]);
    assert.equal(await leaves(steady), 0);
    assert.equal(await leaves(shaky), 0);
  });

  it('finds out within 12 s that nothing passes any more, and says so on both sides', async () => {
    const frozenAt = Date.now();
    proxy.freeze();
    await Promise.all([
      until(shaky, () => document.querySelector('stream-room')?.call.state.value.connection === 'reconnecting', 13_000),
      until(
        steady,
        () => document.querySelector('stream-room')?.call.state.value.participants[0]?.connected === false,
        13_000,
      ),
    ]);
    assert.ok(Date.now() - frozenAt < 13_000);
    proxy.thaw();
    await untilConnected(shaky);
    await Promise.all([untilPicturesMove(steady, 1), untilPicturesMove(shaky, 1)]);
    assert.equal(await leaves(steady), 0);
  });

  it('gives up quality, not the call, on an uplink that is too narrow', async () => {
    const bitrate = async () => {
      const stats = await shaky.evaluate(() => document.querySelector('stream-room')?.getStats());
      return stats?.tracks.find((track) => track.direction === 'out' && track.kind === 'video')?.bitrateBps ?? 0;
    };
    proxy.limitUplink(20_000);
    await until(
      shaky,
      () => document.querySelector('stream-room')?.call.state.value.camera.limitedBy === 'network',
      15_000,
    );
    // What is left fits the link (160 kbit/s, sound included), and still moves.
    await untilPicturesMove(steady, 1, 20_000);
    const narrow = await bitrate();
    assert.ok(narrow < 200_000, `${narrow} bit/s on a link of 160 kbit/s`);
    assert.equal((await stateOf(shaky)).connection, 'connected');
    proxy.limitUplink(undefined);
    await untilPicturesMove(steady, 1);
  });
});
