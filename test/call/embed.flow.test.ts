/**
 * The pages of a room: one of its own, and the frame of another website, where it may have a camera, where it may not, and
 * in a locked frame as WordPress makes it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { acceptNamedFunctions, openTab, until, untilConnected, untilPicturesMove } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What WordPress's script does with what a locked frame says (wp-includes/js/wp-embed.js). */
const WORDPRESS = `<script>
addEventListener('message', ({ data, source }) => {
  if (!data || !data.secret || !data.message || !data.value) return;
  for (const frame of document.querySelectorAll('iframe[data-secret="' + data.secret + '"]')) {
    if (source !== frame.contentWindow) continue;
    if (data.message === 'height') frame.height = Math.max(200, Math.min(1000, data.value));
    if (data.message === 'link' && new URL(data.value).host === new URL(frame.src).host &&
        document.activeElement === frame) location.href = data.value;
  }
});
addEventListener('load', () => {
  for (const frame of document.querySelectorAll('iframe[data-secret]')) {
    frame.contentWindow.postMessage({ message: 'ready', secret: frame.dataset.secret }, '*');
  }
});
</script>`;

describe('a room’s pages', { timeout: 170_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  const pages: Record<string, SitePage> = {};
  let relay: StartedRelay;
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite(pages);
    relay = await startRelay({ after: (close) => closers.push(close) });
    browser = await openBrowser('chromium', {
      // A name that is no secure context, for a website without https.
      args: ['--host-resolver-rules=MAP insecure.test 127.0.0.1'],
    });
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    for (const close of closers) await close();
  });

  /** Opens a page of another website with this in it, and its frame. */
  async function framed(html: string, origin = site.origin): Promise<{ page: Page; frame: Frame }> {
    pages['/post'] = { body: `<!doctype html><title>Post</title><h1>Post</h1>${html}` };
    const page = await openTab(browser);
    await page.goto(`${origin}/post`);
    const frame = await page.waitForFrame((each) => each.url().includes('/embed/'));
    await frame.waitForSelector('.card:not([hidden])');
    return { page, frame };
  }

  const frameHtml = (attributes: string, fragment = '') =>
    `<iframe src="${relay.url}embed/team${fragment}" title="Call" width="700" height="480" ${attributes}></iframe>`;

  const why = (frame: Frame) => frame.$eval('.why', (element) => element.textContent);

  it('let two people meet who open the same link', async () => {
    const join = async (name: string) => {
      const page = await openTab(browser);
      await page.goto(`${relay.url}r/${encodeURIComponent('Team & Co')}`);
      await page.waitForSelector('stream-room >>> [part~=join-button]');
      await page.type('stream-room >>> [part~=name-field]', name);
      await page.click('stream-room >>> [part~=join-button]');
      await untilConnected(page);
      return page;
    };
    const [ada, ben] = [await join('Ada'), await join('Ben')];
    await untilPicturesMove(ben, 1);
    assert.equal(await ada.title(), 'Team & Co – stream-room');
    await ada.close();
    await ben.close();
  });

  it('take a room’s secret from the address', async () => {
    const page = await openTab(browser);
    await page.goto(`${relay.url}r/team#room=${'a'.repeat(43)}`);
    await page.waitForSelector('stream-room[room-secret=hash]');
    await page.waitForSelector('stream-room >>> [part~=join-button]');
    await page.close();
  });

  it('are in a call in a frame that may have a camera, after a click in it', async () => {
    const { page, frame } = await framed(
      frameHtml('allow="camera; microphone; display-capture; autoplay; fullscreen"'),
    );
    assert.equal(await frame.$('stream-room'), null, 'nothing starts by itself');
    await frame.click('.join');
    await frame.waitForSelector('stream-room >>> [part~=join-button]');
    await frame.type('stream-room >>> [part~=name-field]', 'Ada');
    await frame.click('stream-room >>> [part~=join-button]');
    await frame.waitForFunction(() => {
      const { call } = document.querySelector('stream-room') ?? {};
      return call?.state.value.connection === 'connected' && call.state.value.camera.status === 'on';
    });
    await page.close();
  });

  it('are shown as oEmbed has them, and by snippets like it', async () => {
    const answer = await fetch(`${relay.url}oembed?url=${encodeURIComponent(`${relay.url}r/team`)}`);
    const { html } = (await answer.json()) as { html: string };
    const { page, frame } = await framed(html);
    assert.equal(await page.$eval('blockquote', (quote) => quote.checkVisibility()), false);
    await frame.waitForSelector('.join:not([hidden])');
    await page.close();
  });

  for (const [about, attributes, sentence] of [
    ['may not use the camera', '', /does not let the frame use camera and microphone/],
    ['is locked', 'sandbox="allow-scripts"', /locked frame/],
  ] as const) {
    it(`say so in a frame that ${about}, and open the call in a tab of its own`, async () => {
      const { page, frame } = await framed(frameHtml(attributes));
      assert.match((await why(frame)) ?? '', sentence);
      assert.equal(await frame.$('.join:not([hidden])'), null);
      assert.equal(await frame.$eval('.open', (link) => (link as HTMLAnchorElement).href), `${relay.url}r/team`);
      await page.close();
    });
  }

  it('say so on a website without https', async () => {
    const open = await startRelay({ after: (close) => closers.push(close) }, { frameAncestors: ['*'] });
    // The frame itself is of localhost; what is around it makes it insecure.
    const html = `<iframe src="${open.url}embed/team" title="Call" allow="camera; microphone"></iframe>`;
    const { page, frame } = await framed(html, `http://insecure.test:${site.port}`);
    assert.match((await why(frame)) ?? '', /not served over https/);
    await page.close();
  });

  it('are in no frame of websites that the operator has not named', async () => {
    const strict = await startRelay(
      { after: (close) => closers.push(close) },
      { frameAncestors: ['https://blog.example'] },
    );
    pages['/post'] = { body: `<!doctype html><iframe src="${strict.url}embed/team" title="Call"></iframe>` };
    const page = await openTab(browser);
    const errors: string[] = [];
    page.on('console', (message) => errors.push(message.text()));
    await page.goto(`${site.origin}/post`);
    await until(page, () => document.querySelector('iframe') !== null);
    await page.waitForFunction(() => true);
    const inside = await Promise.all(page.frames().map((frame) => frame.$('.card').catch(() => null)));
    assert.deepEqual(inside.filter(Boolean), []);
    assert.match(errors.join('\n'), /frame-ancestors/);
    await page.close();
  });

  it('open the call by one click where WordPress has locked the frame', async () => {
    const html = `${WORDPRESS}${frameHtml('class="wp-embedded-content" sandbox="allow-scripts" security="restricted" data-secret="s3cret"', '#?secret=s3cret')}`;
    const { page, frame } = await framed(html);
    await page.waitForFunction(() => document.querySelector('iframe')?.height === '260');
    await Promise.all([page.waitForNavigation(), frame.click('.open')]);
    assert.equal(page.url(), `${relay.url}r/team`);
    await page.waitForSelector('stream-room >>> [part~=join-button]');
    await page.close();
  });

  it('show names as the text they are', async () => {
    const names = [
      '<img src=x onerror=pwned=1>',
      '"><script>pwned=1</script>',
      "' onload=pwned=1 x='",
      '</title><svg onload=pwned=1>',
    ];
    const page = await browser.newPage();
    await acceptNamedFunctions(page);
    await page.evaluateOnNewDocument(() => {
      const noted = globalThis as { violations?: string[] };
      noted.violations = [];
      addEventListener('securitypolicyviolation', ({ violatedDirective }) => noted.violations?.push(violatedDirective));
    });
    for (const name of names) {
      for (const kind of ['r', 'embed']) {
        await page.goto(`${relay.url}${kind}/${encodeURIComponent(name)}`);
        const selector = kind === 'r' ? 'stream-room' : '.card';
        await page.waitForSelector(selector);
        const seen = await page.evaluate(() => {
          const { pwned, violations } = globalThis as { pwned?: number; violations?: string[] };
          const named = document.querySelector('stream-room')?.getAttribute('room');
          return { pwned, violations, name: named ?? document.querySelector('h1')?.textContent };
        });
        assert.deepEqual(seen, { violations: [], name }, `${kind} ${name}`);
      }
    }
    await page.close();
  });

  it('are XML that a browser can read', async () => {
    const page = await browser.newPage();
    // A page without the relay's policy, which lets nothing be parsed.
    pages['/reader'] = { body: '<!doctype html><title>Reader</title>' };
    await page.goto(`${site.origin}/reader`);
    const url = `${relay.url}r/${encodeURIComponent('a & <b> "c"')}`;
    const read = await page.evaluate(
      async (address) => {
        const response = await fetch(address);
        const xml = new DOMParser().parseFromString(await response.text(), 'text/xml');
        return ['parsererror', 'title', 'html'].map((name) => xml.querySelector(name)?.textContent ?? null);
      },
      `${relay.url}oembed?format=xml&url=${encodeURIComponent(url)}`,
    );
    assert.equal(read[0], null);
    assert.equal(read[1], 'Join the call: a & <b> "c"');
    assert.match(read[2] ?? '', /^<blockquote hidden><a href="/);
    await page.close();
  });

  for (const scheme of ['light', 'dark']) {
    it(`can be used by everybody (${scheme}), by what axe can tell`, async () => {
      const page = await browser.newPage();
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      for (const path of ['embed/team', 'r/', 'r/team']) {
        for (const width of [1280, 280]) {
          await page.setViewport({ width, height: 480 });
          await page.goto(`${relay.url}${path}`);
          await page.waitForSelector(path === 'r/team' ? 'stream-room >>> [part~=join-button]' : 'main:not([hidden])');
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${path} at ${width}`);
          // evaluate() is not subject to the page's Content-Security-Policy; a script tag would be.
          await page.evaluate(AXE);
          const found = await page.evaluate(async () => {
            const { axe } = globalThis as unknown as {
              axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            };
            const { violations } = await axe.run();
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
          });
          assert.deepEqual(found, [], `${path} at ${width}`);
        }
      }
      await page.close();
    });
  }
});
