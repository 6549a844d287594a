/** A page that means harm, in Chromium: it can end a call that lies over it, and neither read it, drive it nor start one. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
import { eventually } from '../support/eventually.ts';
import { buttonNamed, clickOn, figuresOf, find, joinBy, textOf, untilText } from '../support/extension/call-view.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { startRelay } from '../support/relay.ts';

const OWN = `chrome-extension://${DEVELOPMENT_ID}`;

/** Finds the host as any script of the page could. */
const findHost =
  'globalThis.findHost = () => [...document.querySelectorAll("div")].find((each) => each.popover === "manual");';

describe('a hostile page', () => {
  let chromium: ExtensionChromium;
  let sites: WebSites;
  const teardown = suiteTeardown();
  before(async () => {
    sites = await openWebSites(teardown);
    const relay = await startRelay(teardown, { open: 'any-room', origins: [OWN] });
    chromium = await ExtensionChromium.open(teardown);
    await chromium.configure(relay.url);
  });

  const visit = async (script: string) => chromium.visit(sites.hostile(`<script>${findHost}${script}</script>`));

  it('sees nothing of the call: no root, no window, no address, no message', async () => {
    const page = await visit(`
      globalThis.heard = [];
      addEventListener('message', (event) => heard.push(String(event.data)), true);
      const attach = Element.prototype.attachShadow;
      globalThis.attached = 0;
      Element.prototype.attachShadow = function (...args) { attached += 1; return attach.apply(this, args); };
    `);
    const frame = await chromium.float(page);
    await joinBy(frame);
    const seen = await page.evaluate(() => {
      const world = globalThis as unknown as { findHost(): HTMLElement; heard: string[]; attached: number };
      const host = world.findHost();
      const { left, top, width, height } = host.getBoundingClientRect();
      return {
        root: host.shadowRoot,
        windows: window.length,
        frames: document.querySelectorAll('iframe').length,
        under: document.elementFromPoint(left + width / 2, top + height / 2) === host,
        html: host.outerHTML.replace(/style="[^"]*"/, ''),
        heard: world.heard,
        attached: world.attached,
        entries: performance.getEntries().filter(({ name }) => name.includes('extension')).length,
        runtime: typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime,
      };
    });
    assert.deepEqual(seen, {
      root: null,
      windows: 0,
      frames: 0,
      under: true,
      html: '<div popover="manual" ></div>',
      heard: [],
      attached: 0,
      entries: 0,
      runtime: 'undefined',
    });
    await page.close();
  });

  it('cannot show our pages by itself: not by their plain address, and by the changing one nothing starts in it', async () => {
    const page = await visit('');
    // Only where the button was clicked may the extension look; then its call goes again.
    await chromium.float(page);
    const changing = await chromium.changingAddress('frame.html');
    await chromium.click(page);
    await eventually(() => assert.equal(chromium.frameOf(page), undefined), 5_000);
    assert.ok(!changing.startsWith(OWN));
    const embed = (address: string) =>
      page.evaluate((url) => {
        const frame = document.createElement('iframe');
        frame.allow = 'camera *; microphone *';
        Object.assign(frame, { credentialless: true });
        frame.src = url;
        document.body.append(frame);
      }, address);
    for (const name of ['frame.html', 'panel.html', 'welcome.html', 'options.html', 'content.js'])
      await embed(`${OWN}/${name}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(chromium.frameOf(page), undefined);
    await embed(`${changing}#00000000-0000-4000-8000-000000000000`);
    const frame = await eventually(() => {
      const found = chromium.frameOf(page);
      assert.ok(found);
      return found;
    }, 5_000);
    await untilText(frame, /This is not your call/);
    // Whatever it is told, nobody answers.
    await page.evaluate(() => {
      const { port1, port2 } = new MessageChannel();
      const [inner] = [...document.querySelectorAll('iframe')].slice(-1);
      inner?.contentWindow?.postMessage({ type: 'stream-room-port', ticket: '' }, '*', [port2]);
      port1.postMessage({
        type: 'layout',
        position: { x: 0, y: 0 },
        size: { width: 1, height: 1 },
        collapsed: false,
        isChosen: true,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await figuresOf(frame), undefined);
    assert.match(await textOf(frame), /This is not your call/);
    await shot(page, 'hostile-embed');
    await page.close();
  });

  it('gets no answer to forged messages, clicks and keys', async () => {
    const page = await visit('');
    const frame = await chromium.float(page);
    await find(frame, 'stream-room >>> [part~=join-button]');
    await page.evaluate(() => {
      const { findHost } = globalThis as unknown as { findHost(): HTMLElement };
      const host = findHost();
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
        host.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 1000, clientY: 700 }));
      }
      host.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      for (const type of ['use-ticket', 'issue-ticket', 'hello', 'close', 'stream-room-port']) {
        window.postMessage({ type, ticket: '00000000-0000-4000-8000-000000000000' }, '*');
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await figuresOf(frame))?.connection, 'idle');
    // Not even from within, should a script ever get there: it is no person.
    await frame.evaluate(() => {
      document.querySelector('stream-room')?.shadowRoot?.querySelector<HTMLElement>('[part~=join-button]')?.click();
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await figuresOf(frame))?.connection, 'idle');
    await page.close();
  });

  it('cannot lead a click: what is covered again and again takes none', async () => {
    const page = await visit(`
      globalThis.cover = () => {
        const lid = document.createElement('div');
        lid.popover = 'manual';
        lid.style.cssText = 'position:fixed;inset:0;width:auto;height:auto;margin:0;border:0;background:#fff;pointer-events:none';
        document.body.append(lid);
        lid.showPopover();
        globalThis.timer = setInterval(() => { lid.hidePopover(); lid.showPopover(); }, 20);
      };
    `);
    const frame = await chromium.float(page);
    await find(frame, 'stream-room >>> [part~=join-button]');
    await page.evaluate(() => (globalThis as unknown as { cover(): void }).cover());
    await shot(page, 'hostile-covered');
    await clickOn(frame, 'stream-room >>> [part~=join-button]');
    await untilText(frame, /Something covers the call/);
    assert.equal((await figuresOf(frame))?.connection, 'idle');
    await page.evaluate(() => {
      clearInterval((globalThis as unknown as { timer: number }).timer);
      document.querySelector<HTMLElement>('body > [popover]')?.remove();
    });
    await shot(page, 'hostile-uncovered');
    assert.equal((await joinBy(frame)).connection, 'connected');
    await page.close();
  });

  it('covers the call once by mistake, as cookie banners do: the call comes to the front again', async () => {
    const page = await visit('');
    const frame = await chromium.float(page);
    await page.evaluate(() => {
      const banner = document.createElement('div');
      banner.popover = 'manual';
      banner.style.cssText = 'position:fixed;inset:0;width:auto;height:auto;margin:0;background:#fff';
      document.body.append(banner);
      banner.showPopover();
    });
    assert.equal((await joinBy(frame)).connection, 'connected');
    await page.close();
  });

  const spoils: readonly [name: string, script: string][] = [
    ['makes it transparent', 'findHost().style.setProperty("opacity", "0.01", "important")'],
    ['makes it tiny', 'findHost().style.cssText = "width:1px;height:1px"'],
    ['hides it', 'findHost().hidden = true'],
    ['makes it inert', 'findHost().inert = true'],
    ['closes its popover', 'findHost().hidePopover()'],
    ['takes its popover', 'findHost().removeAttribute("popover")'],
    [
      'has style sheets against everything',
      'document.head.append(Object.assign(document.createElement("style"), { textContent: "html{transform:scale(.5);filter:blur(3px)} div{display:none!important;opacity:0!important} *{pointer-events:none!important}" }))',
    ],
  ];
  for (const [name, script] of spoils) {
    it(`${name}: it is as before, and the call goes on`, async () => {
      const page = await visit('');
      const frame = await chromium.float(page);
      await joinBy(frame);
      const before = await page.evaluate(() => {
        const { findHost } = globalThis as unknown as { findHost(): HTMLElement };
        Object.assign(globalThis, { host: findHost() });
        const { width, height } = findHost().getBoundingClientRect();
        return { width, height };
      });
      await page.evaluate(script);
      await eventually(async () => {
        const now = await page.evaluate(() => {
          const { host } = globalThis as unknown as { host: HTMLElement };
          const { opacity, display, pointerEvents } = getComputedStyle(host);
          const isOpen = host.matches(':popover-open') && !host.inert;
          return { opacity, display, pointerEvents, isOpen, width: host.offsetWidth, height: host.offsetHeight };
        });
        assert.deepEqual(now, { opacity: '1', display: 'block', pointerEvents: 'auto', isOpen: true, ...before });
      }, 3_000);
      assert.equal((await figuresOf(frame))?.connection, 'connected');
      await page.close();
    });
  }

  it('opens a modal dialog, which makes everything else inert: the call moves in and out of it, and goes on', async () => {
    const page = await visit('');
    const frame = await chromium.float(page);
    await joinBy(frame);
    await page.evaluate(() => {
      const dialog = document.createElement('dialog');
      dialog.append('A question');
      document.body.append(dialog);
      dialog.showModal();
    });
    await shot(page, 'hostile-dialog');
    await clickOn(frame, 'stream-room >>> [part~=microphone-button]');
    await eventually(async () => assert.equal((await figuresOf(frame))?.microphone, 'off'), 5_000);
    await page.evaluate(() => document.querySelector('dialog')?.close());
    await page.evaluate(() => document.querySelector('dialog')?.remove());
    await clickOn(frame, 'stream-room >>> [part~=microphone-button]');
    await eventually(async () => assert.equal((await figuresOf(frame))?.microphone, 'on'), 5_000);
    await page.close();
  });

  for (const [name, script] of [
    ['removes the call', 'findHost().remove()'],
    ['moves the call elsewhere', 'document.body.append(findHost())'],
    ['empties the whole document', 'document.documentElement.replaceChildren(document.createElement("body"))'],
  ] as const) {
    it(`${name}: it comes back, says what happened, and one joins again by oneself`, async () => {
      const page = await visit('');
      const frame = await chromium.float(page);
      await joinBy(frame);
      await page.evaluate(script);
      const next = await eventually(async () => {
        const found = chromium.frameOf(page);
        assert.ok(found && !found.detached && found !== frame);
        await find(found, 'stream-room >>> [part~=join-button]');
        return found;
      }, 10_000);
      await untilText(next, /This page has thrown the call out/);
      assert.equal((await figuresOf(next))?.connection, 'idle');
      await shot(page, 'hostile-thrown-out');
      assert.equal((await joinBy(next)).connection, 'connected');
      await page.close();
    });
  }

  it('removes the call again and again: it stays away, and the next click opens the side panel, which says why', async () => {
    const page = await visit('');
    await chromium.float(page);
    await page.evaluate('setInterval(() => findHost()?.remove(), 50)');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal(chromium.frameOf(page), undefined);
    await chromium.click(page);
    const panel = await chromium.panel();
    await untilText(panel, /thrown the call out several times/);
    await shot(panel, 'hostile-panel');
    await panel.close();
    await page.close();
  });

  it('cannot hold a person: the call is closed even while something covers it', async () => {
    const page = await visit('');
    const frame = await chromium.float(page);
    await page.evaluate(() => {
      const lid = document.createElement('div');
      lid.popover = 'manual';
      lid.style.cssText = 'position:fixed;inset:0;width:auto;height:auto;margin:0;opacity:.1;pointer-events:none';
      document.body.append(lid);
      lid.showPopover();
      setInterval(() => {
        lid.hidePopover();
        lid.showPopover();
      }, 20);
    });
    await clickOn(frame, buttonNamed('Close the call'));
    await eventually(() => assert.equal(chromium.frameOf(page), undefined), 5_000);
    await page.close();
  });
});
