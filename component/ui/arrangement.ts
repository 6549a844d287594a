/**
 * Where each tile goes in a box of w × h pixels (pure). Knows ids and sizes only, nothing of people, pictures or the
 * DOM. `x` counts from the inline start, so that right-to-left needs no other numbers.
 */
import type { Layout } from '../attributes.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `main` fills the stage, `side` is one of the small ones beside it, `float` lies over it, `even` is one of many. */
export type Place = 'main' | 'side' | 'float' | 'even';

export interface Placed extends Box {
  readonly place: Place;
}

export interface Arrangement {
  readonly boxes: ReadonlyMap<string, Placed>;
  /** Where tiles had no room: their number, and the box that says so. */
  readonly overflow: { readonly box: Box; readonly count: number } | undefined;
}

export interface ArrangementInput {
  readonly layout: Layout;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  /** The others' pictures in order, then one's own as `selfId`. */
  readonly ids: readonly string[];
  readonly selfId: string | undefined;
  /** What is shown large, in every layout but the strip. */
  readonly largeId: string | undefined;
  /** Whoever speaks is kept in view where not all fit. */
  readonly keepId: string | undefined;
}

const NOMINAL_ASPECT = 1.55; // between 4:3 and 16:9, which is what cameras give
const LOW = 3; // widths to a height; oneself would lie on the other one's face
const MIN_WIDTH = 72; // px; a narrower tile shows neither face nor name
const MIN_HEIGHT = 54;

const clamp = (value: number, min: number, max: number) => Math.min(Math.max(value, min), max);

/**
 * The tiling of `count` equal tiles that shows the most of their pictures. Tiles bend between portrait and 16:9 to fill
 * the box; a shorter last row is centred.
 */
export function tile(count: number, width: number, height: number, gap: number): readonly Box[] {
  if (count <= 0 || width <= 0 || height <= 0) return [];
  // Alone, a picture may fill nearly any box; among others it keeps nearer to a camera's shape.
  const [minAspect, maxAspect] = count === 1 ? [0.5, 2.3] : count <= 4 ? [0.6, 2.05] : [0.8, 16 / 9];
  let best = { score: -1, columns: 1, rows: count, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const aspect = clamp(cellWidth / cellHeight, minAspect, maxAspect);
    const tileWidth = Math.min(cellWidth, cellHeight * aspect);
    const tileHeight = tileWidth / aspect;
    const visible = Math.min(aspect / NOMINAL_ASPECT, NOMINAL_ASPECT / aspect);
    const score = tileWidth * tileHeight * visible;
    // A hair more for fewer holes in the last row, so that 4 are 2 × 2 where it makes no difference.
    const worth = score * (1 - 0.02 * ((columns * rows - count) / count));
    if (worth > best.score) best = { score: worth, columns, rows, width: tileWidth, height: tileHeight };
  }
  const top = (height - best.rows * best.height - (best.rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / best.columns);
    const inRow = Math.min(best.columns, count - row * best.columns);
    const start = (width - inRow * best.width - (inRow - 1) * gap) / 2;
    return box(
      start + (index % best.columns) * (best.width + gap),
      top + row * (best.height + gap),
      best.width,
      best.height,
    );
  });
}

/** Equal tiles in one row, or in one column where the box is higher than wide; centred both ways. */
function line(count: number, { x, y, width, height }: Box, gap: number, isRow: boolean): readonly Box[] {
  if (count <= 0) return [];
  const [along, across] = isRow ? [width, height] : [height, width];
  // A tile's length for a thickness of 1: from upright to a camera's own shape.
  const [shortest, longest] = isRow ? [0.72, 16 / 9] : [0.5, 1 / 1.15];
  const room = (along - gap * (count - 1)) / count;
  const length = Math.min(across * longest, room);
  const thickness = Math.min(across, length / shortest);
  const start = (along - count * length - (count - 1) * gap) / 2;
  const aside = (across - thickness) / 2;
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * (length + gap);
    return isRow ? box(x + at, y + aside, length, thickness) : box(x + aside, y + at, thickness, length);
  });
}

const lineCapacity = (length: number, gap: number, shortest: number) =>
  Math.max(1, Math.floor((length + gap) / (shortest + gap)));

function gridCapacity(count: number, width: number, height: number, gap: number): number {
  for (let fits = count; fits > 1; fits -= 1) {
    const first = tile(fits, width, height, gap)[0];
    if (first && first.width >= MIN_WIDTH && first.height >= MIN_HEIGHT) return fits;
  }
  return Math.min(count, 1);
}

