/** The process around one relay: opens it and tells what it uses. Knows nothing of the relay's insides. */
import { answer } from '../child.ts';
import { CONTESTANTS, type ContestantName, type HostSettings } from './contestants.ts';

export interface Hosting extends HostSettings {
  readonly contestant: ContestantName;
}

export interface Usage {
  /** CPU time of the process so far, µs. */
  readonly cpuMicros: number;
  readonly rssBytes: number;
  /** Objects and buffers, without what the heap keeps in reserve. */
  readonly liveBytes: number;
}

answer({
  open: ({ contestant, ...settings }: Hosting) => CONTESTANTS[contestant](settings),
  usage: (): Usage => {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { cpuMicros: user + system, rssBytes: rss, liveBytes: heapUsed + external };
  },
  collect: () => globalThis.gc?.(),
});
