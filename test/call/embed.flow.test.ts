/**
 * A call as a page and in frames of other sites, in real browsers: where it works, and what it says where it cannot. Sites
 * are on ports of their own, so on origins of their own.
 */
import assert from 'node:assert/strict';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import type { StreamRoom } from '../../component/stream-room.ts';
import type { RelayOptions } from '../../relay/relay.ts';
import { openBrowser } from '../support/browser.ts';
import { complaintsOf, isAboutIcon } from '../support/complaints.ts';
import { freePort } from '../support/free-port.ts';
import { linkCardPage } from '../support/link-card-host.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { acceptNamedFunctions, insideRoom, untilPicturesMove } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';
import { read } from '../support/source-files.ts';

const PATIENCE = { timeout: 30_000, polling: 100 } as const;
const SCHEMES = ['light', 'dark'] as const;

const closers: (() => Promise<unknown>)[] = [];
const teardown = { after: (close: () => Promise<unknown>) => void closers.push(close) };
const pages: Record<string, SitePage> = {};
let browser: Browser;
let relay: StartedRelay;
let site: Site;

const openRelay = (options: RelayOptions = {}) => startRelay(teardown, options);

before(async () => {
  relay = await openRelay();
  site = await openSite(pages);
  browser = await openBrowser('chromium', { args: ['--host-resolver-rules=MAP relay.test 127.0.0.1'] });
});

after(async () => {
  await browser?.close();
  await site?.close();
  for (const close of closers) await close();
});

interface Opened {
  readonly page: Page;
  /** What the browser had to complain of: errors, broken policies. */
  readonly complaints: string[];
}

async function open(url: string, from = browser): Promise<Opened> {
  const page = await from.newPage();
  const complaints = complaintsOf(page, isAboutIcon);
  await acceptNamedFunctions(page);
  await page.goto(url);
  return { page, complaints };
}

/** Opens a page of the other site with this in it. */
async function openOnSite(body: string, from = browser): Promise<Opened & { frame: Frame }> {
  const path = `/${Object.keys(pages).length}`;
  pages[path] = { body: `<!doctype html><html lang="en"><title>Post</title><main><h1>Post</h1>${body}</main>` };
  const opened = await open(site.origin + path, from);
  // A frame that loads when it comes to sight has to come to sight.
  await opened.page.bringToFront();
  return withFrame(opened);
}

async function withFrame(opened: Opened): Promise<Opened & { frame: Frame }> {
  const frame = await opened.page.waitForFrame((each) => each.url().includes('/embed/'), { timeout: 20_000 });
  return { ...opened, frame };
}

const frameOf = (base: string, attributes: string, room = 'team') =>
  `<iframe src="${base}embed/${room}" width="800" height="500" title="Call" ${attributes}></iframe>`;

/** Clicks the card's button, types a name, and joins, as a person does. */
async function joinIn(frame: Frame, name: string): Promise<void> {
  await (await frame.waitForSelector('#begin:not([hidden])', { timeout: 20_000 }))?.click();
  await joinLobby(frame, name);
}

async function joinLobby(frame: Frame, name: string): Promise<void> {
  const field = await insideRoom(frame, 'input[name=name]');
  await field.type(name);
  await field.press('Enter');
  await frame.waitForFunction(
    () => (document.querySelector('stream-room') as StreamRoom | null)?.call?.state.value.connection === 'connected',
    PATIENCE,
  );
}

const cameraOf = (frame: Frame) =>
  frame.evaluate(() => (document.querySelector('stream-room') as StreamRoom).call.state.value.camera.status);

const untilCameraIsOn = (frame: Frame) =>
  frame.waitForFunction(
    () => (document.querySelector('stream-room') as StreamRoom).call.state.value.camera.status === 'on',
    PATIENCE,
  );

/** Waits until the card gives this reason. */
async function untilReason(frame: Frame, reason: string): Promise<{ text: string; opensCall: boolean }> {
  await frame.waitForSelector(`#card[data-reason="${reason}"]`, { timeout: 30_000 });
  return frame.evaluate(() => {
    const open = document.querySelector('#open') as HTMLAnchorElement;
    const isShown = open.checkVisibility() && /^Open the call/.test(open.textContent ?? '');
    return {
      text: document.querySelector('#what')?.textContent ?? '',
      opensCall: isShown && new URL(open.href).pathname.includes('/r/'),
    };
  });
}

async function oembedOf(base: string, room = 'team'): Promise<string> {
  const response = await fetch(`${base}oembed?url=${encodeURIComponent(`${base}r/${room}`)}`);
  return ((await response.json()) as { html: string }).html;
}

