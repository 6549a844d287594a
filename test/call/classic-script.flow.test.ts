/** The element as a classic script, for pages that load no modules: a call, with worker and worklets found beside it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { onElement, openTab, until, untilConnected, untilHeard, untilPicturesMove } from '../support/room-page.ts';
import { openSite, type Site } from '../support/site.ts';

const pageWith = (script: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Classic</title>
<style>stream-room{display:block;width:100%;height:500px}</style>
<stream-room room="classic" autojoin></stream-room>${script}</html>`;

describe('stream-room.classic.js', { timeout: 120_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  const teardown = { after: (close: () => Promise<void>) => void closers.push(close) };
  let relay: StartedRelay;
  let site: Site;
  let browser: Browser;

  before(async () => {
    const pages: Record<string, { body: string }> = {};
    site = await openSite(pages);
    relay = await startRelay(teardown, { origins: [site.origin] });
    const source = `${relay.url}stream-room.classic.js`;
    // Attributes of a script as WordPress, plain HTML and a loader of somebody's own write them.
    pages['/deferred'] = { body: pageWith(`<script defer src="${source}"></script>`) };
    pages['/plain'] = { body: pageWith(`<script src="${source}"></script>`) };
    const loader = `const s = document.createElement('script'); s.src = '${source}'; document.head.append(s);`;
    pages['/late'] = { body: pageWith(`<script>addEventListener('load', () => { ${loader} });</script>`) };
    browser = await openBrowser('chromium');
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    for (const close of closers) await close();
  });

  it('is in a call wherever the tag stands and whenever the script comes', async () => {
    const tabs = await Promise.all(
      ['/deferred', '/plain', '/late'].map(async (path) => {
        const tab = await openTab(browser);
        await tab.goto(site.origin + path);
        return tab;
      }),
    );
    for (const tab of tabs) await untilConnected(tab);
    for (const tab of tabs) {
      await tab.bringToFront();
      await untilPicturesMove(tab, 2);
      await untilHeard(tab);
    }
    // Of another origin than the page: a worker that imports the file.
    assert.deepEqual(
      tabs.map((tab) => tab.workers().map((worker) => new URL(worker.url()).protocol)),
      Array(3).fill(['blob:']),
    );
    for (const tab of tabs) await tab.close();
  });

  it('leaves no name on the page, and gives way to a copy that is there already', async () => {
    const tab = await openTab(browser);
    await tab.goto(`${site.origin}/plain`);
    await untilConnected(tab);
    const names = await tab.evaluate(() => {
      const clean = document.createElement('iframe');
      document.body.append(clean);
      const usual = new Set(Object.getOwnPropertyNames(clean.contentWindow));
      clean.remove();
      return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$/.test(name));
    });
    const ofTest = ['__name', 'seenEvents', 'heardLevel'];
    const ofLit = ['reactiveElementVersions', 'litHtmlVersions', 'litElementVersions', 'litPropertyMetadata'];
    assert.deepEqual(
      names.filter((name) => ![...ofTest, ...ofLit].includes(name) && !/^(puppeteer|__aria)/.test(name)),
      [],
    );
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(String(error)));
    await tab.addScriptTag({ url: `${relay.url}stream-room.js`, type: 'module' });
    await until(tab, () => customElements.get('stream-room') !== undefined);
    assert.equal(await onElement(tab, (room) => room.call.state.value.connection), 'connected');
    assert.deepEqual(errors, []);
    await tab.close();
  });
});
