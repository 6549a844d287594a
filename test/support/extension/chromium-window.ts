/**
 * What the window of Chromium has around its pages: questions, menus, the toolbar. Sees pixels, and has a mouse and keys;
 * the extension it knows by its icon.
 */
import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { Span } from './picture.ts';
import type { Point, XDisplay } from './x-display.ts';

/** What a click on each of the buttons means, from top to bottom. */
const ANSWERS = ['allow', 'allow-this-time', 'never-allow'] as const;
export type Answer = (typeof ANSWERS)[number];

/** The browser's own buttons in its light theme: #d3e3fd, and darker while the mouse is over them. */
function isButton(colour: number): boolean {
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
  return red >= 0xb0 && red <= 0xd3 && Math.abs(green - red - 0x10) <= 3 && Math.abs(blue - red - 0x29) <= 5;
}
/** Pixels: less is a rounded corner, or a letter on the button. */
const BUTTON_WIDTH = 30;
const BUTTON_HEIGHT = 25;

/** Of the icon where it is 16 pixels wide, which is how menus and toolbar show it. */
const isIcon = (colour: number): boolean => colour === 0x0e8370;
const ICON_HEIGHT = 9;

/** Pixels from the top: the toolbar is below the tabs and above the page. */
const TOOLBAR: Span = { from: 41, to: 86 };

/** ms: browsers take no answer sooner after a question has come, so that nobody answers what they have not read. */
const ANSWER_AGAIN_MS = 800;
const MAX_ENTRIES = 30; // of a menu

export class ChromiumWindow {
  readonly #display: XDisplay;

  constructor(display: XDisplay) {
    this.#display = display;
  }

  /** Something has to be allowed or refused before anything goes on. */
  get isAsking(): boolean {
    return this.#buttons().length > 0;
  }

  /** To the question for camera and microphone. */
  async answer(answer: Answer): Promise<void> {
    await this.#untilGone(async () => {
      const buttons = await this.#settledButtons(ANSWERS.length);
      await this.#clickAt(buttons[ANSWERS.indexOf(answer)]);
    });
  }

  /** Leaves that question without an answer. */
  async dismiss(): Promise<void> {
    await this.#untilGone(async () => {
      const [first] = await this.#settledButtons(ANSWERS.length);
      assert.ok(first);
      // The question has no keyboard before it is clicked: on its heading, where that does nothing else.
      await this.#clickAt({ x: first.x, y: TOOLBAR.to + 26 });
      await this.#display.press('Escape');
    });
  }

  /** To the question whether the extension may do more than before. */
  async answerRequest(isAllowed: boolean): Promise<void> {
    await this.#untilGone(async () => {
      const [allow] = await this.#settledButtons(1);
      if (isAllowed) await this.#clickAt(allow);
      else await this.#display.press('Escape');
    });
  }

  /** Where the extension's button is in the toolbar. */
  ownButton(): Promise<Point> {
    return eventually(() => {
      const found = this.#icon({ from: 0, to: this.#display.picture().width }, TOOLBAR);
      assert.ok(found, 'The toolbar has no button of the extension.');
      return found;
    }, 10_000);
  }

  /** A right click, then by keys to the extension's entry and into it; in a menu of its own, to the first. */
  async chooseOwnEntry(at: Point, hasOwnMenu: boolean): Promise<void> {
    const display = this.#display;
    await display.click(at, 'right');
    const icon = await eventually(() => {
      const found = this.#icon({ from: at.x, to: at.x + 60 }, { from: TOOLBAR.to, to: display.picture().height });
      assert.ok(found, 'The menu has no entry of the extension.');
      return found;
    });
    // Beside the icons, where nothing but the background tells which entry is chosen.
    const margin = () => {
      const picture = display.picture();
      return Array.from({ length: picture.height - TOOLBAR.to }, (_, y) => picture.at(icon.x - 6, TOOLBAR.to + y));
    };
    const atEntry = () => margin()[icon.y - TOOLBAR.to];
    const plain = atEntry();
    for (let presses = 0; atEntry() === plain; presses++) {
      assert.ok(presses < MAX_ENTRIES, 'The keys do not lead to the extension’s entry.');
      const before = margin();
      await display.press('Up');
      await eventually(() => assert.notDeepEqual(margin(), before, 'The menu does not follow the keys.'));
    }
    if (hasOwnMenu) {
      const before = display.picture().png();
      await display.press('Right');
      await eventually(() =>
        assert.notDeepEqual(display.picture().png(), before, 'The extension’s menu did not open.'),
      );
    }
    await display.press('Return');
  }

  async #clickAt(point: Point | undefined): Promise<void> {
    assert.ok(point);
    await this.#display.click(point);
  }

  /** As long as the question is there; the browser may have been too slow, or have found the answer too quick. */
  async #untilGone(act: () => Promise<void>): Promise<void> {
    await eventually(() => assert.ok(this.isAsking, 'The browser asks nothing.'), 10_000);
    await eventually(async () => {
      if (this.isAsking) await act();
      await eventually(() => assert.ok(!this.isAsking, 'The browser goes on asking.'), ANSWER_AGAIN_MS);
    }, 10_000);
  }

  /** No longer on their way to where they will be. */
  #settledButtons(count: number): Promise<readonly Point[]> {
    let before: readonly Point[] = [];
    return eventually(() => {
      const now = this.#buttons();
      const were = before;
      before = now;
      assert.equal(now.length, count, 'The browser asks something else.');
      assert.deepEqual(now, were);
      return now;
    });
  }

  /** One below the other. */
  #buttons(): readonly Point[] {
    const picture = this.#display.picture();
    for (let y = TOOLBAR.to; y < picture.height; y++) {
      const top = picture.row(y, isButton).find(({ from, to }) => to - from >= BUTTON_WIDTH);
      // Left of the letters.
      if (top) {
        const buttons = picture.column(top.from - 4, isButton).filter(({ from }) => from >= TOOLBAR.to);
        return buttons
          .filter(({ from, to }) => to - from >= BUTTON_HEIGHT)
          .map(({ from, to }) => ({ x: (top.from + top.to) / 2, y: (from + to) / 2 }));
      }
    }
    return [];
  }

  #icon(across: Span, down: Span): Point | undefined {
    const picture = this.#display.picture();
    for (let x = across.from; x < across.to; x++) {
      const side = picture
        .column(x, isIcon)
        .find(({ from, to }) => from >= down.from && to <= down.to && to - from >= ICON_HEIGHT);
      if (side) return { x, y: Math.round((side.from + side.to) / 2) };
    }
    return undefined;
  }
}
