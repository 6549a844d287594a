import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { ROOT } from '../support/source-files.ts';

const running = new Set<ChildProcess>();

/** `npm start` without npm in between, so that a signal reaches it. */
function start(environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'demo/start.mjs'), ...args], {
    cwd: '/',
    env: { ...process.env, ...environment },
  });
  running.add(child);
  let output = '';
  const note = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const exited = once(child, 'exit').then(([code, signal]) => code ?? signal);
  const said = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      assert.equal(child.exitCode, null, `It ended without saying ${pattern}: ${output}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  return { child, exited, said, output: () => output };
}

describe('npm start', () => {
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });

  it('prints its address, serves page and script there, and ends on Ctrl-C', async () => {
    const { child, exited, said } = start({ PORT: '0' });
    const [, address] = await said(/(http:\/\/localhost:\d+\/)/);
    const page = await fetch(`${address}`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<stream-room/);
    assert.equal((await fetch(`${address}live`)).status, 200);
    for (const file of ['stream-room.js', 'stream-room-media.js', 'stream-room-speaker.js', 'stream-room-capture.js']) {
      const script = await fetch(`${address}${file}`);
      assert.equal(script.status, 200, file);
      assert.match(script.headers.get('content-type') ?? '', /javascript/, file);
      assert.equal(script.headers.get('access-control-allow-origin'), '*', file);
    }
    child.kill('SIGINT');
    assert.equal(await exited, 0);
  });

  it('says what to do when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { exited, output } = start({ PORT: `${port}` });
    assert.equal(await exited, 1);
    assert.match(output(), new RegExp(`Port ${port} is taken.*PORT=0 npm start`));
    other.close();
  });

  it('refuses settings it does not know, in a sentence', async () => {
    const wrongPort = start({ PORT: 'http' });
    assert.equal(await wrongPort.exited, 1);
    assert.match(wrongPort.output(), /PORT is "http"/);
    assert.doesNotMatch(wrongPort.output(), /\n\s+at /);
    const wrongFlag = start({ PORT: '0' }, '--wan');
    assert.equal(await wrongFlag.exited, 1);
    assert.match(wrongFlag.output(), /"--wan" is unknown/);
  });

  it('serves the network over https with --lan', async () => {
    const { child, exited, said } = start({ PORT: '0' }, '--lan');
    const [, port] = await said(/https:\/\/localhost:(\d+)\//);
    const { request } = await import('node:https');
    const answer = await new Promise<number | undefined>((done, fail) => {
      const get = request(
        { host: '127.0.0.1', port, path: '/stream-room.js', rejectUnauthorized: false },
        (response) => {
          response.resume();
          done(response.statusCode);
        },
      );
      get.on('error', fail).end();
    });
    assert.equal(answer, 200);
    child.kill('SIGINT');
    assert.equal(await exited, 0);
  });
});
