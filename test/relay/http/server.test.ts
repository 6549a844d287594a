/** The HTTP server of a relay that stands alone: TLS, its certificate, and who is slow or many. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { get } from 'node:https';
import { type AddressInfo, createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import { SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import { WebSocket } from 'ws';
import { createConfig } from '../../../relay/config.ts';
import { createHttpServer, listen } from '../../../relay/http/server.ts';
import { ConfigError, createRelay } from '../../../relay/relay.ts';
import { writeCertificate } from '../../support/certificate.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { untilEnd } from '../../support/raw-socket.ts';
import { startRelay } from '../../support/relay.ts';

function createFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-tls-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const nameAt = async (port: number, options: ConnectionOptions = {}): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return String(CN);
};

describe('with TLS', () => {
  it('pages and sockets come over it, and browsers are told to stay with it', async (t) => {
    const relay = await startRelay(t, writeCertificate(createFolder(t)));
    assert.match(relay.url, /^https:/);
    const request = get(`${relay.url}live`, { rejectUnauthorized: false });
    const [response] = await once(request, 'response');
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers['strict-transport-security'], 'max-age=63072000; includeSubDomains');
    response.resume();
    const origin = relay.url.slice(0, -1);
    const socket = new WebSocket(`${relay.url.replace('https', 'wss')}socket`, SUBPROTOCOL, {
      rejectUnauthorized: false,
      origin,
    });
    await once(socket, 'open');
    socket.terminate();
    const foreign = new WebSocket(`${relay.url.replace('https', 'wss')}socket`, SUBPROTOCOL, {
      rejectUnauthorized: false,
      origin: 'https://elsewhere.example',
    });
    const [error] = (await once(foreign, 'error')) as [Error];
    assert.match(error.message, /403/);
  });

  it('HSTS can be left to others', async (t) => {
    const relay = await startRelay(t, { ...writeCertificate(createFolder(t)), hsts: false });
    const request = get(`${relay.url}live`, { rejectUnauthorized: false });
    const [response] = await once(request, 'response');
    assert.equal(response.headers['strict-transport-security'], undefined);
    response.resume();
  });

  it('nothing older than TLS 1.2 is spoken, and 1.3 is', async (t) => {
    const { port } = await startRelay(t, writeCertificate(createFolder(t)));
    const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };
    await assert.rejects(nameAt(port, old));
    assert.equal(await nameAt(port, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }), 'localhost');
    assert.equal(await nameAt(port, { minVersion: 'TLSv1.3' }), 'localhost');
  });

  it('a certificate that is renewed is taken over, and one that is half written is not', async (t) => {
    const folder = createFolder(t);
    const files = writeCertificate(folder, 'first');
    const clock = new ManualClock();
    const lifetime = new AbortController();
    const said: string[] = [];
    const config = createConfig({ port: 0, ...files });
    const server = createHttpServer((_request, response) => response.end(), {
      ...{ config, clock, signal: lifetime.signal },
      log: (level, message) => said.push(`${level}: ${message}`),
      peerOf: () => undefined,
    });
    t.after(() => server.close());
    await listen(server, config);
    const { port } = server.address() as AddressInfo;
    assert.equal(await nameAt(port), 'first');

    writeCertificate(folder, 'second');
    clock.advance(10_000);
    assert.equal(await nameAt(port), 'second');
    assert.deepEqual(said, ['info: the TLS certificate was read anew']);

    writeFileSync(files.tlsCert, '-----BEGIN CERTIFICATE-----\nhalf');
    clock.advance(10_000);
    assert.equal(await nameAt(port), 'second');
    assert.match(said[1] ?? '', /^error: the new TLS certificate cannot be used/);

    rmSync(files.tlsCert);
    clock.advance(60_000);
    writeCertificate(folder, 'third');
    clock.advance(10_000);
    assert.equal(await nameAt(port), 'third');
    lifetime.abort();
    assert.equal(clock.waiting, 0);
  });

  it('a certificate that is none stops the start', (t) => {
    const files = writeCertificate(createFolder(t));
    writeFileSync(files.tlsCert, 'nothing');
    assert.throws(() => createRelay({ port: 0, ...files }));
    assert.throws(() => createRelay({ port: 0, tlsCert: tmpdir(), tlsKey: files.tlsKey }), ConfigError);
  });

  it('who does not finish the TLS handshake is cut off', { timeout: 30_000 }, async (t) => {
    const { port } = await startRelay(t, writeCertificate(createFolder(t)));
    const started = performance.now();
    const silent = createConnection(port, '127.0.0.1');
    await untilEnd(silent);
    assert.ok(performance.now() - started < 15_000);
  });
});

it('one address has so many TCP connections that say nothing, and no more', async (t) => {
  const relay = await startRelay(t, { maxConnectionsPerAddress: 5, trustProxy: ['10.0.0.1'] });
  const sockets = Array.from({ length: 300 }, () => {
    const socket = createConnection(relay.port, '127.0.0.1');
    socket.on('error', () => {});
    return socket;
  });
  const ended = sockets.map((socket) => once(socket, 'close'));
  await Promise.race(ended);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const left = sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length;
  assert.ok(left <= 205, `${left} are left`);
  for (const socket of sockets) socket.destroy();
  await Promise.all(ended);
});

it('a body that does not come is waited for a while only', { timeout: 30_000 }, async (t) => {
  const { port } = await startRelay(t);
  const socket = createConnection(port, '127.0.0.1');
  socket.write(
    'POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  );
  const started = performance.now();
  await untilEnd(socket);
  assert.ok(performance.now() - started < 20_000);
});

it('who does not take the answer is cut off, and a WebSocket that is only quiet is not', {
  timeout: 60_000,
}, async (t) => {
  const config = createConfig({ port: 0 });
  const answers = createHttpServer((_request, response) => response.end(Buffer.alloc(64 * 1024 * 1024)), {
    ...{ config, clock: new ManualClock(), log: () => {}, signal: new AbortController().signal },
    peerOf: () => undefined,
  });
  assert.equal(answers.timeout, 30_000);
  answers.timeout = 1_000;
  t.after(() => answers.close());
  await listen(answers, config);
  const taker = createConnection((answers.address() as AddressInfo).port, '127.0.0.1');
  taker.on('error', () => {});
  taker.pause();
  const [[accepted]] = await Promise.all([
    once(answers, 'connection') as Promise<[Socket]>,
    once(taker, 'connect').then(() => taker.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')),
  ]);
  await once(accepted, 'close');
  taker.destroy();

  const server = createServer();
  server.timeout = 500;
  const relay = createRelay({ server, open: 'any-room' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await relay.close();
    server.close();
  });
  const { client } = await ProtocolClient.join(`ws://127.0.0.1:${relay.port}/socket`);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await client.settled();
});
