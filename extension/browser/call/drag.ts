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
  let at = { screenX, screenY };
  const life = new AbortController();
  const { signal } = life;
  let last: Pick<Drag, 'x' | 'y'> = { x: 0, y: 0 };
  const note = (now: PointerEvent) => {
    at = now;
    last = { x: (at.screenX - screenX) / zoom(), y: (at.screenY - screenY) / zoom() };
  };
  const end = () => {
    if (signal.aborted) return;
    life.abort();
    onDrag({ phase: 'end', ...last });
  };
  // The pointer leaves the frame whenever it is quicker than the frame.
  target.setPointerCapture(pointerId);
  onDrag({ phase: 'start', ...last });
  target.addEventListener(
    'pointermove',
    (event) => {
      const move = event as PointerEvent;
      // The frame moved below a pointer at rest: browsers tell that as a move, too, with no button pressed.
      if (move.screenX === at.screenX && move.screenY === at.screenY) return;
      // It was let go where nobody could hear it.
      if (move.buttons === 0) return end();
      note(move);
      onDrag({ phase: 'move', ...last });
    },
    { signal },
  );
  target.addEventListener(
    'pointerup',
    (event) => {
      note(event as PointerEvent);
      end();
    },
    { signal },
  );
  // Neither says where the pointer is.
  for (const type of ['pointercancel', 'lostpointercapture']) target.addEventListener(type, end, { signal });
}
