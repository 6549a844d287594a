/**
 * What the frame of a floating call and the content script that holds it say to each other, over a port that the page
 * never sees; with a reader for each side. Pure.
 */
import type { Position, Size } from '../settings.ts';

export const HANDLES = ['move', 'north-west', 'north-east', 'south-west', 'south-east'] as const;
/** What is dragged: the whole, or one of its corners. */
export type Handle = (typeof HANDLES)[number];

/** Frame → content script. */
export type FloatRequest =
  /** It is alive; `reason` where it cannot hold a call all the same. */
  | { readonly type: 'hello' }
  /** Screen pixels since the start, as the page counts them. */
  | {
      readonly type: 'drag';
      readonly handle: Handle;
      readonly phase: 'start' | 'move' | 'end';
      readonly x: number;
      readonly y: number;
    }
  | { readonly type: 'nudge'; readonly handle: 'move' | 'size'; readonly x: number; readonly y: number }
  | { readonly type: 'collapse'; readonly collapsed: boolean }
  /** Something lies over it. */
  | { readonly type: 'raise' }
  | { readonly type: 'close' };

/** Content script → frame. */
export type FloatNews =
  /** As it is from now on; `isChosen`: by the person, and to be remembered for the site. */
  | {
      readonly type: 'layout';
      readonly position: Position;
      readonly size: Size;
      readonly collapsed: boolean;
      readonly isChosen: boolean;
    }
  /** The page changed its address by itself. */
  | { readonly type: 'address'; readonly address: string; readonly title: string }
  /** The page had removed the call before; this is another frame. */
  | { readonly type: 'thrown-out' };

/** The first message to the frame's window, which brings the port: only who issued the ticket knows it. */
export const PORT_MESSAGE = 'stream-room-port';

const MAX_DISTANCE = 100_000; // px, more than any desktop is wide
const MAX_ADDRESS_LENGTH = 100_000;

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> => typeof raw === 'object' && raw !== null;
const isDistance = (raw: unknown): raw is number =>
  typeof raw === 'number' && Number.isFinite(raw) && Math.abs(raw) <= MAX_DISTANCE;

/** Undefined for whatever is none. */
export function readFloatRequest(raw: unknown): FloatRequest | undefined {
  if (!isObject(raw)) return undefined;
  const { type, x, y, collapsed } = raw;
  if (type === 'hello' || type === 'raise' || type === 'close') return { type };
  if (type === 'collapse') return typeof collapsed === 'boolean' ? { type, collapsed } : undefined;
  if ((type !== 'drag' && type !== 'nudge') || !isDistance(x) || !isDistance(y)) return undefined;
  const named = raw['handle'];
  if (type === 'nudge') return named === 'move' || named === 'size' ? { type, handle: named, x, y } : undefined;
  const handle = HANDLES.find((each) => each === named);
  const phase = (['start', 'move', 'end'] as const).find((each) => each === raw['phase']);
  return handle && phase ? { type, handle, phase, x, y } : undefined;
}

/** Undefined for whatever is none. */
export function readFloatNews(raw: unknown): FloatNews | undefined {
  if (!isObject(raw)) return undefined;
  const { type, position, size, collapsed, isChosen, address, title } = raw;
  if (type === 'thrown-out') return { type };
  if (type === 'address') {
    if (typeof address !== 'string' || address.length > MAX_ADDRESS_LENGTH || typeof title !== 'string')
      return undefined;
    return { type, address, title };
  }
  if (
    type !== 'layout' ||
    typeof collapsed !== 'boolean' ||
    typeof isChosen !== 'boolean' ||
    !isObject(position) ||
    !isObject(size)
  )
    return undefined;
  const { x, y } = position;
  const { width, height } = size;
  if (!isDistance(x) || !isDistance(y) || !isDistance(width) || !isDistance(height)) return undefined;
  return { type, position: { x, y }, size: { width, height }, collapsed, isChosen };
}
