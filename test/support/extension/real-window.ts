/** Chromium with the extension in a window on a screen of its own, and a person in front of it. */
import assert from 'node:assert/strict';
import type { Frame, Page } from 'puppeteer-core';
import { eventually } from '../eventually.ts';
import { type CallFigures, figuresOf, find } from './call-view.ts';
import { ExtensionChromium, type ExtensionChromiumOptions } from './chromium.ts';
import { ChromiumWindow } from './chromium-window.ts';
import { ScreenMouse } from './screen-mouse.ts';
import { XDisplay } from './x-display.ts';

export class RealWindow {
  readonly display: XDisplay;
  readonly chromium: ExtensionChromium;
  /** Around the pages. */
  readonly browserUi: ChromiumWindow;
  readonly mouse: ScreenMouse;

  private constructor(display: XDisplay, chromium: ExtensionChromium) {
    this.display = display;
    this.chromium = chromium;
    this.browserUi = new ChromiumWindow(display);
    this.mouse = new ScreenMouse(display);
  }

  /** Closed with the test. */
  static async open(
    t: { after(close: () => unknown): void },
    options: ExtensionChromiumOptions = {},
  ): Promise<RealWindow> {
    const display = await XDisplay.open(t);
    return new RealWindow(display, await ExtensionChromium.open(t, { ...options, headless: false, env: display.env }));
  }

  /** With the mouse, from the lobby to the own picture in the call. */
  async join(document_: Frame | Page): Promise<CallFigures> {
    const connection = () =>
      eventually(async () => {
        const figures = await figuresOf(document_);
        assert.ok(figures, 'There is no call.');
        return figures.connection;
      }, 10_000);
    // A click that comes before the call has been in sight for long enough is not taken.
    await eventually(async () => {
      if ((await connection()) === 'idle') await this.mouse.clickOn(document_, 'stream-room >>> [part~=join-button]');
      await eventually(async () => assert.notEqual(await connection(), 'idle'), 2_000);
    }, 15_000);
    return this.untilShown(document_);
  }

  /** Connected, with the picture of the made-up camera painted where people look. */
  async untilShown(document_: Frame | Page): Promise<CallFigures> {
    const figures = await eventually(async () => {
      const now = await figuresOf(document_);
      assert.equal(now?.connection, 'connected', JSON.stringify(now));
      return now;
    }, 20_000);
    await find(document_, 'stream-room >>> [part~=leave-button]');
    const { x, y } = await this.mouse.middleOf(document_, 'stream-room >>> [part~=self-video]');
    await eventually(() => {
      const picture = this.display.picture();
      const isPainted = picture.row(y, isCameraGreen).some(({ from, to }) => from < x && to > x);
      assert.ok(isPainted, `At ${x}, ${y} the screen is #${picture.at(x, y).toString(16)}, without the camera.`);
    }, 10_000);
    return figures;
  }
}

/** The made-up camera shows green, and lighter green on it. */
const isCameraGreen = (colour: number): boolean =>
  colour >> 16 < 0x70 && ((colour >> 8) & 0xff) > 0x70 && (colour & 0xff) < 0x40;
