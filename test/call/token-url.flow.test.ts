/** A site’s own server lets its visitors in: `token-url`, `tokenHandler` and a key that is good for that site’s rooms. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import type { Browser } from 'puppeteer-core';
import { tokenHandler } from '../../relay/relay.ts';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { insideRoom, openTab, roomHtml, untilConnected } from '../support/room-page.ts';

const ISSUER = 'https://blog.example';

describe('a site with a token-url', { timeout: 120_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-keys-'));
  const key = {
    ...{ kid: 'blog', kty: 'oct', alg: 'HS256', iss: ISSUER, rooms: ['blog-*'] },
    k: Buffer.from('b'.repeat(43)).toString('base64url'),
  };
  // The site believes that it may hand out any room: what a key that was stolen is good for.
  const { rooms: _, ...unlimited } = key;
  let server: Server;
  let origin: string;
  let relay: StartedRelay;
  let browser: Browser;

  before(async () => {
    const app = express();
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const keys = join(folder, 'keys.json');
    writeFileSync(keys, JSON.stringify({ keys: [key] }));
    relay = await startRelay(
      { after: (close) => closers.push(close) },
      { tokenKeys: keys, open: 'any-room', origins: [origin] },
    );
    app.get('/', (request, response) => {
      const room = String(request.query['room'] ?? 'blog-1');
      response.send(
        roomHtml(relay.url.slice(0, -1), `room="${room}" token-url="/token" display-name="Guest" video="none"`),
      );
    });
    app.all(
      '/token',
      (request, response, next) => {
        if (request.headers.cookie?.includes('as=guest')) response.json({ token: null });
        else next();
      },
      tokenHandler({
        key: unlimited,
        issuer: ISSUER,
        identify: ({ headers }) =>
          headers.cookie?.includes('as=ada') ? { subject: 'ada', name: 'Ada L.', role: 'host' } : undefined,
      }),
    );
    browser = await openBrowser('chromium');
  });

  after(async () => {
    await browser?.close();
    server?.close();
    for (const close of closers) await close();
    rmSync(folder, { recursive: true });
  });

  async function open(as: string | undefined, room = 'blog-1') {
    const context = await browser.createBrowserContext();
    const page = await openTab(context);
    if (as !== undefined) await page.setCookie({ name: 'as', value: as, url: origin });
    await page.goto(`${origin}/?room=${room}`);
    await page.waitForFunction(() => document.querySelector('stream-room')?.hasAttribute('token-url'));
    await (await insideRoom(page, '[part~=join-button]')).click();
    return { page, close: () => context.close() };
  }

  const failure = async (page: Awaited<ReturnType<typeof open>>['page']) => {
    const alarm = await insideRoom(page, '[part~=error]');
    return alarm.evaluate((element) => (element as HTMLElement).dataset['code']);
  };

  it('lets somebody who is signed in come under their name and role', async () => {
    const ada = await open('ada');
    await untilConnected(ada.page);
    const guest = await open('guest');
    await untilConnected(guest.page);
    const seen = await guest.page.evaluate(() =>
      document.querySelector('stream-room')?.call.state.value.participants.map(({ name, role }) => [name, role]),
    );
    assert.deepEqual(seen, [['Ada L.', 'host']]);
    const html = await ada.page.evaluate(() => document.documentElement.outerHTML);
    assert.doesNotMatch(html, /eyJ|Ada L\./, 'neither token nor name is in the page');
    await Promise.all([ada.close(), guest.close()]);
  });

  it('lets somebody come as a guest where its server says null', async () => {
    const { page, close } = await open('guest');
    await untilConnected(page);
    assert.equal(await page.evaluate(() => document.querySelector('stream-room')?.call.state.value.name), 'Guest');
    await close();
  });

  it('tells others to sign in', async () => {
    const { page, close } = await open(undefined);
    assert.equal(await failure(page), 'not-signed-in');
    await close();
  });

  it('opens no room that its key is not for', async () => {
    const { page, close } = await open('ada', 'team');
    assert.equal(await failure(page), 'bad-token');
    assert.equal(relay.rooms, 0);
    await close();
  });
});
