/** Time and chance, injected so that tests own both. Knows nothing of what waits. */

export interface Clock {
  /** Milliseconds since the Unix epoch, never going back. */
  now(): number;
  /** Calls back once after `delayMs`, unless the signal aborts first. */
  after(delayMs: number, callback: () => void, signal: AbortSignal): void;
  /** 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(delayMs, callback, signal) {
    if (signal.aborted) return;
    const cancel = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      callback();
    }, delayMs);
    signal.addEventListener('abort', cancel, { once: true });
  },
  random: () => Math.random(),
};

/** Calls back every `intervalMs`, the first time after one interval, until the signal aborts. */
export function every(clock: Clock, intervalMs: number, callback: () => void, signal: AbortSignal): void {
  clock.after(
    intervalMs,
    () => {
      callback();
      every(clock, intervalMs, callback, signal);
    },
    signal,
  );
}
