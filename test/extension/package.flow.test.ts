/** The Firefox package as the store's own checker sees it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../support/source-files.ts';

it('has no error, and no warning but Lit’s innerHTML', () => {
  const args = ['lint', '--source-dir', join(ROOT, 'extension/dist/firefox'), '--output', 'json', '--no-input'];
  const output = execFileSync(join(ROOT, 'node_modules/.bin/web-ext'), args, { encoding: 'utf8', cwd: ROOT });
  const { errors, warnings } = JSON.parse(output) as {
    errors: unknown[];
    warnings: { code: string; message: string }[];
  };
  assert.deepEqual(errors, []);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['UNSAFE_VAR_ASSIGNMENT'],
  );
});
