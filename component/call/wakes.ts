/** The moments at which trying again is promising: the page is looked at again, or the network is back. */

export type WakeSource = (onWake: () => void, signal: AbortSignal) => void;

export const pageWakes: WakeSource = (onWake, signal) => {
  const page = globalThis.window;
  if (page === undefined) return;
  page.addEventListener('online', onWake, { signal });
  page.addEventListener('pageshow', onWake, { signal });
  page.document.addEventListener(
    'visibilitychange',
    () => {
      if (page.document.visibilityState === 'visible') onWake();
    },
    { signal },
  );
};

export const isPageHidden = (): boolean => globalThis.document?.visibilityState === 'hidden';
