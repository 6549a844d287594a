/** One publisher, many subscribers: runs every relay in turn, in shuffled rounds. Knows nothing of goals. */
import type { BenchOptions } from '../bench.ts';
import { Child } from '../child.ts';
import { type HostLoad, observeHostLoad } from '../host-load.ts';
import { formatNumber, formatSpread, type Table } from '../report.ts';
import { median, type Spread, shuffle, spread } from '../statistics.ts';
import type { ContestantName } from './contestants.ts';
import { FRAME_BYTES } from './frame-size.ts';
import type { Counts, FanOut } from './load-generator.ts';
import type { Hosting, Usage } from './relay-host.ts';

const CONTESTANTS = ['raw', 'stream-room', 'socket.io', 'json'] as const satisfies readonly ContestantName[];
const ROUNDS = 5;
/** Until code is compiled and windows have grown. */
const WARM_UP_MS = 1_500;
const MEASURE_MS = 3_000;

export interface FanOutFigures {
  readonly contestant: ContestantName;
  readonly subscribers: number;
  /** µs of the relay's CPU, all its threads, per frame that arrived at a subscriber. */
  readonly cpuMicros: Spread;
  readonly deliveriesPerSecond: Spread;
  /** Part of the frames that did not arrive. */
  readonly droppedShare: number;
  readonly relayCores: number;
  readonly latencyP50Ms: number | undefined;
  readonly latencyP99Ms: number | undefined;
  readonly rssMb: number;
  /** Others' load during the runs. */
  readonly load: Spread;
}

interface Run {
  readonly seconds: number;
  readonly cpuMicros: number;
  readonly rssBytes: number;
  readonly from: Counts;
  readonly to: Counts;
  readonly load: HostLoad;
}

export async function measureFanOut(
  { subscribers, framesPerSecond }: { subscribers: readonly number[]; framesPerSecond: number | undefined },
  { quick, rounds = quick ? 1 : ROUNDS, onProgress }: BenchOptions,
): Promise<FanOutFigures[]> {
  const cells = subscribers.flatMap((count) => CONTESTANTS.map((contestant) => ({ contestant, count })));
  const runs = new Map<(typeof cells)[number], Run[]>(cells.map((cell) => [cell, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const cell of shuffle(cells)) {
      const load = { contestant: cell.contestant, subscribers: cell.count, framesPerSecond };
      const run = await runOnce(load, quick ? 1_000 : MEASURE_MS);
      runs.get(cell)?.push(run);
      onProgress(
        `round ${round} of ${rounds}, ${cell.contestant}, ${cell.count} subscribers: ${formatNumber(cost(run))} µs per delivery, others ${formatNumber(run.load.others, 2)} core`,
      );
    }
  }
  return cells.map((cell) => summarize(cell.contestant, cell.count, runs.get(cell) ?? []));
}

async function runOnce(load: Omit<FanOut, 'port'>, measureMs: number): Promise<Run> {
  // The same native unmasking for all that use ws: none is slow only for want of an optional package.
  const relay = new Child(new URL('./relay-host.ts', import.meta.url));
  const generator = new Child(new URL('./load-generator.ts', import.meta.url));
  try {
    const port = await relay.ask<number>('open', { contestant: load.contestant } satisfies Hosting);
    await generator.ask('openFanOut', { ...load, port } satisfies FanOut);
    await delay(WARM_UP_MS);
    const endLoad = observeHostLoad();
    const startMs = performance.now();
    const [before, from] = await Promise.all([relay.ask<Usage>('usage'), generator.ask<Counts>('counts')]);
    await delay(measureMs);
    const [after, to] = await Promise.all([relay.ask<Usage>('usage'), generator.ask<Counts>('counts')]);
    const seconds = (performance.now() - startMs) / 1000;
    const cpuMicros = after.cpuMicros - before.cpuMicros;
    return { seconds, cpuMicros, rssBytes: after.rssBytes, from, to, load: endLoad() };
  } finally {
    await Promise.all([relay.close(), generator.close()]);
  }
}

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const delivered = ({ from, to }: Run) => to.delivered - from.delivered;
const cost = (run: Run) => run.cpuMicros / delivered(run);

function summarize(contestant: ContestantName, subscribers: number, runs: readonly Run[]): FanOutFigures {
  const latencies = runs.flatMap(({ to }) => to.latencyMs ?? []);
  const dropped = runs.map(
    (run) => (run.to.dropped - run.from.dropped) / (delivered(run) + run.to.dropped - run.from.dropped),
  );
  return {
    contestant,
    subscribers,
    cpuMicros: spread(runs.map(cost)),
    deliveriesPerSecond: spread(runs.map((run) => delivered(run) / run.seconds)),
    droppedShare: median(dropped),
    relayCores: median(runs.map(({ cpuMicros, seconds }) => cpuMicros / 1e6 / seconds)),
    latencyP50Ms: latencies.length === 0 ? undefined : median(latencies.map(({ p50 }) => p50)),
    latencyP99Ms: latencies.length === 0 ? undefined : median(latencies.map(({ p99 }) => p99)),
    rssMb: median(runs.map(({ rssBytes }) => rssBytes / 1e6)),
    load: spread(runs.map(({ load }) => load.others)),
  };
}

export function fanOutTable(title: string, figures: readonly FanOutFigures[]): Table {
  const hasLatency = figures.some(({ latencyP50Ms }) => latencyP50Ms !== undefined);
  return {
    title: `${title}: ${FRAME_BYTES / 1024} KiB frames, one publisher`,
    columns: [
      'subscribers, relay',
      'CPU µs/delivery',
      '× raw',
      'deliveries/s',
      ...(hasLatency ? ['p50 ms', 'p99 ms'] : []),
      'dropped',
      'relay cores',
      'RSS MB',
      'others’ load',
    ],
    rows: figures.map((row) => {
      const raw = figures.find((other) => other.contestant === 'raw' && other.subscribers === row.subscribers);
      return [
        `${String(row.subscribers).padStart(3)} ${row.contestant}`,
        formatSpread(row.cpuMicros),
        formatNumber(row.cpuMicros.median / (raw?.cpuMicros.median ?? Number.NaN), 2),
        formatSpread(row.deliveriesPerSecond, 0),
        ...(hasLatency
          ? [formatNumber(row.latencyP50Ms ?? Number.NaN, 2), formatNumber(row.latencyP99Ms ?? Number.NaN, 2)]
          : []),
        `${formatNumber(row.droppedShare * 100)} %`,
        formatNumber(row.relayCores, 2),
        formatNumber(row.rssMb, 0),
        formatSpread(row.load, 2),
      ];
    }),
    notes: [
      'raw: net sockets, each chunk written to every subscriber. json: StreamFlow’s way, JSON + base64 written anew per receiver.',
      'Every relay in a process of its own; bufferutil unmasks for all that use ws; median [min-max] of shuffled rounds.',
    ],
  };
}
