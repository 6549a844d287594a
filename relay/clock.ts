/** Time, as a thing that tests can hold in their hands. Knows nothing of what is timed. */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds, monotonic, from an arbitrary start. */
  now(): number;
  /** Milliseconds since the Unix epoch, with fractions. */
  epochMs(): number;
  /** Runs once, `delayMs` from now. Never keeps the process alive. */
  after(delayMs: number, run: () => void): Timer;
  /** Runs again and again. Never keeps the process alive. */
  every(intervalMs: number, run: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  epochMs: () => performance.timeOrigin + performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return { cancel: () => clearTimeout(timer) };
  },
  every(intervalMs, run) {
    const timer = setInterval(run, intervalMs).unref();
    return { cancel: () => clearInterval(timer) };
  },
};
