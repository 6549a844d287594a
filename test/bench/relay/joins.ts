/** How many can join in a second, with and without a token, in shuffled rounds. Knows nothing of goals. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from '../bench.ts';
import { Child } from '../child.ts';
import { type HostLoad, observeHostLoad } from '../host-load.ts';
import { formatNumber, formatSpread, type Table } from '../report.ts';
import { median, pairwise, type Spread, shuffle, spread } from '../statistics.ts';
import type { ContestantName } from './contestants.ts';
import type { Crowd } from './load-generator.ts';
import type { Hosting, Usage } from './relay-host.ts';
import { createIssuer, type TokenAlgorithm } from './tokens.ts';

const CONTESTANTS = ['stream-room', 'socket.io'] as const satisfies readonly ContestantName[];
const ROUNDS = 5;
const JOINS = 3_000;
/** Until code is compiled. */
const WARM_UP_JOINS = 500;
const PER_ROOM = 10;

export type Token = 'none' | TokenAlgorithm;
const TOKENS = ['none', 'HS256', 'EdDSA'] as const satisfies readonly Token[];

export interface JoinFigures {
  readonly contestant: ContestantName;
  readonly token: Token;
  readonly joinsPerSecond: Spread;
  /** µs of the relay's CPU, all its threads, from the connection to the answer. */
  readonly cpuMicros: Spread;
  /** CPU per join over that of socket.io with the same token, round by round. */
  readonly toSocketIo: Spread;
  readonly relayCores: number;
  /** Others' load during the runs. */
  readonly load: Spread;
}

interface Run {
  readonly joins: number;
  readonly seconds: number;
  readonly cpuMicros: number;
  readonly load: HostLoad;
}

interface Cell {
  readonly contestant: ContestantName;
  readonly token: Token;
}

export async function measureJoins({
  quick,
  rounds = quick ? 1 : ROUNDS,
  onProgress,
}: BenchOptions): Promise<JoinFigures[]> {
  const joins = quick ? 300 : JOINS;
  const cells: Cell[] = TOKENS.flatMap((token) => CONTESTANTS.map((contestant) => ({ contestant, token })));
  const runs = new Map<Cell, Run[]>(cells.map((cell) => [cell, []]));
  const folder = await mkdtemp(join(tmpdir(), 'stream-room-bench-'));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const cell of shuffle(cells)) {
        const run = await runOnce(cell, joins, folder);
        runs.get(cell)?.push(run);
        onProgress(
          `round ${round} of ${rounds}, ${cell.contestant}, token ${cell.token}: ${formatNumber(joins / run.seconds, 0)} joins/s, ${formatNumber(cost(run), 0)} µs each, others ${formatNumber(run.load.others, 2)} core`,
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return cells.map((cell) => {
    const rival = cells.find(({ contestant, token }) => contestant === 'socket.io' && token === cell.token);
    return summarize(cell, runs.get(cell) ?? [], (rival && runs.get(rival)) ?? []);
  });
}

async function runOnce({ contestant, token }: Cell, joins: number, folder: string): Promise<Run> {
  const issuer = token === 'none' ? undefined : createIssuer(token, folder);
  const relay = new Child(new URL('./relay-host.ts', import.meta.url));
  const generator = new Child(new URL('./load-generator.ts', import.meta.url));
  try {
    const hosting: Hosting = { contestant, ...(issuer && { keys: issuer.keys }) };
    const port = await relay.ask<number>('open', hosting);
    const crowd = { contestant, port, perRoom: PER_ROOM, ...(issuer && { tokenKey: issuer.key }) };
    await generator.ask('openCrowd', { ...crowd, connections: WARM_UP_JOINS } satisfies Crowd);
    const endLoad = observeHostLoad();
    const before = await relay.ask<Usage>('usage');
    const seconds = await generator.ask<number>('openCrowd', { ...crowd, connections: joins } satisfies Crowd);
    const after = await relay.ask<Usage>('usage');
    const load = endLoad();
    // Throws where a connection was lost meanwhile.
    await generator.ask('counts');
    return { joins, seconds, cpuMicros: after.cpuMicros - before.cpuMicros, load };
  } finally {
    await Promise.all([relay.close(), generator.close()]);
  }
}

const cost = ({ cpuMicros, joins }: Run) => cpuMicros / joins;

function summarize({ contestant, token }: Cell, runs: readonly Run[], rivals: readonly Run[]): JoinFigures {
  return {
    contestant,
    token,
    joinsPerSecond: spread(runs.map(({ joins, seconds }) => joins / seconds)),
    cpuMicros: spread(runs.map(cost)),
    toSocketIo: spread(pairwise(runs, rivals, (run, rival) => cost(run) / cost(rival))),
    relayCores: median(runs.map(({ cpuMicros, seconds }) => cpuMicros / 1e6 / seconds)),
    load: spread(runs.map(({ load }) => load.others)),
  };
}

export function joinTable(figures: readonly JoinFigures[]): Table {
  return {
    title: `Joins: one after the other over 50 connections at once, in rooms of ${PER_ROOM}, all of them stay`,
    columns: ['token, relay', 'CPU µs/join', '× socket.io', 'joins/s', 'relay cores', 'others’ load'],
    rows: figures.map((row) => [
      `${row.token.padEnd(5)} ${row.contestant}`,
      formatSpread(row.cpuMicros, 0),
      formatSpread(row.toSocketIo, 2),
      formatSpread(row.joinsPerSecond, 0),
      formatNumber(row.relayCores, 2),
      formatSpread(row.load, 2),
    ]),
    notes: [
      'From the TCP connection to the answer that one is in the room. Tokens are made beforehand, each is checked once.',
      'stream-room: with roster, told to everybody in the room. socket.io: check in a middleware, socket.join, an answer.',
    ],
  };
}