describe('the call as a page', { timeout: 120_000 }, () => {
  it('two people open the link and see each other, under its strict policy', async () => {
    const [ada, bo] = await Promise.all([open(`${relay.url}r/page`), open(`${relay.url}r/page`)]);
    await joinLobby(ada.page.mainFrame(), 'Ada');
    await joinLobby(bo.page.mainFrame(), 'Bo');
    await ada.page.bringToFront();
    await untilPicturesMove(ada.page, 1);
    assert.equal(await ada.page.title(), 'page – live call');
    const box = await ada.page.evaluate(() => {
      const { x, y, width, height } = (document.querySelector('stream-room') as HTMLElement).getBoundingClientRect();
      return [x, y, width - innerWidth, height - innerHeight];
    });
    assert.deepEqual(box, [0, 0, 0, 0], 'it fills the window');
    assert.deepEqual([...ada.complaints, ...bo.complaints], []);
    await Promise.all([ada.page.close(), bo.page.close()]);
  });

  it('takes a label and a name from its fragment, and a token off it', async () => {
    const { page } = await open(`${relay.url}r/h-4f1c#label=Monday%20%3Cb%3E&name=Ada&token=a.b.c`);
    await insideRoom(page, '[part~=lobby]');
    const seen = await page.evaluate(() => {
      const { label, displayName, token, outerHTML } = document.querySelector('stream-room') as StreamRoom;
      return { label, displayName, token, isHidden: !outerHTML.includes('a.b.c'), title: document.title };
    });
    assert.deepEqual(seen, {
      ...{ label: 'Monday <b>', displayName: 'Ada', token: 'a.b.c', isHidden: true },
      title: 'Monday <b> – live call',
    });
    assert.equal(new URL(page.url()).hash, '#label=Monday+%3Cb%3E&name=Ada');
    await page.close();
  });

  it('a token in its fragment opens a room that wants one', async () => {
    const tokenSecret = 'x'.repeat(32);
    const guarded = await openRelay({ tokenSecret });
    const { mintToken } = await import('../../relay/auth/mint.ts');
    const token = await mintToken({ key: tokenSecret, subject: 'ada', room: 'team', role: 'host' });
    const { page } = await open(`${guarded.url}r/team#token=${token}`);
    await joinLobby(page.mainFrame(), 'Ada');
    assert.equal(await page.evaluate(() => document.querySelector('stream-room')?.call.state.value.role), 'host');
    await page.close();
  });
});

