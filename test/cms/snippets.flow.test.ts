/** Every snippet of extension/README.md, as it stands there: made into a page by its own system, and joined in a browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { insideRoom, openTab } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';
import { read } from '../support/source-files.ts';
import { type Files, pagesOrReason } from './site-generators.ts';
import { joinCall } from './visitor.ts';

const README = read('extension/README.md');
const RELAY = 'https://relay.example';
const SHORTCODE = 'layouts/shortcodes/stream-room.html';

const SNIPPETS = new Map(
  [...README.matchAll(/^<!-- snippet: ([a-z-]+) -->\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);

describe('snippets of extension/README.md', { timeout: 200_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  const pages: Record<string, SitePage> = {};
  let site: Site;
  let relay: StartedRelay;
  let browser: Browser;

  before(async () => {
    site = await openSite(pages);
    closers.push(() => site.close());
    relay = await startRelay({ after: (close) => void closers.push(close) }, { origins: [site.origin] });
    browser = await openBrowser('chromium');
    closers.push(() => browser.close());
  });
  after(async () => {
    for (const close of closers.reverse()) await close();
  });

  /** With this test's relay in place of the example's. */
  function snippet(name: string): string {
    const text = SNIPPETS.get(name);
    assert.ok(text, `extension/README.md has no snippet “${name}”`);
    return text.replaceAll(RELAY, relay.url.replace(/\/$/, ''));
  }

  async function join(path: string, body: string): Promise<void> {
    pages[path] = { body };
    const page = await openTab(browser);
    await page.bringToFront();
    await page.goto(`${site.origin}${path}`);
    const { name } = await joinCall(page, 'Reader');
    assert.equal(name, 'Reader');
    const { room, height } = await page.$eval('stream-room', (element) => ({
      room: element.room,
      height: element.clientHeight,
    }));
    assert.equal(room, 'team');
    assert.ok(height >= 400, `${height} pixels high`);
    await page.close();
  }

  const onlyPage = (built: Files, path: string): string => {
    assert.ok(built[path], `built were ${Object.keys(built).join(', ')}`);
    return built[path] ?? '';
  };

  it('every marked one is used below', () => {
    const used = 'html iframe hugo-config hugo eleventy-include eleventy astro-component astro'.split(' ');
    assert.deepEqual([...SNIPPETS.keys()].sort(), used.sort());
  });

  it('plain HTML', async () => {
    await join('/html', `<!doctype html><html lang="en"><title>Call</title><body>${snippet('html')}</body></html>`);
  });

  it('iframe', async () => {
    pages['/iframe'] = {
      body: `<!doctype html><html lang="en"><title>Call</title><body>${snippet('iframe')}</body></html>`,
    };
    const page = await openTab(browser);
    await page.bringToFront();
    await page.goto(`${site.origin}/iframe`);
    const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
    assert.ok(frame);
    // In somebody else's page nothing loads before one asks for it.
    await (await frame.waitForSelector('#begin:not([hidden])'))?.click();
    await (await insideRoom(frame, 'input[name=name]')).type('Reader');
    await (await insideRoom(frame, 'button.join')).click();
    const isIn = () => document.querySelector('stream-room')?.call.state.value.connection === 'connected';
    await frame.waitForFunction(isIn, { polling: 100, timeout: 20_000 });
    await page.close();
  });

  it('Hugo', async (t) => {
    const files = {
      'config.toml': `baseURL = "https://blog.example/"\ndisableKinds = ["home", "taxonomy", "term", "section"]\n${snippet('hugo-config')}`,
      [SHORTCODE]: read(`extension/hugo/${SHORTCODE}`),
      'layouts/_default/single.html':
        '<!doctype html><html lang="en"><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>',
      // Twice: the script is there once all the same.
      'content/call.md': `---\ntitle: Call\n---\n\nText.\n\n${snippet('hugo')}\n\n${snippet('hugo')}`,
    };
    const built = await pagesOrReason('hugo', files);
    if (typeof built === 'string') return t.skip(built);
    const html = onlyPage(built, 'call/index.html');
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /label="Team call"/);
    await join('/hugo', html);
  });

  it('Hugo says what is wrong with a room, and where', async (t) => {
    const files = {
      'config.toml': `baseURL = "https://blog.example/"\n${snippet('hugo-config')}`,
      [SHORTCODE]: read(`extension/hugo/${SHORTCODE}`),
      'layouts/_default/single.html': '{{ .Content }}',
      'content/call.md': '---\ntitle: Call\n---\n\n{{< stream-room room="a \\"b" >}}\n',
    };
    const outcome = await pagesOrReason('hugo', files).catch((error: Error & { stdout?: string; stderr?: string }) =>
      Object.assign(new Error(`${error.message} ${error.stdout} ${error.stderr}`)),
    );
    if (typeof outcome === 'string') return t.skip(outcome);
    assert.ok(outcome instanceof Error, 'the build fails');
    assert.match(outcome.message, /stream-room: room is .*write 1 to 64 letters, digits, - or _ \(.*call\.md:5/s);
  });

  it('Eleventy', async (t) => {
    const built = await pagesOrReason('eleventy', {
      'eleventy.config.cjs': 'module.exports = { markdownTemplateEngine: "njk" };',
      '_includes/stream-room.njk': snippet('eleventy-include'),
      'call.md': `# Call\n\n${snippet('eleventy')}`,
    });
    if (typeof built === 'string') return t.skip(built);
    await join('/eleventy', onlyPage(built, 'call/index.html'));
  });

  it('Astro', async (t) => {
    const built = await pagesOrReason('astro', {
      'package.json': '{ "private": true, "type": "module" }',
      'src/components/StreamRoom.astro': snippet('astro-component'),
      'src/pages/call.astro': snippet('astro'),
    });
    if (typeof built === 'string') return t.skip(built);
    await join('/astro', onlyPage(built, 'call/index.html'));
  });
});
