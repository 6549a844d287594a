/** What every bench takes and gives. Knows none of them. */
import type { Table } from './report.ts';

export interface BenchOptions {
  /** One short round: shows that everything runs, proves no figure. */
  readonly quick: boolean;
  /** Interleaved rounds; undefined: the bench's own number. */
  readonly rounds: number | undefined;
  /** One of the bench's own; undefined: all of them. */
  readonly part: string | undefined;
  /** Called as the bench goes on, for a person who waits. */
  readonly onProgress: (line: string) => void;
}

export interface Goal {
  readonly text: string;
  /** What was seen, to be read beside the text. */
  readonly seen: string;
  readonly reached: boolean;
}

export interface BenchResult {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** The largest load that others put on the machine during a run, cores. */
  readonly worstLoad: number;
}

export interface Bench {
  readonly name: string;
  /** One line for the list of names. */
  readonly summary: string;
  readonly needsBrowser: boolean;
  /** What can be run alone. */
  readonly parts?: readonly string[];
  run(options: BenchOptions): Promise<BenchResult>;
}
