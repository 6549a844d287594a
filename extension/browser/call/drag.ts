/**
 * Turns a pointer's way over a frame that moves along with it into the way on the screen. Knows nothing of what is moved.
 */

export interface Drag {
  readonly phase: 'start' | 'move' | 'end';
  /** CSS pixels of the page since the start. */
  readonly x: number;
  readonly y: number;
}

/** Screen pixels per CSS pixel: the page's zoom, where the browser counts the screen in pixels of its own. */
export type Zoom = () => number;

/** To be called at a `pointerdown`; calls back until the pointer is up. */
export function followPointer(event: PointerEvent, zoom: Zoom, onDrag: (drag: Drag) => void): void {
  const target = event.currentTarget;
  if (!(target instanceof Element) || event.button !== 0 || !event.isTrusted) return;
  const { pointerId, screenX, screenY } = event;
  const life = new AbortController();
  const { signal } = life;
  const tell = (phase: Drag['phase'], { screenX: x, screenY: y }: PointerEvent) =>
    onDrag({ phase, x: (x - screenX) / zoom(), y: (y - screenY) / zoom() });
  const end = (last: Event) => {
    if (signal.aborted) return;
    life.abort();
    tell('end', last as PointerEvent);
  };
  // The pointer leaves the frame whenever it is quicker than the frame.
  target.setPointerCapture(pointerId);
  tell('start', event);
  target.addEventListener('pointermove', (move) => tell('move', move as PointerEvent), { signal });
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    target.addEventListener(type, end, { signal });
  }
}
