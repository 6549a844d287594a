/**
 * `npm run bench -- relay | glass | size`: picks the bench, or a part of it, prints the machine, the tables and a verdict
 * per goal.
 * Ends with 0 whatever the verdicts: figures depend on the machine, so they are read, not asserted.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findBrowser } from '../support/browsers.mjs';
import type { Bench } from './bench.ts';
import { glassBench } from './glass/glass-bench.ts';
import { QUIET_CORES } from './host-load.ts';
import { describeMachine } from './machine.ts';
import { relayBench } from './relay/relay-bench.ts';
import { formatGoal, formatNumber, formatTable } from './report.ts';
import { sizeBench } from './size/size-bench.ts';

const BENCHES: readonly Bench[] = [relayBench, glassBench, sizeBench];

/** After a signal. */
const BROWSER_CLOSES_WITHIN_MS = 1_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    part: { type: 'string' },
    json: { type: 'string' },
  },
});

const bench = BENCHES.find(({ name }) => name === positionals[0]);
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (!bench || positionals.length !== 1) {
  const asked = positionals.length === 0 ? 'No bench was named' : `No bench is called "${positionals.join(' ')}"`;
  console.error(`${asked}. Choose one of: ${BENCHES.map(({ name, summary }) => `${name} (${summary})`).join(', ')}.`);
  process.exit(2);
}
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
  console.error(`--rounds is a whole number from 1, "${values.rounds}" was given.`);
  process.exit(2);
}
const { part } = values;
if (part !== undefined && !bench.parts?.includes(part)) {
  const choice = bench.parts ? `Choose one of: ${bench.parts.join(', ')}.` : 'It runs as a whole.';
  console.error(`The bench ${bench.name} has no part "${part}". ${choice}`);
  process.exit(2);
}

// Whoever else listens to these signals (the browser's driver does) keeps Node from ending by itself; what was started ends
// with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => setTimeout(() => process.exit(130), BROWSER_CLOSES_WITHIN_MS));
}

const machine = await describeMachine(bench.needsBrowser ? findBrowser('chromium') : undefined);
console.log(
  `bench ${bench.name}${part === undefined ? '' : `, ${part} only`}${values.quick ? ' (quick: shows that it runs, proves no figure)' : ''}`,
);
console.log(
  `${machine.cores} cores ${machine.processor}, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}${machine.browser === '' ? '' : `, ${machine.browser}`}`,
);
const result = await bench.run({
  quick: values.quick,
  rounds,
  part,
  onProgress: (line) => process.stderr.write(`  ${line}\n`),
});

for (const table of result.tables) console.log(`\n${formatTable(table)}`);
console.log('');
for (const goal of result.goals) console.log(formatGoal(goal));
if (result.worstLoad > QUIET_CORES) {
  console.log(
    `\nDo not conclude from latencies: others kept up to ${formatNumber(result.worstLoad, 2)} core busy (quiet is at most ${QUIET_CORES}). Run it again on a quiet machine.`,
  );
}
if (values.json !== undefined) {
  await writeFile(
    values.json,
    `${JSON.stringify({ bench: bench.name, part, quick: values.quick, machine, ...result }, null, 2)}\n`,
  );
}
