import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { type DemoProcess, openDemoProcess } from '../support/demo-process.ts';

const running: DemoProcess[] = [];

function start(environment: Record<string, string>, ...args: string[]): DemoProcess {
  const demo = openDemoProcess(environment, ...args);
  running.push(demo);
  return demo;
}

describe('npm start', () => {
  afterEach(() => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL');
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
