/**
 * `npm run chaos -- --seed N [--only id,id] [--quick]`: runs the scenarios one after the other, prints seed and verdict of
 * each, and ends with 1 where a limit was broken. The same seed makes the same choices.
 */
import { parseArgs } from 'node:util';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

if (values.list) {
  for (const { id, summary } of SCENARIOS) console.log(`${id.padEnd(4)} ${summary}`);
  process.exit(0);
}
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
if (!Number.isInteger(seed) || seed < 0) {
  console.error(`--seed is a whole number from 0, "${values.seed}" was given.`);
  process.exit(2);
}
const wanted = values.only?.split(',').map((id) => id.trim().toUpperCase());
const unknown = wanted?.find((id) => !SCENARIOS.some((scenario) => scenario.id === id));
if (unknown !== undefined) {
  console.error(`No scenario is called "${unknown}". Choose of: ${SCENARIOS.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}

let broken = 0;
for (const scenario of SCENARIOS) {
  if (wanted && !wanted.includes(scenario.id)) continue;
  console.log(`\n${scenario.id} ${scenario.summary} (seed ${seed}${values.quick ? ', quick' : ''})`);
  const started = performance.now();
  const findings = await runScenario(scenario, {
    seed,
    quick: values.quick,
    note: (line) => console.log(`    ${line}`),
  });
  for (const { what, measured, allowed, ok } of findings) {
    console.log(`  ${ok ? '✔' : '✖'} ${what}: ${measured} (${allowed})`);
  }
  const failed = findings.filter(({ ok }) => !ok).length;
  broken += failed;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${failed === 0 ? 'PASSED' : 'BROKEN'} ${scenario.id}, seed ${seed}, ${seconds} s`);
}
console.log(broken === 0 ? '\nEvery limit was kept.' : `\n${broken} limits were broken. Repeat with --seed ${seed}.`);
process.exit(broken === 0 ? 0 : 1);
