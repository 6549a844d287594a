/** Which pages of a real browser get a socket, and that cookies open no door. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { openSite, type Site } from '../support/site.ts';

const PAGE = { body: '<!doctype html><title>Page</title>' };

describe('a page’s socket', { timeout: 120_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  const teardown = { after: (close: () => Promise<void>) => void closers.push(close) };
  let allowed: Site;
  let foreign: Site;
  let relay: StartedRelay;
  let guarded: StartedRelay;
  let browser: Browser;

  before(async () => {
    [allowed, foreign] = await Promise.all([openSite({ '/': PAGE }), openSite({ '/': PAGE })]);
    relay = await startRelay(teardown, { origins: [allowed.origin] });
    guarded = await startRelay(teardown, { origins: [allowed.origin], tokenSecret: 'x'.repeat(32) });
    browser = await openBrowser('chromium');
  });

  after(async () => {
    await browser?.close();
    await Promise.all([allowed?.close(), foreign?.close()]);
    for (const close of closers) await close();
  });

  /** `open`, or the code and reason of the close that the page gets to see. */
  async function outcome(address: string, socketUrl: string, cookie?: string): Promise<string> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.goto(address);
    if (cookie !== undefined) {
      for (const path of ['/', '/socket']) {
        await page.setCookie({
          name: 'session',
          value: cookie,
          url: `http://localhost:${new URL(socketUrl).port}${path}`,
        });
      }
    }
    const result = await page.evaluate(
      (url, protocol) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url, protocol);
          socket.onmessage = ({ data }) => {
            if (String(data).includes('"ack"')) resolve('open');
          };
          socket.onopen = () => socket.send('{"type":"ping","id":1}');
          socket.onclose = ({ code, reason }) => resolve(`${code} ${reason}`);
        }),
      socketUrl,
      SUBPROTOCOL,
    );
    await context.close();
    return result;
  }

  it('opens from an origin that is on the list', async () => {
    assert.equal(await outcome(allowed.origin, relay.socketUrl), 'open');
  });

  it('opens from the relay’s own pages', async () => {
    assert.equal(await outcome(`${relay.url}live`, relay.socketUrl), 'open');
  });

  it('does not open from another port of the same host', async () => {
    assert.match(await outcome(foreign.origin, relay.socketUrl), /^1006/);
  });

  it('does not open from the listed page under another name of the same host', async () => {
    assert.match(await outcome(allowed.origin.replace('localhost', '127.0.0.1'), relay.socketUrl), /^1006/);
  });

  it('does not open from a frame that has no origin', async () => {
    const frame = `<iframe sandbox="allow-scripts" srcdoc="<script>const s = new WebSocket('${relay.socketUrl}', '${SUBPROTOCOL}'); s.onopen = () => parent.postMessage('open', '*'); s.onclose = (e) => parent.postMessage(String(e.code), '*');</script>"></iframe>`;
    const page = await browser.newPage();
    await page.goto(allowed.origin);
    const said = await page.evaluate(
      (html) =>
        new Promise<string>((resolve) => {
          addEventListener('message', ({ data }) => resolve(String(data)));
          document.body.innerHTML = html;
        }),
      frame,
    );
    assert.equal(said, '1006');
    await page.close();
  });

  it('cookies of the relay’s host change nothing, neither for who may nor for who may not', async () => {
    const cookie = 'whatever-an-operator-sets';
    assert.match(await outcome(foreign.origin, relay.socketUrl, cookie), /^1006/);
    assert.match(await outcome(foreign.origin, guarded.socketUrl, cookie), /^1006/);
    const without = await outcome(allowed.origin, guarded.socketUrl);
    assert.match(without, /^4401 This relay needs a token/);
    assert.equal(await outcome(allowed.origin, guarded.socketUrl, cookie), without);
  });
});
