/** How a video shows a local stream: set once, started at once. Knows nothing of where it is shown. */
import { guard } from 'lit/directives/guard.js';

/** For `.srcObject`: Lit sets objects anew at each drawing, and the video would load anew each time. */
export const streamOnce = (stream: MediaStream | undefined) => guard([stream], () => stream ?? null);

/**
 * For `@loadstart` of a muted video: `autoplay` alone waits until the browser has seen it on screen, which takes seconds
 * in a tab that was hidden when the call began.
 */
export function playAtOnce(event: Event): void {
  // Refused or interrupted, `autoplay` tries again.
  (event.currentTarget as HTMLVideoElement).play().catch(() => undefined);
}
