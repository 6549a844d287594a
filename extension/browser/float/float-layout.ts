/**
 * Where a floating call lies in its window: from what is remembered to pixels and back, moved, resized, kept in sight.
 * Pure. Knows no DOM.
 */
import type { Position, Size } from '../settings.ts';
import type { Handle } from './float-messages.ts';

export interface FloatLayout {
  readonly position: Position;
  /** When it is not collapsed. */
  readonly size: Size;
  readonly collapsed: boolean;
}

/** CSS pixels from the window's left and top. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

export const FIRST_SIZE: Size = { width: 400, height: 604 };
/** At the right and the bottom, where pages have the least. */
export const FIRST_POSITION: Position = { x: 1, y: 1 };
/** The bar alone. */
export const COLLAPSED_SIZE: Size = { width: 336, height: 48 };
/** Of what stands in place of the frame, until it is known how high that is. */
export const CARD_SIZE: Size = { width: 380, height: 228 };
/** Smaller, and a picture with the buttons below it would no longer fit. */
export const LEAST_SIZE: Size = { width: 280, height: 240 };
/** Between the call and the window's edges. */
export const MARGIN = 12;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** The largest that fits; in a window smaller than the least size, all there is. */
const fit = (size: Size, window: Size): Size => ({
  width: Math.min(size.width, Math.max(0, window.width - 2 * MARGIN)),
  height: Math.min(size.height, Math.max(0, window.height - 2 * MARGIN)),
});

/** Always wholly in sight, whatever the window's size is by now. */
export function boxOf({ position, size, collapsed }: FloatLayout, window: Size): Box {
  const { width, height } = fit(collapsed ? COLLAPSED_SIZE : size, window);
  return {
    left: Math.round(MARGIN + clamp(position.x, 0, 1) * (window.width - 2 * MARGIN - width)),
    top: Math.round(MARGIN + clamp(position.y, 0, 1) * (window.height - 2 * MARGIN - height)),
    width: Math.round(width),
    height: Math.round(height),
  };
}

/** What is to be remembered so that it comes out at this box again. */
function layoutOf(box: Box, window: Size, before: FloatLayout): FloatLayout {
  const part = (start: number, length: number, all: number, old: number) => {
    const free = all - 2 * MARGIN - length;
    // Where it fills the window it has no place of its own: the old one is kept for larger windows.
    return free < 1 ? old : clamp((start - MARGIN) / free, 0, 1);
  };
  return {
    position: {
      x: part(box.left, box.width, window.width, before.position.x),
      y: part(box.top, box.height, window.height, before.position.y),
    },
    size: before.collapsed ? before.size : { width: box.width, height: box.height },
    collapsed: before.collapsed,
  };
}

/** `start` is the layout when the drag began; x and y are pixels since then. */
export function dragged(start: FloatLayout, handle: Handle, x: number, y: number, window: Size): FloatLayout {
  const box = boxOf(start, window);
  if (handle === 'move') return layoutOf({ ...box, left: box.left + x, top: box.top + y }, window, start);
  if (start.collapsed) return start;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const next = { ...box };
  const least = fit(LEAST_SIZE, window);
  // The opposite corner stays where it is.
  if (handle.endsWith('west')) {
    next.left = clamp(box.left + x, MARGIN, right - least.width);
    next.width = right - next.left;
  } else {
    next.width = clamp(box.width + x, least.width, window.width - MARGIN - box.left);
  }
  if (handle.startsWith('north')) {
    next.top = clamp(box.top + y, MARGIN, bottom - least.height);
    next.height = bottom - next.top;
  } else {
    next.height = clamp(box.height + y, least.height, window.height - MARGIN - box.top);
  }
  return layoutOf(next, window, start);
}

/** Collapsed or not; the corner that is nearest to the window's edge stays where it is, by the position's nature. */
export const withCollapsed = (layout: FloatLayout, collapsed: boolean): FloatLayout => ({ ...layout, collapsed });

/** By keyboard. */
export const moved = (layout: FloatLayout, x: number, y: number, window: Size): FloatLayout =>
  dragged(layout, 'move', x, y, window);

/** By keyboard: away from the edges that it lies at, as far as the window lets it. */
export function resized(layout: FloatLayout, dx: number, dy: number, window: Size): FloatLayout {
  const { width, height } = fit(layout.size, window);
  const wanted = { width: Math.max(LEAST_SIZE.width, width + dx), height: Math.max(LEAST_SIZE.height, height + dy) };
  return { ...layout, size: fit(wanted, window) };
}
