/**
 * Reports browser tests: one line per file and browser, failures in full, and the counts as JSON for test/run.mjs
 * to sum. Knows nothing of browsers.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** `countsFile`: where `{ passed, failed, skipped, failures }` goes when the run ends; none when undefined. */
export function countReporter({ rootDir, countsFile }) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

  return {
    onTestRunStarted() {
      Object.assign(counts, { passed: 0, failed: 0, skipped: 0, failures: [] });
    },

    reportTestFileResults({ logger, sessionsForTestFile }) {
      for (const session of sessionsForTestFile) reportSession(session, logger);
    },

    onTestRunFinished() {
      console.log(`browser tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
      if (!countsFile) return;
      mkdirSync(dirname(countsFile), { recursive: true });
      writeFileSync(countsFile, JSON.stringify(counts));
    },
  };

  function reportSession(session, logger) {
    const file = relative(rootDir, session.testFile);
    const tests = session.testResults ? flatten(session.testResults) : [];
    const failed = tests.filter((test) => !test.passed && !test.skipped);
    const skipped = tests.filter((test) => test.skipped);
    counts.passed += tests.length - failed.length - skipped.length;
    counts.failed += failed.length;
    counts.skipped += skipped.length;

    const broken = failed.length > 0 || session.errors.length > 0 || session.passed === false;
    const figures = [`${tests.length - failed.length - skipped.length} passed`];
    if (failed.length > 0) figures.push(`${failed.length} failed`);
    if (skipped.length > 0) figures.push(`${skipped.length} skipped`);
    console.log(`${broken ? '✖' : '✔'} ${session.browser.name} ${file}: ${figures.join(', ')}`);

    for (const test of failed) {
      counts.failures.push(`${file} (${session.browser.name}): ${test.path}`);
      console.log(`    ✖ ${test.path}\n${indent(describe(test.error))}`);
    }
    for (const test of skipped) console.log(`    - skipped: ${test.path}`);
    for (const error of session.errors) console.log(indent(describe(error)));
    // A file that failed without a failing test (does not load, never ends) counts as one failure.
    if (broken && failed.length === 0) {
      counts.failed += 1;
      counts.failures.push(`${file} (${session.browser.name}): the file itself failed`);
    }
    if (!broken) return;
    for (const path of session.request404s) console.log(indent(`not found: ${path}`));
    for (const log of session.logs) logger.log('      [page]', ...log);
  }
}

function flatten(suite, path = []) {
  const inside = suite.name ? [...path, suite.name] : path;
  return [
    ...suite.tests.map((test) => ({ ...test, path: [...inside, test.name].join(' › ') })),
    ...suite.suites.flatMap((child) => flatten(child, inside)),
  ];
}

function describe(error) {
  if (!error) return 'no error was given';
  const lines = [error.message];
  if (error.expected !== undefined) lines.push(`expected: ${error.expected}`, `actual: ${error.actual}`);
  if (error.stack) lines.push(error.stack);
  return lines.join('\n');
}

function indent(text) {
  return text.replaceAll(/^/gm, '      ');
}