/** The first `capacity` ids, where need be with `keepId` in the last one's place; one place is left for the rest. */
function choose(ids: readonly string[], capacity: number, keepId: string | undefined): readonly string[] {
  if (ids.length <= capacity) return ids;
  const shown = ids.slice(0, capacity - 1);
  if (keepId !== undefined && ids.includes(keepId) && !shown.includes(keepId)) shown[shown.length - 1] = keepId;
  return shown;
}

/** Places `ids` into the boxes that `lay` gives for a number of them. */
function place(
  ids: readonly string[],
  capacity: number,
  keepId: string | undefined,
  at: Place,
  lay: (count: number) => readonly Box[],
): Arrangement {
  // One place is for those who have none: however small the box, nobody is left out without a sign.
  const shown = choose(ids, Math.max(2, capacity), keepId);
  const hidden = ids.length - shown.length;
  const boxes = lay(shown.length + (hidden > 0 ? 1 : 0));
  const placed = new Map<string, Placed>();
  shown.forEach((id, index) => {
    const here = boxes[index];
    if (here) placed.set(id, { ...here, place: at });
  });
  const last = boxes[shown.length];
  return { boxes: placed, overflow: hidden > 0 && last ? { box: last, count: hidden } : undefined };
}

export function arrange(input: ArrangementInput): Arrangement {
  const { layout, width, height, gap, ids, selfId, largeId, keepId } = input;
  if (width <= 0 || height <= 0) return { boxes: new Map(), overflow: undefined };
  const isLarge = largeId !== undefined && ids.includes(largeId);
  if (layout === 'strip') {
    const all = isLarge ? [largeId, ...ids.filter((id) => id !== largeId)] : ids;
    const isRow = width >= height;
    const capacity = isRow ? lineCapacity(width, gap, MIN_WIDTH) : lineCapacity(height, gap, MIN_HEIGHT);
    return place(all, capacity, keepId, 'even', (count) => line(count, { x: 0, y: 0, width, height }, gap, isRow));
  }
  const other = ids.find((id) => id !== selfId);
  if (selfId !== undefined && other !== undefined && ids.length === 2) return faceToFace(input, other, selfId);
  if (isLarge && ids.length > 1) return besideLarge(input, largeId);
  const capacity = gridCapacity(ids.length, width, height, gap);
  return place(ids, capacity, keepId, 'even', (count) => tile(count, width, height, gap));
}

/** One large picture and the rest small beside it, or below where the box is narrow. */
function besideLarge({ width, height, gap, ids, keepId }: ArrangementInput, largeId: string): Arrangement {
  const rest = ids.filter((id) => id !== largeId);
  const isBeside = width / height > 1.2 && width >= 480;
  const thickness = isBeside ? clamp(width * 0.16, 110, 250) : clamp(height * 0.16, 56, 140);
  const strip: Box = isBeside
    ? { x: width - thickness, y: 0, width: thickness, height }
    : { x: 0, y: height - thickness, width, height: thickness };
  const stage = isBeside ? box(0, 0, width - thickness - gap, height) : box(0, 0, width, height - thickness - gap);
  const capacity = lineCapacity(isBeside ? height : width, gap, isBeside ? thickness / 1.85 : thickness * 0.8);
  const side = place(rest, capacity, keepId, 'side', (count) => line(count, strip, gap, !isBeside));
  return { boxes: new Map([[largeId, { ...stage, place: 'main' }], ...side.boxes]), overflow: side.overflow };
}

/** Two people: the other one fills the stage, oneself lies in its corner; where it is low, both stand side by side. */
function faceToFace({ width, height, gap }: ArrangementInput, otherId: string, selfId: string): Arrangement {
  if (width > height * LOW)
    return place([otherId, selfId], 2, undefined, 'even', (count) => tile(count, width, height, gap));
  const margin = clamp(width * 0.02, 8, 18);
  const isTall = height > width * 1.25;
  const selfWidth = isTall ? clamp(width * 0.28, 72, 150) : clamp(width * 0.2, 84, 250);
  const selfHeight = isTall ? selfWidth * 1.33 : selfWidth / 1.5;
  const boxes = new Map<string, Placed>();
  const alone = tile(1, width, height, 0)[0];
  if (alone) boxes.set(otherId, { ...alone, place: 'main' });
  const right = alone ? alone.x + alone.width : width;
  const bottom = alone ? alone.y + alone.height : height;
  boxes.set(selfId, {
    ...box(right - selfWidth - margin, bottom - selfHeight - margin, selfWidth, selfHeight),
    place: 'float',
  });
  return { boxes, overflow: undefined };
}

/** Whole pixels: half ones blur pictures and text. */
const box = (x: number, y: number, width: number, height: number): Box => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.floor(width),
  height: Math.floor(height),
});
