/** The mouse of a display over what a browser shows there: finds out where on the screen a document is. */
import assert from 'node:assert/strict';
import type { Frame, Page } from 'puppeteer-core';
import { eventually } from '../eventually.ts';
import { find } from './call-view.ts';
import type { Point, XDisplay } from './x-display.ts';

/** Over the call at the lower right of a page, over a panel, and over a page that has neither. */
const LOWER_RIGHT: Point = { x: 1_080, y: 700 };

type World = { streamRoomOrigin?: Point };

export class ScreenMouse {
  readonly #display: XDisplay;

  constructor(display: XDisplay) {
    this.#display = display;
  }

  async clickOn(document_: Frame | Page, selector: string): Promise<void> {
    await this.#display.click(await this.middleOf(document_, selector));
  }

  /** On the screen. */
  async middleOf(document_: Frame | Page, selector: string): Promise<Point> {
    const element = await find(document_, selector);
    const { x, y } = await this.#originOf(document_);
    const middle = await element.evaluate((each) => {
      each.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      const { left, top, width, height } = each.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    return { x: Math.round(x + middle.x), y: Math.round(y + middle.y) };
  }

  /** The mouse goes over the document, which tells where it has seen it. */
  async #originOf(document_: Frame | Page): Promise<Point> {
    await document_.evaluate(() => {
      const world = globalThis as World;
      delete world.streamRoomOrigin;
      window.addEventListener(
        'pointermove',
        ({ screenX, screenY, clientX, clientY }) => {
          world.streamRoomOrigin = { x: screenX - clientX, y: screenY - clientY };
        },
        { capture: true, once: true },
      );
    });
    let step = 0;
    return eventually(async () => {
      // To the same place again, it would not move.
      step = 1 - step;
      await this.#display.xdotool('mousemove', LOWER_RIGHT.x + step, LOWER_RIGHT.y);
      const origin = await document_.evaluate(() => (globalThis as World).streamRoomOrigin);
      assert.ok(origin, 'The mouse does not get to the document.');
      return origin;
    });
  }
}
