/**
 * One publisher on one relay, one subscriber on another, and a real Redis between them: what a message costs in all, and
 * how long it takes, in shuffled rounds. Knows nothing of goals.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openRedisProcess, type RedisProcess } from '../../support/redis-process.ts';
import type { BenchOptions } from '../bench.ts';
import { Child } from '../child.ts';
import { type HostLoad, observeHostLoad } from '../host-load.ts';
import { formatNumber, formatSpread, type Table } from '../report.ts';
import { median, pairwise, type Spread, shuffle, spread } from '../statistics.ts';
import type { ContestantName } from './contestants.ts';
import { FRAME_BYTES, TEXT_CHARACTERS } from './frame-size.ts';
import type { Counts, FanOut } from './load-generator.ts';
import { parseRedisCpuMicros } from './redis-usage.ts';
import type { Hosting, Usage } from './relay-host.ts';

const CONTESTANTS = ['stream-room', 'socket.io'] as const satisfies readonly ContestantName[];
const PAYLOADS = ['texts', 'frames'] as const;
const ROUNDS = 5;
/** Until code is compiled and heaps have grown: three processes, one after the other, need longer than one. */
const USUAL = { warmUpMs: 4_000, measureMs: 3_000 };
const QUICK: typeof USUAL = { warmUpMs: 1_000, measureMs: 1_000 };
/** undefined: as many as arrive. */
const RATES = [undefined, 100] as const;

type Payload = (typeof PAYLOADS)[number];

interface Cell {
  readonly contestant: ContestantName;
  readonly payload: Payload;
  readonly perSecond: number | undefined;
}

export interface TwoRelaysFigures extends Cell {
  /** µs of CPU, of both relays and Redis together, per message that arrived. */
  readonly cpuMicros: Spread;
  /** Of these, in the publisher's relay, Redis and the subscriber's relay. */
  readonly partsMicros: readonly [number, number, number];
  /** CPU per message over that of socket.io with the same load, round by round. */
  readonly cpuToSocketIo: Spread;
  readonly messagesPerSecond: Spread;
  /** Part of the messages that did not arrive. */
  readonly droppedShare: number;
  /** From the instant at which a message was due to its arrival; at a fixed rate only. */
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  readonly p50ToSocketIo: Spread;
  /** Others' load during the runs. */
  readonly load: Spread;
}

interface Run {
  readonly seconds: number;
  readonly partsMicros: readonly [number, number, number];
  readonly delivered: number;
  readonly dropped: number;
  readonly latencyMs: Counts['latencyMs'];
  readonly load: HostLoad;
}

