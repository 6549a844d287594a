/**
 * Sixty attempts to make text of strangers do something: as a name, in the chat, as the name of a room, in a real browser
 * under a strict policy. All of it is shown as the text it is, and the policy has nothing to stop.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { ProtocolClient } from '../support/protocol-client.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { openTab, roomHtml, until, untilConnected } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';
import { SHORT_PAYLOADS as SHORT } from '../support/xss-payloads.ts';

const DIST = new URL('../../component/dist/', import.meta.url);

declare global {
  interface Window {
    pwned?: number;
    violations?: string[];
    /** All text below an element, through all shadow roots. */
    shownText?: () => string;
    /** All elements that match, through all shadow roots. */
    findAll?: (selector: string) => Element[];
  }
}

/** In chat only: longer, or links. */
const LONG = [
  'https://example.org/"onmouseover="pwned=1',
  "https://example.org/'onmouseover='pwned=1",
  'https://example.org/<img src=x onerror=pwned=1>',
  'javascript://example.org/%0Apwned=1',
  'https://user:password@example.org/ https://bank.example@evil.example/',
  `${'<b>'.repeat(1_000)}deep`,
  `first line\n<img src=x onerror=pwned=1>\n\tlast line`,
  'a'.repeat(4_000),
];

describe('text of strangers', { timeout: 170_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  const attackers: ProtocolClient[] = [];
  const room = '<img src=x onerror=pwned=1>"\' onload=pwned=1';
  let relay: StartedRelay;
  let site: Site;
  let browser: Browser;
  let page: Page;
  const dialogs: string[] = [];

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    relay = await startRelay({ after: (close) => closers.push(close) }, { origins: [site.origin] });
    for (const name of await readdir(DIST, { recursive: true })) {
      if (name.endsWith('.js'))
        pages[`/assets/${name}`] = { body: await readFile(new URL(name, DIST)), type: 'text/javascript' };
    }
    const escaped = room.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    const policy = [
      `default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; worker-src 'self'`,
      `connect-src ws://localhost:${relay.port}; img-src blob: data:; media-src blob:; base-uri 'none'; form-action 'none'`,
      `object-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html stream-room`,
    ].join('; ');
    pages['/'] = {
      body: roomHtml(
        '/assets',
        `room="${escaped}" display-name="Viewer" video="none" autojoin relay="http://localhost:${relay.port}"`,
      ),
      headers: { 'content-security-policy': policy },
    };
    browser = await openBrowser('chromium');
    page = await openTab(browser);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.evaluateOnNewDocument(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        window.violations?.push(`${violatedDirective} ${blockedURI} ${sample}`);
      });
      window.findAll = (selector) => {
        const found: Element[] = [];
        const search = (root: ParentNode) => {
          for (const element of root.querySelectorAll('*')) {
            if (element.matches(selector)) found.push(element);
            if (element.shadowRoot) search(element.shadowRoot);
          }
        };
        search(document);
        return found;
      };
      window.shownText = () =>
        (window.findAll?.('*') ?? [])
          .flatMap(({ childNodes, shadowRoot }) => [...childNodes, ...(shadowRoot?.childNodes ?? [])])
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent)
          .join('\n');
    });
    await page.setViewport({ width: 1400, height: 900 });
    await page.goto(site.origin);
    await untilConnected(page);
  });

  after(async () => {
    for (const attacker of attackers) attacker.vanish();
    await browser?.close();
    await site?.close();
    for (const close of closers) await close();
  });

  const assertUnharmed = async () => {
    const { pwned, violations, strange } = await page.evaluate(() => ({
      pwned: window.pwned,
      violations: window.violations,
      strange: window
        .findAll?.(
          'script, iframe, object, embed, base, link, marquee, math, img, body *[onerror], *[onload], *[onfocus]',
        )
        .map(({ outerHTML }) => outerHTML.slice(0, 80)),
    }));
    assert.equal(pwned, undefined);
    assert.deepEqual(violations, []);
    assert.deepEqual(strange, ['<script type="module" src="/assets/stream-room.js"></script>']);
    assert.deepEqual(dialogs, []);
    assert.equal(page.url(), `${site.origin}/`);
  };

  const open = async (panel: string) => {
    await page.waitForFunction((name) => window.findAll?.(`[data-action=${name}]`).length, { polling: 100 }, panel);
    await page.evaluate(
      (name) => (window.findAll?.(`[data-action=${name}]`)[0] as HTMLButtonElement | undefined)?.click(),
      panel,
    );
    const part = `[part~="${panel}-panel"]`;
    await page.waitForFunction((selector) => window.findAll?.(selector).length, { polling: 100 }, part);
  };

  it('as names are names', async () => {
    assert.ok(SHORT.length >= 60);
    for (const name of SHORT) attackers.push((await ProtocolClient.join(relay.socketUrl, { room, name })).client);
    await page.waitForFunction(
      (count) => document.querySelector('stream-room')?.call.state.value.participants.length === count,
      { polling: 100, timeout: 30_000 },
      SHORT.length,
    );
    await open('people');
    await until(page, () => window.shownText?.().includes('constructor'));
    const text = await page.evaluate(() => window.shownText?.() ?? '');
    for (const name of SHORT) assert.ok(text.includes(name), `${name} is shown as it is`);
    await assertUnharmed();
  });

  it('in the chat is text, and only web addresses become links', async () => {
    await open('chat');
    const said = [...SHORT, ...LONG];
    for (const [index, text] of said.entries()) {
      const attacker = attackers[index % attackers.length];
      await attacker?.request({ type: 'chat', messageId: `${'m'.repeat(20)}${index}`, text });
    }
    await page.waitForFunction((count) => window.findAll?.('.said').length === count, { polling: 100 }, said.length);
    const shown = await page.evaluate(() => window.findAll?.('.said').map(({ textContent }) => textContent) ?? []);
    assert.deepEqual(shown, said);
    const links = await page.evaluate(() =>
      (window.findAll?.('a[href]') ?? []).map((link) => (link as HTMLAnchorElement).href),
    );
    for (const link of links) assert.match(link, /^https?:\/\/[^@]*$/);
    await assertUnharmed();
  });

  it('that is nothing to show is refused before anybody sees it', async () => {
    for (const name of ['a\u202eb', 'a\u0000b', 'a\u2066b', ' a', 'a\nb', '\ufeffa', 'x'.repeat(65), '']) {
      await assert.rejects(ProtocolClient.join(relay.socketUrl, { room, name }), { code: 'bad-message' });
    }
    const [attacker] = attackers;
    for (const text of ['a\u202eb', 'a\u0007b', 'x'.repeat(4_001), '']) {
      const chat = { type: 'chat', messageId: 'n'.repeat(22), text } as const;
      await assert.rejects(attacker!.request(chat), { code: 'bad-message' });
    }
    await assertUnharmed();
  });
});
