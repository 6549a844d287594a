/** A node:test reporter that writes only counts, as one line of JSON, for test/run.mjs to sum. */
import { relative } from 'node:path';

export default async function* countNodeTests(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [], reasons: [] };
  for await (const { type, data } of events) {
    if (type === 'test:pass') {
      // Of tests and of whole suites; each once.
      if (typeof data.skip === 'string' && !counts.reasons.includes(data.skip)) counts.reasons.push(data.skip);
      // A suite that is skipped as a whole says nothing of what is in it.
      if (data.details.type === 'suite' && data.skip === undefined) continue;
      if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
      else counts.passed += 1;
      // A test or suite that failed only because of one inside it is counted there.
    } else if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') {
      counts.failed += 1;
      counts.failures.push(`${data.file ? relative(process.cwd(), data.file) : 'node'}: ${data.name}`);
    }
  }
  yield JSON.stringify(counts);
}
