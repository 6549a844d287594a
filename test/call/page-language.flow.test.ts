/**
 * The relay's own pages in the language of their reader, in real browsers: what the browser wants, what it keeps from the
 * relay, what was chosen in a call before, what the address says; and that all of it fits into a narrow frame.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import type { StreamRoom } from '../../component/stream-room.ts';
import { CALL_WORDS, filled } from '../../relay/http/call-words.ts';
import { LANGUAGES } from '../../relay/http/page-language.ts';
import { openBrowser } from '../support/browser.ts';
import { complaintsOf, isAboutIcon } from '../support/complaints.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { acceptNamedFunctions, insideRoom } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';

const closers: (() => Promise<unknown>)[] = [];
const teardown = { after: (close: () => Promise<unknown>) => void closers.push(close) };
const pages: Record<string, SitePage> = {};
let browser: Browser;
let relay: StartedRelay;
let site: Site;

before(async () => {
  relay = await startRelay(teardown);
  site = await openSite(pages);
  browser = await openBrowser('chromium');
});

after(async () => {
  await browser?.close();
  await site?.close();
  for (const close of closers) await close();
});

interface Reader {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Somebody whose browser wants these languages, and tells servers as much as `tells` of them. */
async function openReader(wants: readonly string[], tells = wants.join(',')): Promise<Reader> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints = complaintsOf(page, isAboutIcon);
  await acceptNamedFunctions(page);
  await page.setExtraHTTPHeaders({ 'accept-language': tells });
  await page.evaluateOnNewDocument((languages) => {
    Object.defineProperties(Navigator.prototype, {
      languages: { get: () => languages },
      language: { get: () => languages[0] },
    });
  }, wants);
  return { page, complaints };
}

/** The card of a frame as it stands there. */
async function cardOf(frame: Frame) {
  await frame.waitForSelector('#card[data-reason]');
  return frame.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    what: document.querySelector('#what')?.textContent,
    begin: document.querySelector('#begin')?.textContent,
    open: document.querySelector('#open')?.textContent,
  }));
}

/** What the element shows: its button to join, and the language that it says it is in. */
async function lobbyOf(page: Page | Frame) {
  const button = await insideRoom(page, 'button.join');
  return {
    button: (await button.evaluate((element) => element.textContent))?.trim(),
    lang: await page.evaluate(() =>
      document.querySelector('stream-room')?.shadowRoot?.querySelector('[part=room]')?.getAttribute('lang'),
    ),
  };
}

const cardIn = (language: keyof typeof CALL_WORDS, tag: string = language) => {
  const { title, place, join, ownTab } = CALL_WORDS[language];
  const what = filled(place, { host: new URL(relay.url).host });
  return { lang: tag, title: filled(title, { room: 'team' }), what, begin: join, open: ownTab };
};

