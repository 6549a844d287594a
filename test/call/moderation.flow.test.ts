/** A call that somebody runs: tokens with roles, a waiting room, moderation through the interface, a locked room. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { mintToken } from '../../relay/auth/mint.ts';
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

const KEY = 'a secret of a relay, long enough for HS256';

/** Presses what the selector finds in the element, once it is there. */
async function press(page: Page, selector: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const button = document.querySelector('stream-room')?.shadowRoot?.querySelector<HTMLElement>(wanted);
      button?.click();
      return button !== null && button !== undefined;
    },
    { timeout: 20_000, polling: 100 },
    selector,
  );
}

const untilText = (page: Page, part: string, words: string): Promise<unknown> =>
  page.waitForFunction(
    (name, wanted) => {
      const found = [
        ...(document.querySelector('stream-room')?.shadowRoot?.querySelectorAll(`[part~="${name}"]`) ?? []),
      ];
      return found.some(({ textContent }) => textContent?.includes(wanted));
    },
    { timeout: 20_000, polling: 100 },
    part,
    words,
  );

describe('a call that somebody runs', { timeout: 200_000 }, () => {
  let relay: RelayProcess;
  let site: Site;
  let browser: Browser;
  let host: Page;
  let guest: Page;

  const page = async (subject: string, role: 'host' | 'member' | 'guest', attributes = 'autojoin') => {
    const token = await mintToken({ key: KEY, subject, room: 'team', role });
    return {
      body: roomHtml(relay.url, `room="team" display-name="${subject}" quality="360p" token="${token}" ${attributes}`),
    };
  };

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    relay = await openRelayProcess({ args: ['--origins', site.origin], env: { TOKEN_SECRET: KEY } });
    pages['/host'] = await page('Ada', 'host');
    pages['/guest'] = await page('Grace', 'member');
    pages['/late'] = await page('Alan', 'guest', '');
    pages['/stranger'] = { body: roomHtml(relay.url, 'room="team" display-name="Eve" no-lobby autojoin') };
    browser = await openBrowser('chromium');
    host = await openTab(browser);
    guest = await openTab(browser);
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    await relay?.stop();
  });

  it('lets in who has a token, which is then on the tag no more', async () => {
    // Wide enough for a button of its own.
    await host.setViewport({ width: 1200, height: 800 });
    await host.goto(`${site.origin}/host`);
    await untilConnected(host);
    const state = await stateOf(host);
    assert.equal(state.role, 'host');
    assert.ok(state.grants.includes('moderate'));
    assert.equal(await host.evaluate(() => document.querySelector('stream-room')?.hasAttribute('token')), false);
    assert.ok(!(await host.content()).includes('eyJ'), 'nothing in the document has it');
  });

  it('refuses a page without one with a sentence', async () => {
    const stranger = await openTab(browser);
    await stranger.goto(`${site.origin}/stranger`);
    await untilText(stranger, 'ended', 'invitation is no longer valid');
    assert.equal((await stateOf(stranger)).error?.code, 'bad-token');
    await stranger.close();
  });

  it('has whoever comes wait, until the host lets them in', async () => {
    await press(host, '[data-action=people]');
    await press(host, '[data-switch=waitingRoom]');
    await until(host, () => document.querySelector('stream-room')?.call.state.value.roomState.waitingRoom);
    await guest.goto(`${site.origin}/guest`);
    await untilText(guest, 'waiting-room', 'The host will let you in');
    await untilText(host, 'toasts', 'Grace waits to be let in');
    await press(host, '[part~=waiting-person] .primary');
    await untilConnected(guest);
    await untilPicturesMove(host, 1);
    await untilPicturesMove(guest, 1);
    await untilHeard(host);
  });

  it('mutes somebody who is told by whom, and may ask them to come back', async () => {
    await press(host, '[part~=person-button]');
    await press(host, '[data-action=mute]');
    await untilText(guest, 'toasts', 'Ada muted you');
    assert.equal((await stateOf(guest)).microphone.status, 'off');
    await until(host, () => {
      const [grace] = document.querySelector('stream-room')?.call.state.value.participants ?? [];
      return grace?.tracks.some(({ source, muted }) => source === 'microphone' && muted);
    });
    await press(host, '[part~=person-button]');
    await press(host, '[data-action=ask-microphone]');
    await untilText(guest, 'request', 'Ada asks you to unmute');
    assert.equal((await stateOf(guest)).microphone.status, 'off', 'nothing turns on by itself');
    await press(guest, '[data-answer=yes]');
    await until(guest, () => document.querySelector('stream-room')?.call.state.value.microphone.status === 'on');
    await untilHeard(host);
  });

  it('gives somebody another role, with its rights', async () => {
    await press(host, '[part~=person-button]');
    await press(host, '[data-action=role-host]');
    await until(guest, () => document.querySelector('stream-room')?.call.state.value.grants.includes('moderate'));
    await untilText(guest, 'toasts', 'You are a host now');
    await press(host, '[part~=person-button]');
    await press(host, '[data-action=role-guest]');
    await until(guest, () => document.querySelector('stream-room')?.call.state.value.role === 'guest');
    const refused = await onElement(guest, (room) =>
      room.call.setRoom({ locked: true }).then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
    );
    assert.equal(refused, 'forbidden');
  });

  it('locks the room to newcomers, and not to whoever comes back', async () => {
    await onElement(host, (room) => room.call.setRoom({ locked: true, waitingRoom: false }));
    const late = await openTab(browser);
    await late.goto(`${site.origin}/late`);
    await press(late, '[part~=join-button]');
    await untilText(late, 'error', 'The room is locked');
    await late.close();
  });

  it('removes somebody for as long as the room lives', async () => {
    await press(host, '[part~=person-button]');
    await press(host, '[data-action=remove]');
    await press(host, '[data-action=confirm-remove]');
    await untilText(guest, 'ended', 'You were removed from the call');
    assert.equal((await stateOf(guest)).camera.status, 'off');
    await until(host, () => document.querySelector('stream-room')?.call.state.value.participants.length === 0);
    const left = await host.evaluate(() => window.seenEvents?.filter(({ type }) => type === 'participant-leave'));
    assert.equal(left?.length, 1);
    await onElement(host, (room) => room.call.setRoom({ locked: false }));
    await guest.reload();
    await until(guest, () => {
      const state = document.querySelector('stream-room')?.call.state.value;
      return state?.endReason === 'refused';
    });
  });
});