export async function measureTwoRelays({
  quick,
  rounds = quick ? 1 : ROUNDS,
  onProgress,
}: BenchOptions): Promise<TwoRelaysFigures[]> {
  const cells: Cell[] = RATES.flatMap((perSecond) =>
    PAYLOADS.flatMap((payload) => CONTESTANTS.map((contestant) => ({ contestant, payload, perSecond }))),
  );
  const runs = new Map<Cell, Run[]>(cells.map((cell) => [cell, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const cell of shuffle(cells)) {
      const run = await runOnce(cell, quick ? QUICK : USUAL);
      runs.get(cell)?.push(run);
      onProgress(
        `round ${round} of ${rounds}, two relays, ${describe(cell)}: ${formatNumber(cost(run), 0)} µs per message, p50 ${formatNumber(p50(run), 2)} ms, others ${formatNumber(run.load.others, 2)} core`,
      );
    }
  }
  return cells.map((cell) => {
    const rival = cells.find(
      (other) =>
        other.contestant === 'socket.io' && other.payload === cell.payload && other.perSecond === cell.perSecond,
    );
    return summarize(cell, runs.get(cell) ?? [], (rival && runs.get(rival)) ?? []);
  });
}

/** With a Redis of its own, so that nothing is left of the run before. */
async function runOnce({ contestant, payload, perSecond }: Cell, { warmUpMs, measureMs }: typeof USUAL): Promise<Run> {
  const ending: (() => Promise<void>)[] = [];
  try {
    const redis = await openRedisProcess({ after: (close) => ending.push(close) });
    const open = (file: string) => {
      const child = new Child(new URL(file, import.meta.url));
      ending.push(() => child.close());
      return child;
    };
    const relays = [open('./relay-host.ts'), open('./relay-host.ts')] as const;
    const generator = open('./load-generator.ts');
    const hosting: Hosting = { contestant, redis: redis.url };
    const [port = 0, subscriberPort = 0] = await Promise.all(relays.map((relay) => relay.ask<number>('open', hosting)));
    const load: FanOut = { contestant, port, subscriberPort, payload, subscribers: 1, framesPerSecond: perSecond };
    await generator.ask('openFanOut', load);
    await delay(warmUpMs);

    const endLoad = observeHostLoad();
    const startMs = performance.now();
    const read = () => Promise.all([generator.ask<Counts>('counts'), readCpu(relays, redis)]);
    const [from, before] = await read();
    await delay(measureMs);
    const [to, after] = await read();
    return {
      seconds: (performance.now() - startMs) / 1000,
      partsMicros: [after[0] - before[0], after[1] - before[1], after[2] - before[2]],
      delivered: to.delivered - from.delivered,
      dropped: to.dropped - from.dropped,
      latencyMs: to.latencyMs,
      load: endLoad(),
    };
  } finally {
    for (const end of ending.reverse()) await end();
  }
}

async function readCpu([first, second]: readonly [Child, Child], redis: RedisProcess) {
  const [publishers, info, subscribers] = await Promise.all([
    first.ask<Usage>('usage'),
    redis.command('INFO cpu'),
    second.ask<Usage>('usage'),
  ]);
  return [publishers.cpuMicros, parseRedisCpuMicros(info), subscribers.cpuMicros] as const;
}

const cost = ({ partsMicros: [publishers, redis, subscribers], delivered }: Run) =>
  (publishers + redis + subscribers) / delivered;
const p50 = ({ latencyMs }: Run) => latencyMs?.p50 ?? Number.NaN;
const p99 = ({ latencyMs }: Run) => latencyMs?.p99 ?? Number.NaN;

function summarize(cell: Cell, runs: readonly Run[], rivals: readonly Run[]): TwoRelaysFigures {
  const part = (index: 0 | 1 | 2) => median(runs.map(({ partsMicros, delivered }) => partsMicros[index] / delivered));
  return {
    ...cell,
    cpuMicros: spread(runs.map(cost)),
    partsMicros: [part(0), part(1), part(2)],
    cpuToSocketIo: spread(pairwise(runs, rivals, (run, rival) => cost(run) / cost(rival))),
    messagesPerSecond: spread(runs.map(({ delivered, seconds }) => delivered / seconds)),
    droppedShare: median(runs.map(({ dropped, delivered }) => dropped / (delivered + dropped))),
    p50Ms: spread(runs.map(p50)),
    p99Ms: spread(runs.map(p99)),
    p50ToSocketIo: spread(pairwise(runs, rivals, (run, rival) => p50(run) / p50(rival))),
    load: spread(runs.map(({ load }) => load.others)),
  };
}

const describe = ({ contestant, payload, perSecond }: Cell) =>
  `${payload.padEnd(6)} ${perSecond === undefined ? 'as many as arrive' : `${perSecond} a second`}, ${contestant}`;

export function twoRelaysTable(figures: readonly TwoRelaysFigures[]): Table {
  return {
    title: `Two relays with a Redis between: texts of ${TEXT_CHARACTERS} characters, frames of ${FRAME_BYTES / 1024} KiB`,
    columns: [
      'load, relay',
      'CPU µs/message',
      '× socket.io',
      'relay+Redis+relay',
      'messages/s',
      'dropped',
      'p50 ms',
      'p99 ms',
      'p50 × socket.io',
      'others’ load',
    ],
    rows: figures.map((row) => {
      const isTimed = row.perSecond !== undefined;
      return [
        describe(row),
        formatSpread(row.cpuMicros, 0),
        formatSpread(row.cpuToSocketIo, 2),
        row.partsMicros.map((micros) => formatNumber(micros, 0)).join('+'),
        formatSpread(row.messagesPerSecond, 0),
        `${formatNumber(row.droppedShare * 100)} %`,
        isTimed ? formatSpread(row.p50Ms, 2) : '',
        isTimed ? formatSpread(row.p99Ms, 2) : '',
        isTimed ? formatSpread(row.p50ToSocketIo, 2) : '',
        formatSpread(row.load, 2),
      ];
    }),
    notes: [
      'One publisher on one relay, one subscriber on the other. CPU is that of both relays and of Redis, median of each beside it.',
      'Texts: ours are chat, stored and numbered in Redis, acknowledged to the sender, sent to late comers; socket.io’s are events.',
      'socket.io with @socket.io/redis-adapter and ioredis, which ours uses. Each run has a redis-server of its own.',
    ],
  };
}
