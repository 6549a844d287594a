/** The packages as stores and their reviewers see them: Firefox's own checker, and whether a build can be made again. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROOT } from '../support/source-files.ts';

const DIST = join(ROOT, 'extension/dist');

it('Firefox’s package has no error, and no warning but Lit’s innerHTML', () => {
  const args = ['lint', '--source-dir', join(DIST, 'firefox'), '--output', 'json', '--no-input'];
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

describe('whoever builds it again, at another time, in another place and language, gets the same bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-packages-'));
  before(() => {
    const env = { ...process.env, TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    for (const build of ['build:extension', 'build:wordpress']) {
      execFileSync('npm', ['run', '--silent', build, '--', '--into', folder], { cwd: ROOT, env, stdio: 'inherit' });
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const name of ['chromium', 'firefox', 'wordpress']) {
    it(`of stream-room-${name}.zip`, () => {
      const [first, again] = [DIST, folder].map((each) => readFileSync(join(each, `stream-room-${name}.zip`)));
      assert.ok(first && again?.equals(first));
    });
  }
});
