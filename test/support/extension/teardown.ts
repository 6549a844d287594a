/** For suites whose browsers and relays are opened in a `before`: closes all of them after the suite, the last one first. */
import { after } from 'node:test';

/** To be called in the suite's body: what is registered within a hook would run after the hook. */
export function suiteTeardown(): { after(close: () => unknown): void } {
  const closers: (() => unknown)[] = [];
  after(async () => {
    for (const close of closers.reverse()) await close();
  });
  return { after: (close) => void closers.push(close) };
}
