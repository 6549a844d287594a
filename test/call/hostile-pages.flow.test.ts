/** The element on pages that make it hard: strict policies, no worker, no https, wrong addresses, odd handling. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { type StartedRelay, startRelay } from '../support/relay.ts';
import { openTab, roomHtml, stateOf, until, untilConnected, untilPicturesMove } from '../support/room-page.ts';
import { openSite, type Site, type SitePage } from '../support/site.ts';

const DIST = new URL('../../component/dist/', import.meta.url);

/** The built script with all its files, as somebody would copy them to a site of their own. */
async function ownCopy(): Promise<Record<string, SitePage>> {
  const names = await readdir(DIST, { recursive: true });
  const scripts = names.filter((name) => name.endsWith('.js'));
  return Object.fromEntries(
    await Promise.all(
      scripts.map(async (name): Promise<[string, SitePage]> => {
        return [`/assets/${name}`, { body: await readFile(new URL(name, DIST)), type: 'text/javascript' }];
      }),
    ),
  );
}

/** Joining waits for no device. */
const untilDevicesRun = (page: Page): Promise<unknown> =>
  until(page, () => {
    const { camera, microphone } = document.querySelector('stream-room')?.call.state.value ?? {};
    return camera?.stream !== undefined && microphone?.stream !== undefined;
  });

