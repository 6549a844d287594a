/** A call of three tabs: one sends MJPEG, one only sound, one joins late. Then the relay is killed and comes back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import type { CallStats } from '../../component/call/stats.ts';
import { openBrowser } from '../support/browser.ts';
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

describe('a call of three tabs', { timeout: 170_000 }, () => {
  let relay: RelayProcess;
  let site: Site;
  let browser: Browser;
  let jpeg: Page;
  let soundOnly: Page;
  let late: Page;

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    relay = await openRelayProcess({ args: ['--origins', site.origin] });
    Object.assign(pages, {
      '/jpeg': { body: roomHtml(relay.url, 'room="team" display-name="Jo" codec="mjpeg" quality="360p" autojoin') },
      '/sound': { body: roomHtml(relay.url, 'room="team" display-name="Sam" video="none" autojoin') },
      '/late': { body: roomHtml(relay.url, 'room="team" display-name="Late" quality="360p" autojoin') },
    });
    browser = await openBrowser('chromium');
    jpeg = await openTab(browser);
    soundOnly = await openTab(browser);
    late = await openTab(browser);
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    await relay?.stop();
  });

  it('brings picture and sound from the first to the second, from another origin than the relay', async () => {
    await jpeg.goto(`${site.origin}/jpeg`);
    await soundOnly.goto(`${site.origin}/sound`);
    await Promise.all([untilConnected(jpeg), untilConnected(soundOnly)]);
    await untilPicturesMove(soundOnly, 1);
    await untilHeard(soundOnly);
    await untilHeard(jpeg);
    const [jo] = (await stateOf(soundOnly)).participants;
    assert.equal(jo?.name, 'Jo');
    const video = jo?.tracks.find((track) => track.kind === 'video');
    assert.equal(video?.codec, 'mjpeg');
    assert.equal(video?.playback, 'playing');
    const [sam] = (await stateOf(jpeg)).participants;
    assert.deepEqual(
      sam?.tracks.map((track) => track.kind),
      ['audio'],
    );
  });

  it('shows a late comer the pictures, the sound and the chat so far', async () => {
    await onElement(jpeg, (room) => room.call.sendChat('before you came'));
    await late.goto(`${site.origin}/late`);
    await untilConnected(late);
    await untilPicturesMove(late, 1);
    await untilHeard(late);
    await untilPicturesMove(jpeg, 1);
    await untilPicturesMove(soundOnly, 2);
    const { chat } = await stateOf(late);
    assert.deepEqual(
      chat.map(({ name, text, mine }) => ({ name, text, mine })),
      [{ name: 'Jo', text: 'before you came', mine: false }],
    );
    await onElement(late, (room) => room.call.sendChat('hello all'));
    for (const tab of [jpeg, soundOnly]) {
      await until(tab, () =>
        document.querySelector('stream-room')?.call.state.value.chat.some(({ text }) => text === 'hello all'),
      );
    }
  });

  it('tells each track of the call in its statistics, glass to glass included', async () => {
    await until(late, async () => {
      const stats = await document.querySelector('stream-room')?.getStats();
      return stats?.tracks.some(({ direction, glassToGlassMs }) => direction === 'in' && glassToGlassMs);
    });
    const stats: CallStats = await onElement(late, (room) => room.getStats());
    assert.equal(stats.transport, 'websocket');
    assert.ok(stats.roundTripMs !== undefined && stats.roundTripMs >= 0 && stats.roundTripMs < 1000);
    const seen = stats.tracks.map(({ direction, kind }) => `${direction} ${kind}`).sort();
    assert.deepEqual(seen, ['in audio', 'in audio', 'in video', 'out audio', 'out video']);
    const incoming = stats.tracks.find((track) => track.direction === 'in' && track.kind === 'video');
    assert.equal(incoming?.codec, 'mjpeg');
    // A busy machine may send less than the 360 lines that it was asked for, never more.
    const height = incoming?.height ?? 0;
    assert.ok(height > 0 && height <= 360, `${height} lines`);
    assert.ok(Math.abs((incoming?.width ?? 0) / height - 16 / 9) < 0.1 || (incoming?.width ?? 0) / height === 4 / 3);
    assert.ok((incoming?.framesPerSecond ?? 0) > 3, `${incoming?.framesPerSecond} frames per second`);
    assert.ok((incoming?.packets ?? 0) > 0 && (incoming?.bitrateBps ?? 0) > 10_000);
    const { p50, p95, p99 } = incoming?.glassToGlassMs ?? { p50: -1, p95: -1, p99: -1 };
    assert.ok(p50 > 0 && p50 <= p95 && p95 <= p99 && p50 < 2000, `glass to glass ${p50}, ${p95}, ${p99} ms`);
  });

  it('comes back by itself after the relay was killed and started again, as the same participants', async () => {
    const ids = await Promise.all([jpeg, soundOnly, late].map(async (tab) => (await stateOf(tab)).participantId));
    await relay.kill();
    await until(late, () => document.querySelector('stream-room')?.call.state.value.connection === 'reconnecting');
    await onElement(late, (room) => void room.call.sendChat('said while away'));
    await relay.start();
    await Promise.all([jpeg, soundOnly, late].map((tab) => untilConnected(tab)));
    assert.deepEqual(
      await Promise.all([jpeg, soundOnly, late].map(async (tab) => (await stateOf(tab)).participantId)),
      ids,
    );
    await untilPicturesMove(late, 1);
    await untilPicturesMove(jpeg, 1);
    await untilPicturesMove(soundOnly, 2);
    await untilHeard(soundOnly);
    await untilHeard(late);
    await until(jpeg, () =>
      document.querySelector('stream-room')?.call.state.value.chat.some(({ text }) => text === 'said while away'),
    );
    const { chat } = await stateOf(late);
    assert.equal(chat.filter(({ text }) => text === 'said while away').length, 1);
  });

  it('notices who leaves', async () => {
    await onElement(late, (room) => room.leave());
    await until(jpeg, () => document.querySelector('stream-room')?.call.state.value.participants.length === 1);
    const left = await jpeg.evaluate(() => window.seenEvents?.filter(({ type }) => type === 'participant-leave'));
    assert.ok(left?.some(({ detail }) => (detail as { participant: { name: string } }).participant.name === 'Late'));
    const lights = await late.evaluate(() => document.querySelector('stream-room')?.call.state.value.camera.status);
    assert.equal(lights, 'off');
  });
});
