/**
 * `relay`: what it costs to forward a frame, to keep a connection, to let somebody in, and to reach another relay, beside
 * others. Knows nothing of protocols.
 */
import type { Bench, BenchOptions, BenchResult, Goal } from '../bench.ts';
import { formatNumber } from '../report.ts';
import type { Spread } from '../statistics.ts';
import type { ContestantName } from './contestants.ts';
import { type FanOutFigures, fanOutTable, measureFanOut } from './fan-out.ts';
import { type IdleFigures, idleTable, measureIdle } from './idle.ts';
import { type JoinFigures, joinTable, measureJoins } from './joins.ts';
import { measureTwoRelays, type TwoRelaysFigures, twoRelaysTable } from './two-relays.ts';

const SUBSCRIBERS = [10, 50, 200] as const;
/** Goals of the figures in the README. */
const MAX_RATIO_TO_RAW = 1.6;
const MIN_RATIO_TO_SOCKET_IO = 4;
const MIN_RATIO_TO_JSON = 15;
const MAX_IDLE_KIB = 20;
/** Beside socket.io, which does less in each but the frames: above these something has become dearer than it need be. */
const MAX_JOIN_RATIO = 1.25;
const MAX_CROSSING_CPU_RATIO = { texts: 2.5, frames: 1.5 } as const;
const MAX_CROSSING_LATENCY_RATIO = 1.5;

/** By name; each can be run alone. */
const PARTS: Readonly<Record<string, (options: BenchOptions) => Promise<BenchResult>>> = {
  'fan-out': runFanOut,
  idle: runIdle,
  joins: runJoins,
  'two-relays': runTwoRelays,
};

export const relayBench: Bench = {
  name: 'relay',
  summary: 'CPU per forwarded frame, memory per connection, joins, two relays, beside raw TCP, socket.io and JSON',
  needsBrowser: false,
  parts: Object.keys(PARTS),
  run,
};

async function run(options: BenchOptions): Promise<BenchResult> {
  const results: BenchResult[] = [];
  for (const [name, runPart] of Object.entries(PARTS)) {
    if (options.part === undefined || options.part === name) results.push(await runPart(options));
  }
  return {
    tables: results.flatMap(({ tables }) => tables),
    goals: results.flatMap(({ goals }) => goals),
    worstLoad: Math.max(...results.map(({ worstLoad }) => worstLoad)),
  };
}

const worst = (figures: readonly { readonly load: Spread }[]) => Math.max(...figures.map(({ load }) => load.max));

async function runFanOut(options: BenchOptions): Promise<BenchResult> {
  const saturation = await measureFanOut({ subscribers: SUBSCRIBERS, framesPerSecond: undefined }, options);
  const steady = await measureFanOut({ subscribers: [50], framesPerSecond: 100 }, options);
  return {
    tables: [
      fanOutTable('Fan-out at saturation (goals are judged on CPU per delivery here)', saturation),
      fanOutTable('Fan-out at 100 frames a second', steady),
    ],
    goals: SUBSCRIBERS.flatMap((count) => fanOutGoals(saturation, count)),
    worstLoad: worst([...saturation, ...steady]),
  };
}

async function runIdle(options: BenchOptions): Promise<BenchResult> {
  const idle = await measureIdle(options);
  // Memory does not depend on who else works.
  return { tables: [idleTable(idle)], goals: [idleGoal(idle)], worstLoad: 0 };
}

async function runJoins(options: BenchOptions): Promise<BenchResult> {
  const joins = await measureJoins(options);
  return { tables: [joinTable(joins)], goals: joinGoals(joins), worstLoad: worst(joins) };
}

async function runTwoRelays(options: BenchOptions): Promise<BenchResult> {
  const figures = await measureTwoRelays(options);
  return { tables: [twoRelaysTable(figures)], goals: twoRelaysGoals(figures), worstLoad: worst(figures) };
}

function fanOutGoals(figures: readonly FanOutFigures[], subscribers: number): Goal[] {
  const cost = (name: string) =>
    figures.find((row) => row.contestant === name && row.subscribers === subscribers)?.cpuMicros.median ?? Number.NaN;
  const ours = cost('stream-room');
  const toRaw = ours / cost('raw');
  const toSocketIo = cost('socket.io') / ours;
  const toJson = cost('json') / ours;
  return [
    {
      text: `${subscribers} subscribers: CPU per delivery at most ${MAX_RATIO_TO_RAW} × raw net`,
      seen: `${formatNumber(toRaw, 2)} ×`,
      reached: toRaw <= MAX_RATIO_TO_RAW,
    },
    {
      text: `${subscribers} subscribers: at least ${MIN_RATIO_TO_SOCKET_IO} × less CPU than socket.io`,
      seen: `${formatNumber(toSocketIo)} × less`,
      reached: toSocketIo >= MIN_RATIO_TO_SOCKET_IO,
    },
    {
      text: `${subscribers} subscribers: at least ${MIN_RATIO_TO_JSON} × less CPU than JSON + base64 per receiver`,
      seen: `${formatNumber(toJson)} × less`,
      reached: toJson >= MIN_RATIO_TO_JSON,
    },
  ];
}

function idleGoal(figures: readonly IdleFigures[]): Goal {
  const ours = figures.find(({ contestant }) => contestant === 'stream-room');
  const kib = ours?.kibPerConnection.median ?? Number.NaN;
  return {
    text: `a joined, idle connection takes at most ${MAX_IDLE_KIB} KiB (${ours?.connections ?? 0} connections)`,
    seen: `${formatNumber(kib)} KiB`,
    reached: kib <= MAX_IDLE_KIB,
  };
}

const isOurs = ({ contestant }: { readonly contestant: ContestantName }) => contestant === 'stream-room';

function joinGoals(figures: readonly JoinFigures[]): Goal[] {
  return figures.filter(isOurs).map(({ token, toSocketIo }) => ({
    text: `a join, token ${token}: at most ${MAX_JOIN_RATIO} × the CPU of socket.io`,
    seen: `${formatNumber(toSocketIo.median, 2)} ×`,
    reached: toSocketIo.median <= MAX_JOIN_RATIO,
  }));
}

function twoRelaysGoals(figures: readonly TwoRelaysFigures[]): Goal[] {
  return figures.filter(isOurs).map(({ payload, perSecond, cpuToSocketIo, p50ToSocketIo }) => {
    const isTimed = perSecond !== undefined;
    const [ratio, limit] = isTimed
      ? [p50ToSocketIo.median, MAX_CROSSING_LATENCY_RATIO]
      : [cpuToSocketIo.median, MAX_CROSSING_CPU_RATIO[payload]];
    const what = isTimed ? `median latency at ${perSecond} a second` : 'CPU per message';
    return {
      text: `${payload} to another relay: at most ${limit} × the ${what} of socket.io`,
      seen: `${formatNumber(ratio, 2)} ×`,
      reached: ratio <= limit,
    };
  });
}
