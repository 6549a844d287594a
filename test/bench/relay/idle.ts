/** Connections that joined a room and only stay: what each costs in memory. Knows nothing of goals. */
import type { BenchOptions } from '../bench.ts';
import { Child } from '../child.ts';
import { formatNumber, formatSpread, type Table } from '../report.ts';
import { median, type Spread, shuffle, spread } from '../statistics.ts';
import type { ContestantName } from './contestants.ts';
import type { Counts, Crowd } from './load-generator.ts';
import type { Hosting, Usage } from './relay-host.ts';

const CONTESTANTS = ['stream-room', 'ws', 'socket.io'] as const satisfies readonly ContestantName[];
const ROUNDS = 3;
const CONNECTIONS = 5_000;
const PER_ROOM = 10;
/** Opened before the first reading, so that what every first connection loads is not counted as theirs. */
const WARM_UP_CONNECTIONS = 100;
/** Two heartbeats of our relay, after which it is at rest. */
const SETTLE_MS = 12_000;

export interface IdleFigures {
  readonly contestant: ContestantName;
  readonly connections: number;
  /** Growth of the process's memory, garbage that is not yet collected included. */
  readonly kibPerConnection: Spread;
  /** The same after a forced collection. */
  readonly kibCollected: Spread;
  /** What is alive of it in JavaScript's heap and beside it. */
  readonly kibLive: Spread;
  /** Cores that the relay uses meanwhile: heartbeats. */
  readonly cores: number;
}

interface Run {
  readonly kib: number;
  readonly kibCollected: number;
  readonly kibLive: number;
  readonly cores: number;
}

export async function measureIdle({
  quick,
  rounds = quick ? 1 : ROUNDS,
  onProgress,
}: BenchOptions): Promise<IdleFigures[]> {
  const connections = quick ? 500 : CONNECTIONS;
  const runs = new Map<ContestantName, Run[]>(CONTESTANTS.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of shuffle(CONTESTANTS)) {
      const run = await runOnce(contestant, connections, quick ? 2_000 : SETTLE_MS);
      runs.get(contestant)?.push(run);
      onProgress(`round ${round} of ${rounds}, ${contestant}, ${connections} idle: ${formatNumber(run.kib)} KiB each`);
    }
  }
  return CONTESTANTS.map((contestant) => {
    const seen = runs.get(contestant) ?? [];
    return {
      contestant,
      connections,
      kibPerConnection: spread(seen.map(({ kib }) => kib)),
      kibCollected: spread(seen.map(({ kibCollected }) => kibCollected)),
      kibLive: spread(seen.map(({ kibLive }) => kibLive)),
      cores: median(seen.map(({ cores }) => cores)),
    };
  });
}

async function runOnce(contestant: ContestantName, connections: number, settleMs: number): Promise<Run> {
  const relay = new Child(new URL('./relay-host.ts', import.meta.url));
  const generator = new Child(new URL('./load-generator.ts', import.meta.url));
  try {
    const port = await relay.ask<number>('open', { contestant } satisfies Hosting);
    const idle = { contestant, port, perRoom: PER_ROOM };
    await generator.ask('openCrowd', { ...idle, connections: WARM_UP_CONNECTIONS } satisfies Crowd);
    await relay.ask('collect');
    const before = await relay.ask<Usage>('usage');
    await generator.ask('openCrowd', { ...idle, connections } satisfies Crowd);
    const opened = await relay.ask<Usage>('usage');
    await delay(settleMs);
    // Throws when a connection was lost meanwhile.
    await generator.ask<Counts>('counts');
    const after = await relay.ask<Usage>('usage');
    await relay.ask('collect');
    const collected = await relay.ask<Usage>('usage');
    const kib = (usage: Usage) => (usage.rssBytes - before.rssBytes) / 1024 / connections;
    const kibLive = (collected.liveBytes - before.liveBytes) / 1024 / connections;
    const cores = (after.cpuMicros - opened.cpuMicros) / 1000 / settleMs;
    return { kib: kib(after), kibCollected: kib(collected), kibLive, cores };
  } finally {
    await Promise.all([relay.close(), generator.close()]);
  }
}

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function idleTable(figures: readonly IdleFigures[]): Table {
  return {
    title: `Idle connections: ${figures[0]?.connections ?? 0}, in rooms of ${PER_ROOM}`,
    columns: ['relay', 'KiB each', 'KiB each, collected', 'KiB alive', 'relay cores'],
    rows: figures.map((row) => [
      row.contestant,
      formatSpread(row.kibPerConnection),
      formatSpread(row.kibCollected),
      formatSpread(row.kibLive),
      formatNumber(row.cores, 3),
    ]),
    notes: [
      `Growth of the process’s RSS over that with ${WARM_UP_CONNECTIONS} connections, divided by the connections; without TLS and the kernel’s part.`,
      `alive: objects and buffers only. Where it is more than the growth of RSS, reserves of the heap took it in.`,
      'ws: accepted and nothing more. stream-room: joined with roster and heartbeat. socket.io: joined a room, with its heartbeat.',
    ],
  };
}
