/** A floating call stays in sight, whatever it is dragged to and whatever the window becomes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  boxOf,
  dragged,
  FIRST_POSITION,
  FIRST_SIZE,
  MARGIN,
  resized,
} from '../../../extension/browser/float/float-layout.ts';

const WINDOW = { width: 1280, height: 800 };
const FIRST = { position: FIRST_POSITION, size: FIRST_SIZE, collapsed: false };

describe('a floating call', () => {
  it('lies at the lower right at first, and within narrow windows', () => {
    const { left, top, width, height } = boxOf(FIRST, WINDOW);
    assert.deepEqual([left + width, top + height], [1280 - MARGIN, 800 - MARGIN]);
    assert.equal(boxOf(FIRST, { width: 360, height: 640 }).width, 360 - 2 * MARGIN);
  });

  it('is moved, and not out of the window', () => {
    const moved = boxOf(dragged(FIRST, 'move', -100, -50, WINDOW), WINDOW);
    assert.deepEqual([moved.left, moved.top], [boxOf(FIRST, WINDOW).left - 100, boxOf(FIRST, WINDOW).top - 50]);
    const away = boxOf(dragged(FIRST, 'move', -5_000, -5_000, WINDOW), WINDOW);
    assert.deepEqual([away.left, away.top], [MARGIN, MARGIN]);
  });

  it('is resized at a corner while the opposite one stays, and by keys', () => {
    const before = boxOf(FIRST, WINDOW);
    const after = boxOf(dragged(FIRST, 'north-west', 40, 60, WINDOW), WINDOW);
    assert.deepEqual(
      [after.left + after.width, after.top + after.height],
      [before.left + before.width, before.top + before.height],
    );
    assert.deepEqual([after.width, after.height], [before.width - 40, before.height - 60]);
    assert.equal(boxOf(resized(FIRST, 16, 0, WINDOW), WINDOW).width, before.width + 16);
  });
});