describe('the element on a page that makes it hard', { timeout: 170_000 }, () => {
  const closers: (() => Promise<void>)[] = [];
  let relay: StartedRelay;
  let site: Site;
  let browser: Browser;
  let partner: Page;

  before(async () => {
    const pages: Record<string, SitePage> = {};
    site = await openSite(pages);
    const origins = [site.origin, `http://plain.test:${site.port}`];
    relay = await startRelay({ after: (close) => closers.push(close) }, { origins });
    const url = `http://localhost:${relay.port}`;
    const socket = `ws://localhost:${relay.port}`;
    const tag = (name: string) => `room="hard" display-name="${name}" quality="360p" autojoin`;
    const plain = (name: string) => roomHtml(url, tag(name));
    // The page's own <style> is the page's affair; the element brings its own by adoptedStyleSheets.
    const strict = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; object-src 'none'";
    const { '/assets/chunks/fr.js': _lost, ...copy } = await ownCopy();
    Object.assign(pages, {
      ...copy,
      '/partner': { body: plain('Partner') },
      '/own-copy': {
        body: roomHtml('/assets', `${tag('Own')} relay="${url}"`),
        headers: {
          'content-security-policy': `${strict}; script-src 'self'; worker-src 'self'; connect-src ${socket}; require-trusted-types-for 'script'; trusted-types lit-html stream-room`,
        },
      },
      '/no-worker': {
        body: plain('NoWorker'),
        headers: {
          'content-security-policy': `${strict}; script-src ${url}; worker-src 'none'; connect-src ${socket} ${url}`,
        },
      },
      '/german': {
        body: roomHtml(url, `${tag('German')} lang="de"`),
        headers: {
          'content-security-policy': `${strict}; script-src ${url}; worker-src ${url} blob:; connect-src ${socket} ${url}`,
        },
      },
      '/lost-language': { body: roomHtml('/assets', `${tag('Lost')} relay="${url}" lang="fr"`) },
      '/policy': { body: plain('Policy'), headers: { 'permissions-policy': 'camera=(), microphone=()' } },
      '/wrong-relay': {
        body: roomHtml(url, 'room="hard" display-name="Wrong" relay="ftp://relay.example" autojoin'),
      },
      '/no-relay': {
        body: roomHtml(url, 'room="hard" display-name="None" relay="http://localhost:9" autojoin'),
      },
      '/two': {
        body: roomHtml(url, 'room="one" display-name="Twin" quality="360p" autojoin').replace(
          '</body>',
          '<stream-room room="two" display-name="Twin" quality="360p" autojoin></stream-room><div id="shelf"></div></body>',
        ),
      },
      '/insecure': { body: roomHtml(`http://plain.test:${relay.port}`, 'room="hard" display-name="Plain"') },
    });
    browser = await openBrowser('chromium', { args: ['--host-resolver-rules=MAP plain.test 127.0.0.1'] });
    partner = await openTab(browser);
    await partner.goto(`${site.origin}/partner`);
    await untilConnected(partner);
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    for (const close of closers) await close();
  });

  async function visit(path: string): Promise<Page> {
    const page = await openTab(browser);
    await page.goto(path.startsWith('http') ? path : `${site.origin}${path}`);
    return page;
  }

  const leaveLabel = (page: Page) =>
    page.evaluate(() => {
      const { renderRoot } = document.querySelector('stream-room')!;
      return renderRoot.querySelector('[part~=leave-button]')?.getAttribute('aria-label');
    });

  it('runs from a copy of its own under a strict policy with Trusted Types, in a worker', async () => {
    const page = await visit('/own-copy');
    await untilConnected(page);
    await untilPicturesMove(page, 1);
    await untilPicturesMove(partner, 1);
    assert.equal(page.workers().length, 1);
    await page.close();
  });

  it('does its work on the page where workers are refused', async () => {
    const page = await visit('/no-worker');
    await untilConnected(page);
    await untilPicturesMove(page, 1);
    await untilPicturesMove(partner, 1);
    assert.equal(page.workers().length, 0);
    await page.close();
  });

  it('speaks another language under a strict policy, with texts from the relay', async () => {
    const page = await visit('/german');
    await untilConnected(page);
    assert.equal(await leaveLabel(page), 'Anruf verlassen');
    await page.close();
  });

  it('speaks English where the texts of a language are missing, and calls all the same', async () => {
    const page = await visit('/lost-language');
    await untilConnected(page);
    await untilPicturesMove(page, 1);
    assert.equal(await leaveLabel(page), 'Leave the call');
    await page.close();
  });

  it('says that the page forbids the camera, and still joins to watch', async () => {
    const page = await visit('/policy');
    await untilConnected(page);
    await untilPicturesMove(page, 1);
    const state = await page.evaluate(() => {
      const { camera, microphone } = document.querySelector('stream-room')!.call.state.value;
      return [camera.error?.code, microphone.error?.code];
    });
    assert.deepEqual(state, ['permission-policy', 'permission-policy']);
    await page.close();
  });

  it('says what is wrong with a relay address', async () => {
    const page = await visit('/wrong-relay');
    await until(page, () => window.seenEvents?.some(({ type }) => type === 'error'));
    const code = await page.evaluate(() => document.querySelector('stream-room')?.call.state.value.error?.code);
    assert.equal(code, 'bad-relay');
    await page.close();
  });

  it('says that the relay cannot be reached, and keeps a way to try again', async () => {
    const page = await visit('/no-relay');
    await until(
      page,
      () => document.querySelector('stream-room')?.call.state.value.error?.code === 'relay-unreachable',
      25_000,
    );
    const text = await page.evaluate(() => {
      const read = (root: ParentNode): string =>
        [...root.querySelectorAll('*')]
          .map((element) => (element.shadowRoot ? read(element.shadowRoot) : (element.textContent ?? '')))
          .join(' ');
      return read(document.querySelector('stream-room')!.shadowRoot!);
    });
    assert.match(text, /try again/i);
    await page.close();
  });

  it('says that the page is not secure instead of failing on the camera', async () => {
    const page = await visit(`http://plain.test:${site.port}/insecure`);
    await until(page, () => {
      const { state } = document.querySelector('stream-room')?.call ?? {};
      return [state?.value.error, state?.value.camera.error].some((error) => error?.code === 'insecure-page');
    });
    await page.close();
  });

  it('lives twice on one page, and survives being moved in it', async () => {
    const page = await visit('/two');
    await until(
      page,
      () =>
        [...document.querySelectorAll('stream-room')].filter(({ call }) => call.state.value.connection === 'connected')
          .length === 2,
      20_000,
    );
    const before = await stateOf(page);
    await page.evaluate(async () => {
      const room = document.querySelector('stream-room')!;
      document.querySelector('#shelf')!.append(room);
      await new Promise((resolve) => setTimeout(resolve, 2500));
    });
    const moved = await page.evaluate(() => {
      const { value } = document.querySelector<HTMLElementTagNameMap['stream-room']>('#shelf stream-room')!.call.state;
      return { id: value.participantId, connection: value.connection };
    });
    const first = await page.evaluate(
      () => document.querySelector<HTMLElementTagNameMap['stream-room']>('#shelf stream-room')!.room,
    );
    assert.equal(first, 'one');
    assert.deepEqual(moved, { id: before.participantId, connection: 'connected' });
    assert.equal(await page.evaluate(() => window.seenEvents?.filter(({ type }) => type === 'leave').length), 0);
    await page.close();
  });

  it('leaves, and turns the camera off, when it is removed', async () => {
    const page = await visit('/partner');
    await untilConnected(page);
    await untilDevicesRun(page);
    const stopped = await page.evaluate(async () => {
      const room = document.querySelector('stream-room')!;
      const tracks = ['camera', 'microphone'].flatMap((name) => {
        const { stream } = room.call.state.value[name as 'camera' | 'microphone'];
        return stream?.getTracks() ?? [];
      });
      room.remove();
      for (let i = 0; i < 50 && tracks.some((track) => track.readyState === 'live'); i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return tracks.map((track) => track.readyState);
    });
    assert.deepEqual(stopped, ['ended', 'ended']);
    await page.close();
  });

  it('goes on without a camera that is pulled out', async () => {
    const page = await visit('/partner');
    await untilConnected(page);
    await untilDevicesRun(page);
    await page.evaluate(() => {
      const [track] = document.querySelector('stream-room')!.call.state.value.camera.stream!.getVideoTracks();
      track!.stop();
      track!.dispatchEvent(new Event('ended'));
    });
    await until(
      page,
      () => document.querySelector('stream-room')?.call.state.value.camera.error?.code === 'device-lost',
    );
    assert.equal((await stateOf(page)).connection, 'connected');
    await page.evaluate(() => document.querySelector('stream-room')!.toggleCamera(true));
    await until(page, () => document.querySelector('stream-room')?.call.state.value.camera.status === 'on');
    await untilPicturesMove(partner, 1);
    await page.close();
  });
});