describe('a room with a secret in its address', { timeout: 120_000 }, () => {
  it('is met in by who has the link, and by nobody else', async (t) => {
    const pages: Record<string, SitePage> = {};
    const site = await openSite(pages);
    t.after(() => site.close());
    const relay = await openRelayProcess({ args: ['--open', 'secret-rooms', '--origins', site.origin] });
    t.after(() => relay.stop());
    const attributes = 'room="team" room-secret="hash" display-name="Ada" quality="360p" video="off" autojoin';
    pages['/'] = { body: roomHtml(relay.url, attributes) };
    const browser = await openBrowser('chromium');
    t.after(() => browser.close());
    const [first, second, stranger] = await Promise.all([openTab(browser), openTab(browser), openTab(browser)]);
    await first.goto(`${site.origin}/`);
    await untilConnected(first);
    const link = first.url();
    assert.match(link, /#room=[\w-]{43}$/);
    await second.goto(link);
    await stranger.goto(`${site.origin}/`);
    await Promise.all([untilConnected(second), untilConnected(stranger)]);
    await until(first, () => document.querySelector('stream-room')?.call.state.value.participants.length === 1);
    assert.equal((await stateOf(stranger)).participants.length, 0);
    assert.notEqual(stranger.url(), link);
    const seen = JSON.stringify(await first.evaluate(() => window.seenEvents));
    assert.ok(!seen.includes(link.slice(-43)), 'no event tells the secret');
  });
});
