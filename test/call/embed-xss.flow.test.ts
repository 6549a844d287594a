/**
 * Sixty attempts to make a room's name do something: on the pages of the call, in what oEmbed gives to other sites, and in
 * its XML. All of it is shown as the text it is, and the policy has nothing to stop.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { openSite, type Site } from '../support/site.ts';
import { SHORT_PAYLOADS } from '../support/xss-payloads.ts';

declare global {
  interface Window {
    pwned?: number;
    violations?: string[];
  }
}

/** A room's name may not begin or end with white space, and these do not. */
const ROOMS = SHORT_PAYLOADS.map((text) => text.trim());

describe('a room’s name', { timeout: 170_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let relay: StartedRelay;
  let site: Site;
  let browser: Browser;
  let page: Page;
  const dialogs: string[] = [];

  before(async () => {
    relay = await startRelay({ after: (close) => closers.push(close) });
    site = await openSite({ '/': { body: '<!doctype html><title>Consumer</title><div id="here"></div>' } });
    browser = await openBrowser('chromium');
    page = await browser.newPage();
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.evaluateOnNewDocument(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        window.violations?.push(`${violatedDirective} ${blockedURI} ${sample}`);
      });
    });
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    for (const close of closers) await close();
  });

  const STRANGE =
    'iframe, object, embed, base, marquee, math, svg, video, audio, [onerror], [onload], [onfocus], [onmouseover]';

  const assertUnharmed = async (room: string) => {
    const seen = await page.evaluate(
      (selector) => ({
        pwned: window.pwned ?? 'not',
        violations: window.violations,
        strange: [...document.querySelectorAll(selector)].map(({ outerHTML }) => outerHTML.slice(0, 80)),
      }),
      STRANGE,
    );
    assert.deepEqual(seen, { pwned: 'not', violations: [], strange: [] }, room);
    assert.deepEqual(dialogs, []);
  };

  it('is text on the card of a frame, in its title and its address', async () => {
    assert.ok(ROOMS.length >= 60);
    for (const room of ROOMS) {
      const url = `${relay.url}embed/${encodeURIComponent(room)}`;
      await page.goto(url);
      await page.waitForSelector('#begin:not([hidden])');
      const seen = await page.evaluate(() => ({
        heading: document.querySelector('h1')?.textContent,
        title: document.title,
        link: (document.querySelector('#open') as HTMLAnchorElement).href,
        room: document.querySelector('template')?.content.querySelector('stream-room')?.getAttribute('room'),
      }));
      // A title has no white space in a row.
      const title = `${room.replaceAll(/\s+/g, ' ')} – live call`;
      assert.deepEqual(seen, { heading: room, title, link: `${relay.url}r/${encodeURIComponent(room)}`, room });
      assert.equal(page.url(), url);
      await assertUnharmed(room);
    }
  });

  it('is text on the page, in what it says to others and in the lobby', async () => {
    for (const room of ROOMS) {
      await page.goto(`${relay.url}r/${encodeURIComponent(room)}`);
      await page.waitForSelector('stream-room >>> .welcome b');
      const seen = await page.evaluate(() => ({
        shown: document.querySelector('stream-room')?.shadowRoot?.querySelector('.welcome b')?.textContent,
        shared: document.querySelector('meta[property="og:title"]')?.getAttribute('content'),
        links: document.querySelectorAll('head > link[rel=alternate]').length,
      }));
      assert.deepEqual(seen, { shown: room, shared: `Join the call: ${room}`, links: 2 });
      // The element's own pictures are drawings in its shadow, which the selector does not reach.
      await assertUnharmed(room);
    }
  });

  it('is text in the HTML that other sites put into their page as it is, and in the XML', async () => {
    await page.goto(site.origin);
    for (const room of ROOMS) {
      const address = `${relay.url}r/${encodeURIComponent(room)}`;
      const ask = async (format: string) =>
        (await fetch(`${relay.url}oembed?url=${encodeURIComponent(address)}&format=${format}`)).text();
      const [json, xml] = await Promise.all([ask('json'), ask('xml')]);
      const seen = await page.evaluate(
        (answer, text) => {
          const { html, title } = JSON.parse(answer) as { html: string; title: string };
          const place = document.querySelector('#here') as HTMLElement;
          place.innerHTML = html;
          const [quotation, frame, ...others] = place.children;
          const parsed = new DOMParser().parseFromString(text, 'text/xml');
          const fields = Object.fromEntries(
            [...parsed.documentElement.children].map(({ tagName, textContent }) => [tagName, textContent]),
          );
          const isSame = Object.entries(JSON.parse(answer) as object).every(
            ([name, value]) => fields[name] === String(value),
          );
          const result = {
            title,
            link: quotation?.textContent,
            href: quotation?.querySelector('a')?.href,
            source: (frame as HTMLIFrameElement | undefined)?.src,
            label: (frame as HTMLIFrameElement | undefined)?.title,
            others: others.length,
            isXml: parsed.querySelector('parsererror') === null && parsed.documentElement.tagName === 'oembed',
            isSame,
            attributes: frame?.getAttributeNames().sort().join(),
          };
          place.replaceChildren();
          return result;
        },
        json,
        xml,
      );
      assert.deepEqual(seen, {
        title: `Join the call: ${room}`,
        link: `Join the call: ${room}`,
        href: address,
        source: `${relay.url}embed/${encodeURIComponent(room)}`,
        label: `Live call: ${room}`,
        others: 0,
        isXml: true,
        isSame: true,
        attributes: 'allow,height,loading,sandbox,src,style,title,width',
      });
    }
    await assertUnharmed('in the page of another site');
  });

  it('and a label from the fragment is text, too', async () => {
    for (const label of ROOMS.slice(0, 20)) {
      await page.goto('about:blank');
      await page.goto(`${relay.url}r/team#label=${encodeURIComponent(label)}`);
      await page.waitForSelector('stream-room >>> .welcome b');
      const shown = await page.evaluate(
        () => document.querySelector('stream-room')?.shadowRoot?.querySelector('.welcome b')?.textContent,
      );
      assert.equal(shown, label.replaceAll(/\s+/g, ' '));
      await assertUnharmed(label);
    }
  });
});
