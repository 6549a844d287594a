/** Starts a local picture. Knows nothing of where it is shown. */

/**
 * For `@loadstart` of a muted video: `autoplay` alone waits until the browser has seen it on screen, which takes seconds
 * in a tab that was hidden when the call began.
 */
export function playAtOnce(event: Event): void {
  // Refused or interrupted, `autoplay` tries again.
  (event.currentTarget as HTMLVideoElement).play().catch(() => undefined);
}
