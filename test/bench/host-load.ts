/**
 * How busy the machine is, and how much of that is ours: CPU time of the whole host and of trees of processes, from
 * /proc. Knows nothing of what the processes do. Elsewhere than on Linux there is no /proc, and loads are NaN.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Kernel ticks per second in /proc, fixed by the Linux ABI (USER_HZ). */
const TICKS_PER_SECOND = 100;

export interface HostLoad {
  /** Cores busy with what is not ours, on average. NaN where it cannot be known. */
  readonly others: number;
  /** Cores busy with us: this process, its descendants and ended ones of them. */
  readonly own: number;
}

/** Others' load above which a latency says more about the machine than about the code. */
export const QUIET_CORES = 0.3;

/** Busy seconds since boot of all cores together: user, nice, system, irq, softirq and steal of the first line. */
export function parseBusySeconds(procStat: string): number {
  const line = procStat.split('\n', 1)[0] ?? '';
  const fields = line.split(/\s+/).slice(1).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields;
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

export interface ProcessTimes {
  readonly parent: number;
  /** CPU seconds of the process and of its ended, waited-for children. */
  readonly seconds: number;
}

/** One /proc/PID/stat. The command is in brackets and may itself hold brackets and blanks. */
export function parseProcessTimes(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0);
  return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
}

/** CPU seconds so far of `root` and everything below it. */
export function treeSeconds(root: number): number {
  const processes = readProcesses();
  const below = new Set([root]);
  // Parents are usually, but not always, of a lower number: repeat until nothing is added.
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const [id, { parent }] of processes) if (below.has(parent)) below.add(id);
  }
  let seconds = 0;
  for (const id of below) seconds += processes.get(id)?.seconds ?? 0;
  return seconds;
}

function readProcesses(): Map<number, ProcessTimes> {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      processes.set(Number(name), parseProcessTimes(readFileSync(`/proc/${name}/stat`, 'utf8')));
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return processes;
}

/** Begins an observation; the returned function ends it. */
export function observeHostLoad(): () => HostLoad {
  if (process.platform !== 'linux') return () => ({ others: Number.NaN, own: Number.NaN });
  const startMs = performance.now();
  const startBusy = hostBusySeconds();
  const startOwn = treeSeconds(process.pid);
  return () => {
    const seconds = (performance.now() - startMs) / 1000;
    const own = (treeSeconds(process.pid) - startOwn) / seconds;
    const busy = (hostBusySeconds() - startBusy) / seconds;
    return { own, others: Math.max(0, busy - own) };
  };
}

const hostBusySeconds = (): number => parseBusySeconds(readFileSync('/proc/stat', 'utf8'));
