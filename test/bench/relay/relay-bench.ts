/** `relay`: what it costs to forward a frame, and to keep a connection, beside others. Knows nothing of protocols. */
import type { Bench, BenchOptions, BenchResult, Goal } from '../bench.ts';
import { formatNumber } from '../report.ts';
import { type FanOutFigures, fanOutTable, measureFanOut } from './fan-out.ts';
import { type IdleFigures, idleTable, measureIdle } from './idle.ts';

const SUBSCRIBERS = [10, 50, 200] as const;
/** Goals of the figures in the README. */
const MAX_RATIO_TO_RAW = 1.6;
const MIN_RATIO_TO_SOCKET_IO = 4;
const MIN_RATIO_TO_JSON = 15;
const MAX_IDLE_KIB = 20;

export const relayBench: Bench = {
  name: 'relay',
  summary: 'CPU per forwarded frame and memory per connection, beside raw TCP, socket.io and JSON',
  needsBrowser: false,
  run,
};

async function run(options: BenchOptions): Promise<BenchResult> {
  const saturation = await measureFanOut({ subscribers: SUBSCRIBERS, framesPerSecond: undefined }, options);
  const steady = await measureFanOut({ subscribers: [50], framesPerSecond: 100 }, options);
  const idle = await measureIdle(options);
  return {
    tables: [
      fanOutTable('Fan-out at saturation (goals are judged on CPU per delivery here)', saturation),
      fanOutTable('Fan-out at 100 frames a second', steady),
      idleTable(idle),
    ],
    goals: [...SUBSCRIBERS.flatMap((count) => fanOutGoals(saturation, count)), idleGoal(idle)],
    worstLoad: Math.max(...saturation.map(({ load }) => load.max), ...steady.map(({ load }) => load.max)),
  };
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
