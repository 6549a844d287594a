/** A relay is tested as a call would use it, and each reason why it does not work is told from the others. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import { WebSocket as NodeSocket, WebSocketServer } from 'ws';
import { checkRelay, type Network } from '../../../extension/browser/pages/relay-check.ts';
import { mintToken } from '../../../relay/auth/mint.ts';
import { freePort } from '../../support/free-port.ts';
import { startRelay } from '../../support/relay.ts';

const CHROME = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const FIREFOX = 'moz-extension://6b5e5b7e-0a4c-4d7e-9d9e-3f1f6f0c2b1a';
const SECRET = 'a secret of more than thirty-two bytes';

/** As a page of this origin has it. Node's own fetch asks no permission, which here is asked for it. */
const network = (origin = CHROME, isOnline = true): Network => ({
  openSocket(url, protocols) {
    const socket = new NodeSocket(url, protocols, { origin });
    // A browser's socket only closes.
    socket.on('error', () => {});
    return socket as unknown as WebSocket;
  },
  fetch: async (url, options) => {
    const response = await fetch(url, options);
    if (options.mode !== 'no-cors' && response.headers.get('access-control-allow-origin') !== '*')
      throw new TypeError('CORS');
    return response;
  },
  isOnline: () => isOnline,
  now: () => performance.now(),
});

const check = (typed: string, token?: string, net = network(), timeoutMs = 3_000) =>
  checkRelay(typed, token, net, { signal: new AbortController().signal, timeoutMs });

async function startServer(
  t: TestContext,
  listener: RequestListener,
  onSocket?: (socket: NodeSocket) => void,
): Promise<string> {
  const server = createServer(listener);
  if (onSocket) new WebSocketServer({ server }).on('connection', onSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

it('a relay that lets everybody in works, and leaves nothing behind', async (t) => {
  const relay = await startRelay(t, { open: 'any-room', origins: [CHROME] });
  const verdict = await check(relay.url);
  assert.equal(verdict.kind, 'works');
  assert.ok(verdict.kind === 'works' && verdict.roundTripMs >= 0 && verdict.roundTripMs < 2_000);
  assert.equal(verdict.kind === 'works' && verdict.url, relay.url);
});

for (const [typed, problem] of [
  ['', 'not-an-address'],
  ['hello', 'not-an-address'],
  ['http://relay.example', 'insecure-address'],
] as const) {
  it(`"${typed}" is not even tried`, async () => {
    const never: Network = { ...network(), openSocket: () => assert.fail('tried'), fetch: () => assert.fail('tried') };
    assert.deepEqual(await check(typed, undefined, never), { kind: 'bad-address', problem });
  });
}

it('what is no token is not even sent', async () => {
  const never: Network = { ...network(), openSocket: () => assert.fail('tried') };
  assert.deepEqual(await check('localhost', 'my password', never), { kind: 'bad-token' });
});

it('where nobody listens it is unreachable, or oneself is offline', async () => {
  const address = `localhost:${await freePort()}`;
  assert.deepEqual(await check(address), { kind: 'unreachable' });
  assert.deepEqual(await check(address, undefined, network(CHROME, false)), { kind: 'offline' });
});

it('a relay that does not list the extension refuses it', async (t) => {
  const relay = await startRelay(t, { open: 'any-room', origins: ['https://other.example'] });
  assert.deepEqual(await check(relay.url), { kind: 'refuses-origin' });
  assert.deepEqual(await check(relay.url, undefined, network(FIREFOX)), { kind: 'refuses-origin' });
});

it('a relay with tokens needs one, takes a good one, and refuses another with its reason', async (t) => {
  const relay = await startRelay(t, { tokenSecret: SECRET, origins: [CHROME, 'moz-extension:'] });
  assert.deepEqual(await check(relay.url), { kind: 'needs-token' });
  assert.deepEqual(await check(relay.url, undefined, network(FIREFOX)), { kind: 'needs-token' });
  const token = await mintToken({ key: SECRET, subject: 'ada', room: 'team', role: 'guest' });
  assert.equal((await check(relay.url, token)).kind, 'works');
  assert.equal((await check(relay.url, token, network(FIREFOX))).kind, 'works');
  const foreign = await mintToken({ key: `another ${SECRET}`, subject: 'ada', room: 'team', role: 'guest' });
  const verdict = await check(relay.url, foreign);
  assert.equal(verdict.kind, 'refuses-token');
  assert.ok(verdict.kind === 'refuses-token' && verdict.reason.length > 10, 'with a sentence of the relay');
});

it('a relay that has only rooms with a secret needs a token for the rooms of pages', async (t) => {
  const relay = await startRelay(t, { open: 'secret-rooms', origins: [CHROME] });
  assert.deepEqual(await check(relay.url), { kind: 'needs-token' });
});

it('a website is no relay', async (t) => {
  assert.deepEqual(await check(await startServer(t, (_, response) => response.end('<h1>hello'))), {
    kind: 'not-a-relay',
  });
  const open = await startServer(t, (_, response) => {
    response.writeHead(404, { 'access-control-allow-origin': '*' }).end('{"status":"dead"}');
  });
  assert.deepEqual(await check(open), { kind: 'not-a-relay' });
});

it('a server with other sockets is no relay', async (t) => {
  const hello: RequestListener = (_, response) => void response.end('hello');
  const chatty = await startServer(t, hello, (socket) => socket.send('welcome'));
  assert.deepEqual(await check(chatty), { kind: 'not-a-relay' });
  const json = await startServer(t, hello, (socket) => socket.send('{"type":"welcome"}'));
  assert.deepEqual(await check(json), { kind: 'not-a-relay' });
  const silent = await startServer(t, hello, () => {});
  assert.deepEqual(await check(silent, undefined, network(), 300), { kind: 'not-a-relay' });
  const rude = await startServer(t, hello, (socket) => socket.close(1008, 'go away'));
  assert.deepEqual(await check(rude), { kind: 'not-a-relay' });
});

for (const [code, kind] of [
  [4406, 'other-version'],
  [4429, 'busy'],
  [4503, 'busy'],
] as const) {
  it(`close code ${code} means ${kind}`, async (t) => {
    const url = await startServer(
      t,
      (_, response) => void response.end(),
      (socket) => socket.close(code),
    );
    assert.deepEqual(await check(url), { kind });
  });
}

it('an address that swallows everything is given up in time', async (t) => {
  const url = await startServer(t, () => {});
  const started = performance.now();
  assert.deepEqual(await check(url, undefined, network(), 300), { kind: 'unreachable' });
  assert.ok(performance.now() - started < 2_500);
});

it('a test that nobody waits for any more ends at once', async (t) => {
  const url = await startServer(t, () => {});
  const end = new AbortController();
  const verdict = checkRelay(url, undefined, network(), { signal: end.signal, timeoutMs: 60_000 });
  end.abort();
  assert.equal((await verdict).kind, 'unreachable');
});
