/** Tables and verdicts as text. Knows nothing of how the figures came to be. */
import type { Goal } from './bench.ts';
import type { Spread } from './statistics.ts';

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How it was measured, what biases it. */
  readonly notes?: readonly string[];
}

export function formatTable({ title, columns, rows, notes = [] }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  // The first column names the row; the others are figures.
  const line = (cells: readonly string[]) =>
    `  ${widths.map((width, index) => (index === 0 ? (cells[index] ?? '').padEnd(width) : (cells[index] ?? '').padStart(width))).join('  ')}`.trimEnd();
  return [
    title,
    line(columns),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

export const formatGoal = ({ reached, text, seen }: Goal): string =>
  `${reached ? 'reached    ' : 'NOT REACHED'}  ${text}: ${seen}`;

export const formatNumber = (value: number, digits = 1): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '?';

/** `median [min-max]`, the extremes only where there was more than one run. */
export const formatSpread = ({ median, min, max, runs }: Spread, digits = 1): string =>
  runs > 1
    ? `${formatNumber(median, digits)} [${formatNumber(min, digits)}-${formatNumber(max, digits)}]`
    : formatNumber(median, digits);