describe('the language of the reader', { timeout: 120_000 }, () => {
  it('is that of the card, of the call after it, and of what goes wrong', async () => {
    const dying = await startRelay(teardown);
    const { page, complaints } = await openReader(['de-AT', 'en']);
    await page.goto(`${relay.url}embed/team`);
    assert.deepEqual(await cardOf(page.mainFrame()), cardIn('de', 'de-AT'));
    await page.click('#begin');
    assert.deepEqual(await lobbyOf(page), { button: 'Am Anruf teilnehmen', lang: 'de' });
    const footer = await page.$eval('stream-room [slot=lobby-footer]', (line) => line.textContent);
    assert.equal(footer, CALL_WORDS.de.ownTab);
    assert.deepEqual(complaints, []);
    await page.goto(`${dying.url}embed/team`);
    await cardOf(page.mainFrame());
    await dying.close();
    await page.click('#begin');
    await page.waitForSelector('#card[data-reason=relay]');
    assert.equal((await cardOf(page.mainFrame())).what, CALL_WORDS.de.relay);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), CALL_WORDS.de.again);
    await page.browserContext().close();
  });

  it('is that of the page, and of an error', async () => {
    const { page, complaints } = await openReader(['fr-CA']);
    await page.goto(`${relay.url}r/team`);
    assert.equal((await lobbyOf(page)).lang, 'fr');
    const { lang, title } = await page.evaluate(() => ({ lang: document.documentElement.lang, title: document.title }));
    assert.deepEqual([lang, title], ['fr-CA', 'team – appel en direct']);
    assert.deepEqual(complaints, []);
    await page.goto(`${relay.url}r/`);
    assert.equal(await page.$eval('h1', (heading) => heading.textContent), 'Il n’y a pas de salle ici');
    await page.browserContext().close();
  });

  it('is that in which the page says that its script does not come, until it does', async () => {
    const { page } = await openReader(['de']);
    await page.setRequestInterception(true);
    let isAway = true;
    page.on('request', (request) => {
      const isLost = isAway && request.url().endsWith('/stream-room.js');
      void (isLost ? request.abort() : request.continue());
    });
    await page.goto(`${relay.url}r/team`);
    const line = await page.waitForSelector('stream-room > [role=alert]');
    assert.equal(await line?.evaluate((element) => element.textContent), CALL_WORDS.de.relay);
    isAway = false;
    await Promise.all([page.waitForNavigation(), page.click('stream-room > button')]);
    assert.equal((await lobbyOf(page)).lang, 'de');
    await page.browserContext().close();
  });

  it('is that in which the pages ask for JavaScript, and they say nothing else', async () => {
    const { page } = await openReader(['ro']);
    await page.setJavaScriptEnabled(false);
    for (const path of ['r/team', 'embed/team']) {
      await page.goto(relay.url + path);
      const shown = await page.$$eval('p, button', (all) =>
        all.filter((element) => element.checkVisibility()).map((element) => element.textContent),
      );
      assert.ok(shown.includes(CALL_WORDS.ro.needsScript), shown.join());
      assert.ok(!shown.includes(CALL_WORDS.ro.opening) && !shown.includes(CALL_WORDS.ro.join), shown.join());
    }
    await page.browserContext().close();
  });

  it('also where browsers tell the relay of their first language only', async () => {
    const { page, complaints } = await openReader(['ja', 'it-CH', 'de'], 'ja');
    await page.goto(`${relay.url}embed/team`);
    assert.deepEqual(await cardOf(page.mainFrame()), cardIn('it', 'it-CH'));
    await page.goto(`${relay.url}r/team`);
    assert.equal((await lobbyOf(page)).lang, 'it');
    await page.waitForFunction(() => document.title === 'team – chiamata dal vivo');
    pages['/sandbox'] = {
      body: `<!doctype html><title>Post</title><iframe sandbox="allow-scripts" src="${relay.url}embed/team"></iframe>`,
    };
    await page.goto(`${site.origin}/sandbox`);
    const frame = await page.waitForFrame((each) => each.url().includes('/embed/'));
    const { what, open } = await cardOf(frame);
    assert.deepEqual([what, open], [CALL_WORDS.it.sandbox, CALL_WORDS.it.open]);
    assert.deepEqual(complaints, [], 'a document without an origin may have its words');
    await page.browserContext().close();
  });

  it('where the words do not come, is the one in which the relay wrote', async () => {
    const { page } = await openReader(['ja', 'it'], 'ja');
    await page.setRequestInterception(true);
    page.on('request', (request) => void (request.url().includes('/words/') ? request.abort() : request.continue()));
    await page.goto(`${relay.url}embed/team`);
    assert.deepEqual(await cardOf(page.mainFrame()), cardIn('en'));
    await page.browserContext().close();
  });

  it('is what was chosen in a call here before', async () => {
    const { page } = await openReader(['de']);
    await page.goto(`${relay.url}embed/team`);
    await page.evaluate(() => localStorage.setItem('stream-room.language', 'ro'));
    await page.reload();
    assert.deepEqual(await cardOf(page.mainFrame()), cardIn('ro'));
    await page.click('#begin');
    assert.equal((await lobbyOf(page)).lang, 'ro');
    await page.browserContext().close();
  });

  it('is what the address says before all else, and the next page says the same', async () => {
    const { page, complaints } = await openReader(['de']);
    await page.goto(`${relay.url}embed/team?lang=ru`);
    await page.evaluate(() => localStorage.setItem('stream-room.language', 'ro'));
    await page.reload();
    assert.deepEqual(await cardOf(page.mainFrame()), cardIn('ru'));
    const popup = new Promise<Page | null>((resolve) => void page.once('popup', resolve));
    await page.click('#open');
    const opened = (await popup) as Page;
    assert.deepEqual(await lobbyOf(opened), { button: 'Войти в звонок', lang: 'ru' });
    assert.equal(opened.url(), `${relay.url}r/team?lang=ru`);
    assert.deepEqual(complaints, []);
    await page.browserContext().close();
  });
});

