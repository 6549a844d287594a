/**
 * The tests of content systems on a machine without a network, made by programs that fail as apt-get and npm do then: what
 * cannot be had is skipped, with the reason in a sentence, and nothing waits for ever.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findBrowser, findProgram } from '../support/browsers.mjs';
import { ROOT } from '../support/source-files.ts';
import { CannotDownload, download } from './debian-packages.ts';

const APT =
  "E: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Could not resolve 'deb.debian.org'";
const NPM = 'npm error network request to the registry failed, reason: getaddrinfo EAI_AGAIN';
/** What stands behind “could not be downloaded”, on Debian and elsewhere. */
const REASON =
  /WordPress is not in \.cache\/cms and could not be downloaded: (apt-get update: E: Failed to fetch|This is no Debian)/;

// The failing programs are scripts of a shell.
describe('without a network', { timeout: 90_000, skip: process.platform === 'win32' }, () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'stream-room-offline-'));
    script('apt-get', `[ "$1" = --version ] && exit 0\necho "${APT}" >&2\nexit 100`);
    // What it does without a network it does: the run of the tests builds what is not built.
    script('npm', `[ "$1" = run ] && exec "${findProgram(['npm'])}" "$@"\necho "${NPM}" >&2\nexit 1`);
    script('never', 'exec sleep 300');
    // Without what says that this is a test of a test, which would print for a machine.
    const { CI, NODE_TEST_CONTEXT, ...rest } = process.env;
    environment = {
      ...rest,
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      CMS_CACHE: join(folder, 'cache'),
      TMPDIR: folder,
    };
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(tmpdir(), `stream-room-no-never-${process.ppid}.txt`), { force: true });
  });

  function script(name: string, body: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  function node(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      env: { ...environment, ...more },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, output: stdout + stderr, seconds: (performance.now() - started) / 1000 };
  }

  const FLOW = ['--conditions=source', '--import=tsx', '--test', '--test-reporter=spec'];
  const SERVER = 'test/cms/wordpress-server.flow.test.ts';

  it('a WordPress flow is skipped, and says why', () => {
    const { status, output } = node([...FLOW, SERVER]);
    assert.equal(status, 0, output);
    assert.match(output, new RegExp(`^﹣ WordPress is there .*${REASON.source}`, 'm'));
    assert.match(output, /^ℹ fail 0$/m);
  });

  it('in CI, where nobody would read that, it fails with the same sentence', () => {
    const { status, output } = node([...FLOW, SERVER], { CI: '1' });
    assert.notEqual(status, 0);
    assert.match(output, /CannotDownload: (apt-get update: E: Failed to fetch|This is no Debian)/);
  });

  it('`npm run test:cms` ends well, and its last lines say what was skipped', {
    skip: findBrowser('chromium') ? false : 'There is no Chromium here.',
  }, () => {
    const { status, output } = node(['test/run.mjs', '--group', 'cms', 'wordpress-server']);
    assert.equal(status, 0, output);
    const [, end = ''] = output.split('Done in ');
    assert.match(end, new RegExp(`﹣ skipped: ${REASON.source}`));
    assert.match(end, /[1-9]\d* passed, 0 failed, 1 skipped/);
  });

  it('a generator of sites that npm cannot fetch is a reason, too', () => {
    const code = `
      import { pagesOrReason } from './test/cms/site-generators.ts';
      console.log(await pagesOrReason('eleventy', {}));
    `;
    const { status, output } = node(['--conditions=source', '--import=tsx', '--input-type=module', '--eval', code]);
    assert.equal(status, 0, output);
    assert.match(output, /^eleventy is not here and could not be had: npm @11ty\/\S+: npm error network/);
  });

  it('whoever never answers is given up, and not asked again in this run', async () => {
    const command = join(folder, 'never');
    const ask = async (timeoutMs: number) => {
      const started = performance.now();
      const error: unknown = await download(command, ['update'], folder, timeoutMs).catch((reason: unknown) => reason);
      assert.ok(error instanceof CannotDownload, String(error));
      return { message: error.message, ms: performance.now() - started };
    };
    const first = await ask(300);
    assert.match(first.message, /update: no answer within 0\.3 s\. Is there a network\?$/);
    assert.ok(first.ms < 10_000);
    const second = await ask(60_000);
    assert.equal(second.message, first.message);
    assert.ok(second.ms < 5_000, `${second.ms} ms`);
  });
});
