/** Keeps an AudioContext running although browsers want a click first. Knows nothing of what it plays. */

/** ms: a context that may run does so within a few; one that may not stays suspended without a word. */
const GRACE_MS = 400;
const GESTURES = ['pointerup', 'click', 'keydown', 'touchend'] as const;

/**
 * Resumes the context now, and at each click or key press anywhere while it does not run. `onBlocked` hears true when
 * the browser keeps it silent, and false when it no longer does.
 */
export function keepRunning(context: AudioContext, onBlocked: (blocked: boolean) => void, signal: AbortSignal): void {
  let blocked = false;
  let waiting: AbortController | undefined;

  const tell = (now: boolean) => {
    if (signal.aborted || blocked === now) return;
    blocked = now;
    onBlocked(now);
  };
  const update = () => {
    if (signal.aborted || context.state === 'closed') return;
    if (context.state === 'running') {
      waiting?.abort();
      waiting = undefined;
      tell(false);
      return;
    }
    if (waiting !== undefined) return;
    waiting = new AbortController();
    const options = { capture: true, signal: AbortSignal.any([signal, waiting.signal]) };
    for (const gesture of GESTURES) window.addEventListener(gesture, () => resume(context), options);
    const timer = setTimeout(() => tell(context.state !== 'running'), GRACE_MS);
    options.signal.addEventListener('abort', () => clearTimeout(timer));
    resume(context);
  };
  context.addEventListener('statechange', update, { signal });
  update();
}

/** Without a click the promise stays open or rejects, as the browser likes; `statechange` says what came of it. */
function resume(context: AudioContext): void {
  context.resume().catch(() => undefined);
}