/** Of a room: what is none, the element replaces. */
const SECRET = `${'k'.repeat(42)}E`;

describe('what is behind the “#” of a frame’s address', { timeout: 60_000 }, () => {
  it('names the card, and goes along to the page: the token at the click, and to no copied link', async () => {
    const { page } = await openReader(['en']);
    await page.goto(`${relay.url}embed/h-4f1c#label=Monday%20%3Cb%3E&room=${SECRET}&token=a.b.c`);
    const { title } = await cardOf(page.mainFrame());
    assert.equal(title, 'Monday <b> – live call');
    assert.equal(await page.$eval('h1', (heading) => heading.textContent), 'Monday <b>');
    const shown = `${relay.url}r/h-4f1c#label=Monday+%3Cb%3E&room=${SECRET}`;
    const hrefOf = () => page.$eval('#open', (link) => (link as HTMLAnchorElement).href);
    assert.equal(await hrefOf(), shown);
    assert.ok(!page.url().includes('a.b.c'));
    const popup = new Promise<Page | null>((resolve) => void page.once('popup', resolve));
    await page.click('#open');
    const opened = (await popup) as Page;
    await opened.waitForFunction(() => (document.querySelector('stream-room') as StreamRoom | null)?.token === 'a.b.c');
    assert.equal(opened.url(), shown, 'which takes the token off at once');
    await page.waitForFunction(
      (href) => (document.querySelector('#open') as HTMLAnchorElement).href === href,
      {},
      shown,
    );
    await page.browserContext().close();
  });
});

describe('everything fits into 280 pixels', { timeout: 120_000 }, () => {
  /** What sticks out of the page, is cut off, or lies over something else. */
  const troubles = (page: Page) =>
    page.evaluate(() => {
      const found: string[] = [];
      if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} wide`);
      const shown = [...document.querySelectorAll<HTMLElement>('h1, p:not(.actions), button, a')].filter((element) =>
        element.checkVisibility(),
      );
      for (const element of shown) {
        const { left, right } = element.getBoundingClientRect();
        const isCut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
        if (left < 0 || right > innerWidth || isCut) found.push(element.outerHTML.slice(0, 80));
      }
      const boxes = shown.map((element) => element.getBoundingClientRect()).sort((a, b) => a.top - b.top);
      boxes.forEach((box, index) => {
        const next = boxes[index + 1];
        if (next && next.top < box.bottom - 1) found.push(`overlap at ${Math.round(next.top)}`);
      });
      return found;
    });

  for (const language of LANGUAGES) {
    it(language, async () => {
      const { page } = await openReader([language]);
      await page.setViewport({ width: 280, height: 420 });
      await page.goto(`${relay.url}embed/${'x'.repeat(128)}`);
      await cardOf(page.mainFrame());
      assert.deepEqual(await troubles(page), [], 'a long name');
      await page.goto(`${relay.url}embed/team`);
      await cardOf(page.mainFrame());
      assert.deepEqual(await troubles(page), []);
      const words = CALL_WORDS[language];
      for (const reason of ['sandbox', 'insecure', 'policy', 'denied', 'socket', 'relay'] as const) {
        await page.evaluate(
          (text, button, link) => {
            for (const [id, word] of Object.entries({ what: text, begin: button, open: link })) {
              (document.querySelector(`#${id}`) as HTMLElement).textContent = word;
            }
            (document.querySelector('#address') as HTMLElement).hidden = false;
          },
          words[reason],
          reason === 'policy' ? words.watch : words.opening,
          words.open,
        );
        assert.deepEqual(await troubles(page), [], reason);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        assert.ok(height <= 420, `${reason}: ${height} px high`);
      }
      for (const path of ['r/', 'r/a/b', `r/${'x'.repeat(129)}`, 'r/%', 'r/%20a']) {
        await page.goto(relay.url + path);
        assert.deepEqual(await troubles(page), [], path);
      }
      await page.browserContext().close();
    });
  }
});
