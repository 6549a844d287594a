/** The floating call as a thing in a window, in Chromium: moved, resized, collapsed, by mouse and by keyboard, and remembered. */
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Frame, Page } from 'puppeteer-core';
import { COLLAPSED_SIZE, FIRST_SIZE, LEAST_SIZE, MARGIN } from '../../extension/browser/float/float-layout.ts';
import { DEVELOPMENT_ID } from '../../extension/browser/manifest.ts';
import type { Size } from '../../extension/browser/settings/site-settings.ts';
import { eventually } from '../support/eventually.ts';
import { buttonNamed, clickOn, figuresOf, find, joinBy } from '../support/extension/call-view.ts';
import { ExtensionChromium } from '../support/extension/chromium.ts';
import { shot } from '../support/extension/screenshot.ts';
import { suiteTeardown } from '../support/extension/teardown.ts';
import { openWebSites, type WebSites } from '../support/extension/web-sites.ts';
import { startRelay } from '../support/relay.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const WINDOW = { width: 1280, height: 800 };
const FIRST: Box = {
  left: WINDOW.width - MARGIN - FIRST_SIZE.width,
  top: WINDOW.height - MARGIN - FIRST_SIZE.height,
  ...FIRST_SIZE,
};
const FREE_OF_BUTTONS = 230; // px from the bar's left
const STEP = 8; // px

/** Where the call lies, in the page's own pixels. */
const boxOf = (page: Page): Promise<Box> =>
  page.evaluate(() => {
    const host = [...document.querySelectorAll('div')].find((each) => each.popover === 'manual');
    const { left, top, width, height } = host?.getBoundingClientRect() ?? new DOMRect();
    return { left, top, width, height };
  });
const untilBox = (page: Page, expected: Box) =>
  eventually(async () => assert.deepEqual(await boxOf(page), expected), 5_000);

