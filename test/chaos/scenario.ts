/** What a chaos scenario is, what it is handed, and how it says how it went. Knows no single scenario. */

import type { RedisProcess } from '../support/redis-process.ts';
import type { RelayProcess, RelayProcessOptions } from '../support/relay-process.ts';
import type { SentinelProcesses } from '../support/sentinel-processes.ts';
import type { Caller, CallerOptions } from './caller.ts';
import type { Random } from './random.ts';

/** One thing that was measured, and what it was allowed to be. */
export interface Finding {
  readonly what: string;
  readonly measured: string;
  readonly allowed: string;
  readonly ok: boolean;
  /** A time or a rate, which a busy machine changes. */
  readonly isTiming: boolean;
}

export interface ScenarioContext {
  readonly seed: number;
  readonly random: Random;
  /** A smaller load with the same limits, for `npm test`. */
  readonly quick: boolean;
  /** Says what is going on. */
  readonly note: (line: string) => void;
  /** All that is opened here is closed when the scenario ends. */
  openRelay(options?: RelayProcessOptions): Promise<RelayProcess>;
  openRedis(): Promise<RedisProcess>;
  openSentinels(): Promise<SentinelProcesses>;
  openCaller(options: Omit<CallerOptions, 'random'>): Caller;
  /** Runs when the scenario ends. */
  defer(close: () => unknown): void;
}

export interface Scenario {
  readonly id: string;
  readonly summary: string;
  run(context: ScenarioContext): Promise<readonly Finding[]>;
}

export const atMost = (what: string, measured: number, allowed: number, unit = ''): Finding => ({
  what,
  measured: `${round(measured)}${unit}`,
  allowed: `≤ ${allowed}${unit}`,
  ok: measured <= allowed,
  isTiming: unit === ' ms',
});

export const atLeast = (what: string, measured: number, wanted: number, unit = ''): Finding => ({
  what,
  measured: `${round(measured)}${unit}`,
  allowed: `≥ ${wanted}${unit}`,
  ok: measured >= wanted,
  isTiming: true,
});

export const none = (what: string, found: readonly string[]): Finding => ({
  what,
  measured: found.length === 0 ? '0' : `${found.length}: ${found.slice(0, 3).join('; ')}`,
  allowed: '0',
  ok: found.length === 0,
  isTiming: false,
});

export const exactly = (what: string, measured: string | number, expected: string | number): Finding => ({
  what,
  measured: String(measured),
  allowed: `= ${expected}`,
  ok: measured === expected,
  isTiming: false,
});

/** The value that this part of them does not exceed; Infinity where one is missing. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.POSITIVE_INFINITY;
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves to true when it holds, to false where it does not within the time. */
export async function untilTrue(holds: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() >= deadline) return false;
    await wait(20);
  }
  return true;
}

const round = (value: number): number => (Number.isInteger(value) ? value : Math.round(value * 100) / 100);
