/** Where a floating call lies: always in sight, where it was put, in windows of any size. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  boxOf,
  COLLAPSED_SIZE,
  dragged,
  FIRST_POSITION,
  FIRST_SIZE,
  type FloatLayout,
  LEAST_SIZE,
  MARGIN,
  moved,
  resized,
  withCollapsed,
} from '../../../extension/browser/float/float-layout.ts';
import { HANDLES } from '../../../extension/browser/float/float-messages.ts';

const WINDOW = { width: 1280, height: 800 };
const first: FloatLayout = { position: FIRST_POSITION, size: FIRST_SIZE, collapsed: false };

const layouts = fc.record({
  position: fc.record({
    x: fc.double({ min: -2, max: 3, noNaN: true }),
    y: fc.double({ min: -2, max: 3, noNaN: true }),
  }),
  size: fc.record({ width: fc.integer({ min: 0, max: 4000 }), height: fc.integer({ min: 0, max: 4000 }) }),
  collapsed: fc.boolean(),
});
const windows = fc.record({ width: fc.integer({ min: 0, max: 5000 }), height: fc.integer({ min: 0, max: 3000 }) });

describe('a floating call', () => {
  it('comes at the right and the bottom', () => {
    const { left, top, width, height } = boxOf(first, WINDOW);
    assert.deepEqual([left + width, top + height], [WINDOW.width - MARGIN, WINDOW.height - MARGIN]);
  });

  it('is wholly in sight, in whatever window', () => {
    fc.assert(
      fc.property(layouts, windows, (layout, window) => {
        const { left, top, width, height } = boxOf(layout, window);
        assert.ok(
          left + width <= Math.max(window.width, 2 * MARGIN) && top + height <= Math.max(window.height, 2 * MARGIN),
        );
        if (window.width >= 2 * MARGIN) assert.ok(left >= MARGIN);
        if (window.height >= 2 * MARGIN) assert.ok(top >= MARGIN);
      }),
    );
  });

  it('stays in sight and no smaller than it may be, wherever it is dragged', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HANDLES),
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: -3000, max: 3000 }),
        (handle, x, y) => {
          const box = boxOf(dragged(first, handle, x, y, WINDOW), WINDOW);
          assert.ok(box.width >= LEAST_SIZE.width && box.height >= LEAST_SIZE.height);
          assert.ok(box.left >= MARGIN && box.top >= MARGIN);
          assert.ok(box.left + box.width <= WINDOW.width - MARGIN && box.top + box.height <= WINDOW.height - MARGIN);
        },
      ),
    );
  });

  it('is where it was put, to the pixel', () => {
    const start = boxOf(first, WINDOW);
    const box = boxOf(dragged(first, 'move', -300, -100, WINDOW), WINDOW);
    assert.deepEqual([box.left, box.top], [start.left - 300, start.top - 100]);
    assert.deepEqual([box.width, box.height], [start.width, start.height]);
  });

  it('grows from a corner, and the opposite one stays', () => {
    const middle = dragged(first, 'move', -400, -150, WINDOW);
    const before = boxOf(middle, WINDOW);
    const after = boxOf(dragged(middle, 'north-west', -50, -20, WINDOW), WINDOW);
    assert.deepEqual(
      [after.left + after.width, after.top + after.height],
      [before.left + before.width, before.top + before.height],
    );
    assert.deepEqual([after.width, after.height], [before.width + 50, before.height + 20]);
  });

  it('collapses to its bar at the same edge, keeps its size, and has no corners then', () => {
    const small = withCollapsed(first, true);
    const box = boxOf(small, WINDOW);
    assert.deepEqual([box.width, box.height], [COLLAPSED_SIZE.width, COLLAPSED_SIZE.height]);
    assert.equal(box.left + box.width, WINDOW.width - MARGIN);
    assert.equal(dragged(small, 'north-west', -50, -50, WINDOW), small);
    assert.deepEqual(boxOf(withCollapsed(small, false), WINDOW), boxOf(first, WINDOW));
  });

  it('is moved and sized by keys as well, within the same bounds', () => {
    const start = boxOf(first, WINDOW);
    assert.equal(boxOf(moved(first, -32, 0, WINDOW), WINDOW).left, start.left - 32);
    assert.equal(boxOf(resized(first, -40, 0, WINDOW), WINDOW).width, start.width - 40);
    assert.equal(boxOf(resized(first, -4000, 0, WINDOW), WINDOW).width, LEAST_SIZE.width);
  });

  it('keeps its place for a larger window while it fills a small one', () => {
    const tiny = { width: 300, height: 300 };
    const dragInTiny = dragged(first, 'move', -100, -100, tiny);
    assert.deepEqual(dragInTiny.position, first.position);
  });
});