describe('a floating call', { timeout: 230_000 }, () => {
  const teardown = suiteTeardown();
  let chromium: ExtensionChromium;
  let sites: WebSites;
  let page: Page;
  let frame: Frame;

  before(async () => {
    sites = await openWebSites(teardown);
    const relay = await startRelay(teardown, { open: 'any-room', origins: [`chrome-extension://${DEVELOPMENT_ID}`] });
    chromium = await ExtensionChromium.open(teardown);
    await chromium.configure(relay.url);
    page = await chromium.visit(`${sites.secure}/plain`);
    frame = await chromium.float(page);
    await joinBy(frame);
  });
  afterEach(() => page.mouse.reset());

  /**
   * In steps of few pixels, each of them waited for: this driver gives what is beside the frame to the page, where a
   * real mouse stays with whatever it was pressed on. Its pixels are the page's own, however large.
   */
  const drag = async ([x, y]: readonly [number, number], [dx, dy]: readonly [number, number]) => {
    await press([x, y]);
    const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / STEP);
    for (let step = 1; step <= steps; step++) await pull([x + (dx * step) / steps, y + (dy * step) / steps]);
    await page.mouse.up();
  };
  const press = async (point: readonly [number, number]) => {
    await frame.evaluate(`globalThis.follow ??= addEventListener('pointermove', ({ clientX, clientY }) => {
      globalThis.pointer = [clientX, clientY];
    }, true) ?? true`);
    await pull(point);
    await page.mouse.down();
  };
  /** Until the browser knows where the frame is by now: it learns that a little later than the page. */
  const pull = ([x, y]: readonly [number, number]) =>
    eventually(async () => {
      await page.mouse.move(x, y);
      const { left, top } = await boxOf(page);
      const [atX = 0, atY = 0] = (await frame.evaluate('globalThis.pointer ?? []')) as number[];
      assert.ok(Math.abs(atX - (x - left)) <= 1 && Math.abs(atY - (y - top)) <= 1, `the pointer is at ${atX}, ${atY}`);
    });
  const bar = async (): Promise<[number, number]> => {
    const { left, top } = await boxOf(page);
    return [left + FREE_OF_BUTTONS, top + 24];
  };
  /** It is written down a moment after it is seen: a page that goes within that moment takes it along. */
  const untilRemembered = (expected: { size?: Size; collapsed: boolean }) =>
    eventually(async () => {
      const { size, collapsed } = (await chromium.remembered(page.url())) ?? {};
      assert.deepEqual({ ...(expected.size && { size }), collapsed }, expected);
    });
  /** The call anew, there, in a window as it was at first. */
  const put = async (site: object = {}) => {
    await page.setViewport(WINDOW);
    // First: what is there may still be writing down where it lies.
    await page.reload();
    await chromium.remember(page.url(), site);
    frame = await chromium.float(page);
    await find(frame, buttonNamed('Close the call'));
  };

  describe('by mouse', () => {
    it('goes along with the bar, and stays when the button is up', async () => {
      const [x, y] = await bar();
      await drag([x, y], [-480, -120]);
      const there = { ...FIRST, left: FIRST.left - 480, top: FIRST.top - 120 };
      await untilBox(page, there);
      await page.mouse.move(x - 470, y - 110);
      await page.mouse.move(600, 700);
      assert.deepEqual(await boxOf(page), there, 'a pointer that drags nothing moves nothing');
      assert.equal((await figuresOf(frame))?.connection, 'connected');
    });

    it('stays in the window however far it is dragged', async () => {
      const [x, y] = await bar();
      await drag([x, y], [-x + MARGIN + 20, 0]);
      await untilBox(page, { ...FIRST, left: MARGIN, top: FIRST.top - 120 });
    });

    it('is let go also where the frame does not hear of it: the pointer that comes back moves nothing', async () => {
      await put();
      const [x, y] = await bar();
      await press([x, y]);
      await pull([x - 10, y - 10]);
      await untilBox(page, { ...FIRST, left: FIRST.left - 10, top: FIRST.top - 10 });
      await page.mouse.move(100, 100);
      await page.mouse.up();
      const { left, top } = await boxOf(page);
      const inside: [number, number] = [left + FREE_OF_BUTTONS, top + 24];
      await pull(inside);
      const there = await boxOf(page);
      for (const way of [-10, 15, 60]) await pull([inside[0] + way, inside[1] + way]);
      assert.deepEqual(await boxOf(page), there);
      await drag(await bar(), [-40, -80]);
      await untilBox(page, { ...there, left: there.left - 40, top: there.top - 80 });
    });

    it('is resized by each corner, while the opposite one stays; never below what can be used', async () => {
      await put({ position: { x: 0.5, y: 0.5 }, size: { width: 400, height: 500 } });
      const { left, top, width, height } = await boxOf(page);
      const [right, bottom] = [left + width, top + height];
      await drag([right - 9, bottom - 9], [64, -104]);
      await untilBox(page, { left, top, width: width + 64, height: height - 104 });
      await drag([left + 9, top + 9], [-40, 48]);
      await untilBox(page, { left: left - 40, top: top + 48, width: width + 104, height: height - 152 });
      await drag([left - 31, bottom - 113], [40, 104]);
      await untilBox(page, { left, top: top + 48, width: width + 64, height: height - 48 });
      await drag([right + 55, top + 57], [-250, 300]);
      await untilBox(page, { left, top: bottom - LEAST_SIZE.height, ...LEAST_SIZE });
      await shot(page, 'float-least');
    });

    it('is collapsed to its bar, in which the call goes on, and shown again where it was', async () => {
      await put();
      await joinBy(frame);
      await clickOn(frame, buttonNamed('Make it small'));
      const { width, height } = COLLAPSED_SIZE;
      const small = { left: WINDOW.width - MARGIN - width, top: WINDOW.height - MARGIN - height, width, height };
      await untilBox(page, small);
      await shot(page, 'float-collapsed');
      assert.equal((await figuresOf(frame))?.connection, 'connected');
      await clickOn(frame, buttonNamed('Turn the microphone off'));
      await eventually(async () => assert.equal((await figuresOf(frame))?.microphone, 'off'));
      const grip = small.left + 16;
      await drag([grip, small.top + 24], [-200, -200]);
      await untilBox(page, { ...small, left: small.left - 200, top: small.top - 200 });
      await clickOn(frame, buttonNamed('Show the call'));
      await eventually(async () => {
        const box = await boxOf(page);
        assert.deepEqual([box.width, box.height], [FIRST.width, FIRST.height]);
      });
      assert.equal((await figuresOf(frame))?.connection, 'connected');
    });
  });

  describe('by keyboard', () => {
    beforeEach(() => put());
    const focused = () =>
      frame.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.localName ?? '';
      });
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 12; presses++) {
        if ((await focused()) === name) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`No Tab leads to “${name}”; the focus is at ${await focused()}.`);
    };

    it('is moved with arrows and resized with Shift and arrows, from where the focus is when it comes', async () => {
      await tabTo('Move the call');
      await shot(page, 'float-focus-grip');
      for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp'] as const) await page.keyboard.press(key);
      await untilBox(page, { ...FIRST, left: FIRST.left - 32, top: FIRST.top - 16 });
      await page.keyboard.down('Shift');
      for (const key of ['ArrowLeft', 'ArrowDown'] as const) await page.keyboard.press(key);
      await page.keyboard.up('Shift');
      await eventually(async () => {
        const { width, height } = await boxOf(page);
        assert.deepEqual([width, height], [FIRST.width - 16, FIRST.height + 16]);
      });
      assert.equal(await focused(), 'Move the call', 'the focus stays for the next press');
    });

    it('is collapsed and shown again, without losing the focus', async () => {
      await tabTo('Make it small');
      await new Promise((resolve) => setTimeout(resolve, 800)); // the gate wants it in sight for half a second
      await page.keyboard.press('Enter');
      await eventually(async () => assert.equal((await boxOf(page)).height, COLLAPSED_SIZE.height));
      await eventually(async () => assert.equal(await focused(), 'Show the call'));
      await page.keyboard.press('Space');
      await untilBox(page, FIRST);
      await eventually(async () => assert.equal(await focused(), 'Make it small'));
    });

    it('is closed', async () => {
      await tabTo('Close the call');
      await page.keyboard.press('Enter');
      await eventually(() => assert.equal(chromium.frameOf(page), undefined));
    });
  });

  it('comes again where and how it was left on this site, and as at first on another', async () => {
    await put();
    await drag(await bar(), [-400, -80]);
    const { left: at, top } = FIRST;
    await untilBox(page, { ...FIRST, left: at - 400, top: top - 80 });
    await drag([at - 391, top - 71], [104, 48]);
    const left = { left: at - 296, top: top - 32, width: FIRST.width - 104, height: FIRST.height - 48 };
    await untilBox(page, left);
    const { width, height } = left;
    await untilRemembered({ size: { width, height }, collapsed: false });
    await page.reload();
    frame = await chromium.float(page);
    await untilBox(page, left);
    await chromium.click(page);
    await eventually(() => assert.equal(chromium.frameOf(page), undefined));
    await page.goto(`${sites.secure}/other?at=another-page`);
    frame = await chromium.float(page);
    await untilBox(page, left);
    const other = await chromium.visit(`${sites.plain}/plain`);
    await chromium.float(other);
    await untilBox(other, FIRST);
    await other.close();
    await page.bringToFront();
    await clickOn(frame, buttonNamed('Make it small'));
    await eventually(async () => assert.equal((await boxOf(page)).height, COLLAPSED_SIZE.height));
    await untilRemembered({ collapsed: true });
    await page.goto(`${sites.secure}/plain`);
    frame = await chromium.float(page);
    await eventually(async () => assert.equal((await boxOf(page)).height, COLLAPSED_SIZE.height));
    await find(frame, buttonNamed('Show the call'));
  });

  describe('in windows of other sizes', () => {
    it('stays inside when the window shrinks, and is back where it was when it grows', async () => {
      await put({ position: { x: 0.5, y: 0.5 } });
      const middle = await boxOf(page);
      for (const [width, height] of [
        [700, 500],
        [360, 640],
        [240, 200],
      ] as const) {
        await page.setViewport({ width, height });
        await eventually(async () => {
          const box = await boxOf(page);
          assert.ok(box.left >= MARGIN && box.top >= MARGIN, JSON.stringify(box));
          assert.ok(box.left + box.width <= width - MARGIN, JSON.stringify(box));
          assert.ok(box.top + box.height <= height - MARGIN, JSON.stringify(box));
        });
        await shot(page, `float-window-${width}`);
      }
      await page.setViewport(WINDOW);
      await untilBox(page, middle);
    });

    const enlarged: readonly [name: string, enlarge: () => Promise<unknown>][] = [
      ['zoomed to 150 % in the browser’s menu', () => chromium.zoom(1.5)],
      ['whose style sheet says zoom: 1.5', () => page.addStyleTag({ content: 'html { zoom: 1.5 }' })],
      ['enlarged by two fingers', () => pinch(1.5)],
    ];
    const pinch = async (pageScaleFactor: number) => {
      const client = await page.createCDPSession();
      await client.send('Emulation.setPageScaleFactor', { pageScaleFactor });
    };
    for (const [name, enlarge] of enlarged) {
      it(`lies in a page ${name}, goes along with the pointer, and takes clicks`, async (t) => {
        t.after(() => chromium.zoom(1));
        await put({ position: { x: 0, y: 0 }, size: { width: 400, height: 400 } });
        await enlarge();
        await eventually(async () => assert.equal((await boxOf(page)).width, 400));
        await untilBox(page, { left: MARGIN, top: MARGIN, width: 400, height: 400 });
        await drag(await bar(), [90, 60]);
        await untilBox(page, { left: MARGIN + 90, top: MARGIN + 60, width: 400, height: 400 });
        await shot(page, `float-${name.split(' ')[0]}`);
        // The button that makes it small is the last but one of the bar.
        const { left, top, width } = await boxOf(page);
        await page.mouse.click(left + width - 60, top + 24);
        await eventually(async () => assert.equal((await boxOf(page)).height, COLLAPSED_SIZE.height));
      });
    }
  });

  it('comes over a page in a private window, too, where nothing was allowed yet, and is joined without devices', async () => {
    // First: the call that was made small there may still be writing that down for the site.
    await page.reload();
    await chromium.remember(sites.secure, {});
    const secret = await chromium.visitPrivately(`${sites.secure}/other?private`);
    const there = await chromium.float(secret);
    await shot(secret, 'float-private');
    await clickOn(there, buttonNamed('Join without them'));
    const { camera, microphone, errors } = await joinBy(there);
    assert.deepEqual([camera, microphone, errors], ['off', 'off', []]);
    await secret.close();
  });
});
