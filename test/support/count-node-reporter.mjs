/** A node:test reporter that writes only counts, as one line of JSON, for test/run.mjs to sum. */
import { relative } from 'node:path';

export default async function* countNodeTests(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for await (const { type, data } of events) {
    if (type === 'test:pass') {
      if (data.details.type === 'suite') continue;
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
