/** The process around one relay: opens it and tells what it uses. Knows nothing of the relay's insides. */
import { answer } from '../child.ts';
import { CONTESTANTS, type ContestantName } from './contestants.ts';

export interface Usage {
  /** CPU time of the process so far, µs. */
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

answer({
  open: (name: ContestantName) => CONTESTANTS[name](),
  usage: (): Usage => {
    const { user, system } = process.cpuUsage();
    return { cpuMicros: user + system, rssBytes: process.memoryUsage.rss() };
  },
  collect: () => globalThis.gc?.(),
});