describe('the call in a frame of another site', { timeout: 170_000 }, () => {
  it('by the HTML of oEmbed: one click, then the camera is on', async () => {
    const { page, frame, complaints } = await openOnSite(await oembedOf(relay.url));
    assert.equal(await page.$eval('blockquote', (link) => link.checkVisibility()), false);
    const before = await frame.waitForSelector('#begin:not([hidden])');
    assert.equal(await before?.evaluate((button) => button.textContent), 'Join the call');
    assert.equal(await frame.$('stream-room'), null, 'before the click there is no element, and no camera');
    await joinIn(frame, 'Ada');
    await untilCameraIsOn(frame);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('a click that no person made begins nothing', async () => {
    const { page, frame } = await openOnSite(frameOf(relay.url, 'allow="camera; microphone"'));
    await frame.waitForSelector('#begin:not([hidden])');
    await frame.evaluate(() => (document.querySelector('#begin') as HTMLElement).click());
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await frame.$('stream-room'), null);
    await page.close();
  });

  it('also in a page that isolates itself', async () => {
    pages['/isolated'] = {
      body: `<!doctype html><title>Post</title>${frameOf(relay.url, 'allow="camera; microphone"')}`,
      headers: { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Opener-Policy': 'same-origin' },
    };
    const { page, frame } = await withFrame(await open(`${site.origin}/isolated`));
    await joinIn(frame, 'Ada');
    await untilCameraIsOn(frame);
    await page.close();
  });

  it('without allow it says so; one can open the call, or join and watch', async () => {
    const { page, frame } = await openOnSite(frameOf(relay.url, ''));
    const { text, opensCall } = await untilReason(frame, 'policy');
    assert.match(text, /^This website does not let the call in its page use your camera/);
    assert.ok(opensCall);
    const popup = new Promise<Page | null>((resolve) => void page.once('popup', resolve));
    await (await frame.$('#open'))?.click();
    const opened = await popup;
    await insideRoom(opened as Page, '[part~=lobby]');
    assert.equal(opened?.url(), `${relay.url}r/team`);
    await opened?.close();
    await joinIn(frame, 'Ada');
    assert.equal(await cameraOf(frame), 'off');
    await page.close();
  });

  it('where the site’s Permissions-Policy forbids it, the same', async () => {
    pages['/forbidden'] = {
      body: `<!doctype html><title>Post</title>${frameOf(relay.url, 'allow="camera; microphone"')}`,
      headers: { 'Permissions-Policy': 'camera=(), microphone=()' },
    };
    const { page, frame } = await withFrame(await open(`${site.origin}/forbidden`));
    assert.ok((await untilReason(frame, 'policy')).opensCall);
    await page.close();
  });

  it('in a sandbox without an origin it says so, and shows the address', async () => {
    const { page, frame } = await openOnSite(
      frameOf(relay.url, 'sandbox="allow-scripts" allow="camera *; microphone *"'),
    );
    const { text, opensCall } = await untilReason(frame, 'sandbox');
    assert.match(text, /^This website shows the call in a sandbox/);
    assert.ok(opensCall);
    assert.equal(await frame.$eval('#address', (shown) => shown.textContent), `${relay.url}r/team`);
    await page.close();
  });

  it('in WordPress’s sandbox one click opens the call in the window', async () => {
    pages['/wordpress'] = { body: linkCardPage(await oembedOf(relay.url, 'Blog%20post')) };
    const { page, frame } = await withFrame(await open(`${site.origin}/wordpress`));
    await untilReason(frame, 'sandbox');
    await page.waitForFunction(() => document.querySelector('iframe')?.checkVisibility({ visibilityProperty: true }));
    assert.equal(await page.$eval('blockquote', (link) => link.checkVisibility()), false);
    const height = await page.$eval('iframe', (element) => Number(element.height));
    assert.ok(height >= 200 && height < 338, `${height} px, as high as the card is`);
    const isFitting = await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight);
    assert.ok(isFitting, 'nothing has to be scrolled');
    const moved = page.waitForNavigation();
    await (await frame.$('#open'))?.click();
    await moved;
    assert.equal(page.url(), `${relay.url}r/Blog%20post`);
    await joinLobby(page.mainFrame(), 'Ada');
    await page.close();
  });

  it('answers “ready” of its parent alone, with the height', async () => {
    pages['/wordpress-late'] = { body: linkCardPage(await oembedOf(relay.url)) };
    const { page, frame } = await withFrame(await open(`${site.origin}/wordpress-late`));
    await untilReason(frame, 'sandbox');
    const heard = await page.evaluate(
      () =>
        new Promise<unknown>((resolve) => {
          addEventListener('message', ({ data }) => resolve(data), { once: true });
          document.querySelector('iframe')?.contentWindow?.postMessage({ message: 'ready', secret: 'k3jd9fh2ab' }, '*');
        }),
    );
    assert.deepEqual(Object.keys(heard as object).sort(), ['message', 'secret', 'value']);
    assert.equal((heard as { secret: string }).secret, 'k3jd9fh2ab');
    await page.close();
  });

  it('on a page that is not secure it says so', async () => {
    const port = await freePort();
    const insecure = await openRelay({ port, publicUrl: `http://relay.test:${port}/`, frameAncestors: ['*'] });
    const { page, frame } = await openOnSite(
      frameOf(`http://relay.test:${insecure.port}/`, 'allow="camera; microphone"'),
    );
    const { text, opensCall } = await untilReason(frame, 'insecure');
    assert.match(text, /^Browsers give camera and microphone to secure pages/);
    assert.ok(opensCall);
    await page.close();
  });

  it('of a site that is not on the list nothing is shown', async () => {
    const strict = await openRelay({ frameAncestors: ['https://blog.example'] });
    pages['/foreign'] = { body: `<!doctype html><title>Post</title>${frameOf(strict.url, 'allow="camera"')}` };
    const { page, complaints } = await open(`${site.origin}/foreign`);
    const [, frame] = page.frames();
    assert.match(frame?.url() ?? '', /^chrome-error:/);
    assert.match(complaints.join(), /frame-ancestors/);
    await page.close();
  });

  it('and the page itself is in no frame', async () => {
    pages['/framed-page'] = { body: `<!doctype html><title>Post</title><iframe src="${relay.url}r/team"></iframe>` };
    const { page } = await open(`${site.origin}/framed-page`);
    assert.match(page.frames()[1]?.url() ?? '', /^chrome-error:/);
    await page.close();
  });

  it('where sockets do not come through it says so, and tries again', async () => {
    const proxied = await openRelay({ trustProxy: ['127.0.0.1'] });
    const proxy = await openProxy(proxied.port);
    const { page, frame } = await openOnSite(frameOf(proxy.url, 'allow="camera; microphone"'));
    await (await frame.waitForSelector('#begin:not([hidden])'))?.click();
    const { text, opensCall } = await untilReason(frame, 'socket');
    assert.match(text, /blocks the connection that a call needs/);
    assert.ok(opensCall);
    assert.equal(await frame.$eval('#begin', (button) => button.textContent), 'Try again');
    proxy.letSocketsThrough();
    await joinIn(frame, 'Ada');
    await page.close();
  });

  it('where the relay is gone it says so', async () => {
    const dying = await openRelay();
    const { page, frame } = await openOnSite(frameOf(dying.url, 'allow="camera; microphone"'));
    await frame.waitForSelector('#begin:not([hidden])');
    await dying.close();
    await (await frame.$('#begin'))?.click();
    assert.match((await untilReason(frame, 'relay')).text, /does not answer/);
    await page.close();
  });
});

/** Passes everything on to the relay but sockets, as some firewalls do. */
async function openProxy(port: number) {
  let lets = false;
  const server: Server = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const passed = forward({ port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  server.on('upgrade', (request, socket) => {
    if (!lets) {
      socket.destroy();
      return;
    }
    const passed = forward({ port, path: request.url, headers: request.headers });
    passed.on('upgrade', (answer, other) => {
      const lines = answer.rawHeaders.flatMap((name, index, all) => (index % 2 ? [] : [`${name}: ${all[index + 1]}`]));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.pipe(other).pipe(socket);
      for (const each of [socket, other]) each.on('error', () => undefined);
    });
    passed.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teardown.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    letSocketsThrough: () => {
      lets = true;
    },
  };
}

describe('what relay/README.md shows', { timeout: 120_000 }, () => {
  /** The blocks of HTML below the heading, with our relay in place of the one in the text. */
  const snippets = () => {
    const [, section = ''] = read('relay/README.md').split('## Pages and embeds');
    return [...(section.split('\n## ')[0] ?? '').matchAll(/```html\n(.*?)```/gs)].map(([, html = '']) =>
      html.replaceAll('https://call.example.com/', relay.url),
    );
  };

  it('the element joins from another site', async () => {
    const html = snippets().find((each) => each.includes('<stream-room')) ?? '';
    pages['/element'] = { body: `<!doctype html><title>Post</title>${html}` };
    const { page } = await open(`${site.origin}/element`);
    await joinLobby(page.mainFrame(), 'Ada');
    await page.close();
  });

  it('the frame joins from another site', async () => {
    const { page, frame } = await openOnSite(snippets().find((each) => each.includes('<iframe')) ?? '');
    await joinIn(frame, 'Ada');
    await untilCameraIsOn(frame);
    await page.close();
  });
});

describe('everybody can use the pages, by what axe can tell', { timeout: 120_000 }, () => {
  const assertUsable = async (target: Page | Frame, what: string) => {
    // By the debugger, which the page's policy does not bind.
    await target.evaluate(read('node_modules/axe-core/axe.min.js'));
    const found = (await target.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
    )) as string[];
    assert.deepEqual(found, [], what);
  };

  for (const scheme of SCHEMES) {
    it(`in ${scheme} colours: page, frame, reasons and errors`, async () => {
      for (const [path, selector] of [
        ['r/team', 'stream-room'],
        ['embed/team', '#begin:not([hidden])'],
        ['r/', 'h1'],
      ] as const) {
        const page = await browser.newPage();
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.goto(relay.url + path);
        await page.waitForSelector(selector);
        if (selector === 'stream-room') await insideRoom(page, '[part~=lobby]');
        await new Promise((resolve) => setTimeout(resolve, 400)); // it fades in, and half a colour has no contrast
        await assertUsable(page, path);
        await page.close();
      }
      const { page, frame } = await openOnSite(frameOf(relay.url, ''));
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await untilReason(frame, 'policy');
      await assertUsable(frame, 'policy');
      await page.close();
    });
  }

  it('with the keyboard alone', async () => {
    const { page } = await open(`${relay.url}embed/team`);
    await page.waitForSelector('#begin:not([hidden])');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'begin');
    await page.keyboard.press('Enter');
    await insideRoom(page, 'input[name=name]');
    await page.close();
  });
});

describe('in Firefox', { timeout: 120_000 }, () => {
  let firefox: Browser;
  before(async () => {
    firefox = await openBrowser('firefox');
  });
  after(() => firefox?.close());

  it('the page joins', async () => {
    const { page } = await open(`${relay.url}r/firefox`, firefox);
    await joinLobby(page.mainFrame(), 'Ada');
    await untilCameraIsOn(page.mainFrame());
    await page.close();
  });

  it('the frame joins where it may, and says why where it may not', async () => {
    const allowed = await openOnSite(await oembedOf(relay.url, 'firefox'), firefox);
    await joinIn(allowed.frame, 'Ada');
    await untilCameraIsOn(allowed.frame);
    await allowed.page.close();
    const silent = await openOnSite(frameOf(relay.url, ''), firefox);
    assert.ok((await untilReason(silent.frame, 'denied')).opensCall);
    await silent.page.close();
    const sandboxed = await openOnSite(frameOf(relay.url, 'sandbox="allow-scripts"'), firefox);
    assert.ok((await untilReason(sandboxed.frame, 'sandbox')).opensCall);
    await sandboxed.page.close();
  });
});
