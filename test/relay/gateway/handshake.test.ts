/** The order in which a socket is let in, and what cannot happen while that takes its time. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import { ANYBODY, type Identity } from '../../../relay/auth/identity.ts';
import { mintToken } from '../../../relay/auth/mint.ts';
import { TokenError } from '../../../relay/auth/token-error.ts';
import { ConfigError, createRelay } from '../../../relay/relay.ts';
import { openGateway } from '../../support/gateway.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { askUpgrade, maskedFrame, openRaw, readAnswer, untilEnd, upgradeRequest } from '../../support/raw-socket.ts';
import { startRelay } from '../../support/relay.ts';

const SECRET = 'a secret of thirty-two bytes or more';
const PAGE = 'https://page.example';
const FIREFOX = 'moz-extension://6b5e5b7e-0a4c-4d7e-9d9e-3f1f6f0c2b1a';
/** Header that offers a token. */
const offer = (token: string) => ({ 'Sec-WebSocket-Protocol': `${SUBPROTOCOL}, ${TOKEN_PROTOCOL_PREFIX}${token}` });
const from = (address: string) => ({ 'X-Forwarded-For': address });

const mint = (native = false) =>
  mintToken({ key: SECRET, subject: 'ada', room: 'test', role: 'member', ...(native ? { native } : {}) });

/** Asks, and says whether the upgrade was finished and nothing was closed for a moment. */
async function isLetIn(port: number, headers: Record<string, string>): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  socket.on('error', () => {});
  // A request before any join: whoever was let in has an answer.
  const ping = maskedFrame(0x81, Buffer.from('{"type":"ping","id":1}'));
  socket.write(Buffer.concat([Buffer.from(upgradeRequest(headers)), ping]));
  let received = '';
  for await (const chunk of socket) {
    received += (chunk as Buffer).toString('latin1');
    if (received.includes('"ack"')) return true;
  }
  return false;
}

describe('of several reasons, a handshake is refused for the first', () => {
  const everythingWrong = (t: TestContext) =>
    startRelay(t, {
      origins: [PAGE],
      tokenSecret: SECRET,
      trustProxy: ['127.0.0.1'],
      maxConnections: 1,
      maxConnectionsPerAddress: 1,
      handshakeRate: { perSecond: 0.001, burst: 2 },
    });

  it('path, origin, address, rate, room for one more, token', async (t) => {
    const { port } = await everythingWrong(t);
    const here = from('198.51.100.1');
    const bad = { ...offer('no.to.ken'), Origin: 'https://evil.example' };
    const good = { ...offer(await mint()), Origin: PAGE };
    const holder = createConnection(port, '127.0.0.1');
    holder.write(upgradeRequest({ ...good, ...here }));
    assert.match(String((await once(holder, 'data'))[0]), /^HTTP\/1\.1 101 /);

    const path = await askUpgrade(port, { ...bad, ...here }, 'GET /elsewhere HTTP/1.1');
    assert.deepEqual([path.status, path.error], [404, 'not-found']);
    const origin = await askUpgrade(port, { ...bad, ...here });
    assert.deepEqual([origin.status, origin.error], [403, 'forbidden-origin']);
    const address = await askUpgrade(port, { ...offer('no.to.ken'), Origin: PAGE, ...here });
    assert.deepEqual([address.status, address.error], [429, 'too-many-connections']);
    const full = await askUpgrade(port, { ...offer('no.to.ken'), Origin: PAGE, ...from('198.51.100.2') });
    assert.deepEqual([full.status, full.error], [503, 'relay-full']);
    await askUpgrade(port, { ...good, ...from('198.51.100.2') });
    const rate = await askUpgrade(port, { ...offer('no.to.ken'), Origin: PAGE, ...from('198.51.100.2') });
    assert.deepEqual([rate.status, rate.error], [429, 'too-many-handshakes']);
    assert.match(rate.text, /\r\nRetry-After: \d+\r\n/);

    holder.destroy();
    let token = await askUpgrade(port, { ...offer('no.to.ken'), Origin: PAGE, ...from('198.51.100.3') });
    for (let count = 4; token.status === 503; count++) {
      token = await askUpgrade(port, { ...offer('no.to.ken'), Origin: PAGE, ...from(`198.51.100.${count}`) });
    }
    assert.deepEqual([token.status, token.closeCode], [101, 4401]);
  });

  it('and a refusal is JSON with the reason, that no cache keeps', async (t) => {
    const { port } = await startRelay(t);
    const { text } = await askUpgrade(port, { Origin: 'https://evil.example' });
    assert.match(text, /\r\nContent-Type: application\/json/);
    assert.match(text, /\r\nCache-Control: no-store\r\n/);
    assert.match(text, /\r\nConnection: close\r\n/);
    assert.match(text, /\{"error":"forbidden-origin","message":"Pages of this origin/);
  });
});

describe('a token', () => {
  it('that is good lets in', async (t) => {
    const { port } = await startRelay(t, { tokenSecret: SECRET, origins: [PAGE] });
    assert.equal(await isLetIn(port, { ...offer(await mint()), Origin: PAGE }), true);
  });

  it('that is bad or missing: the upgrade is finished, then closed with 4401 and the reason', async (t) => {
    const { port } = await startRelay(t, { tokenSecret: SECRET, origins: [PAGE] });
    const bad = await askUpgrade(port, { ...offer(`${(await mint()).slice(0, -2)}AA`), Origin: PAGE });
    assert.deepEqual([bad.status, bad.closeCode], [101, 4401]);
    assert.match(bad.text, /"code":"bad-token","message":"The token.s signature is wrong|"code":"bad-token"/);
    const missing = await askUpgrade(port, { Origin: PAGE });
    assert.deepEqual([missing.status, missing.closeCode], [101, 4401]);
    assert.match(missing.text, /This relay needs a token/);
  });

  it('is never echoed', async (t) => {
    const { port } = await startRelay(t, { tokenSecret: SECRET, origins: [PAGE] });
    const token = await mint();
    const socket = createConnection(port, '127.0.0.1');
    socket.write(upgradeRequest({ ...offer(token), Origin: PAGE }));
    const answer = String((await once(socket, 'data'))[0]);
    assert.match(answer, /\r\nSec-WebSocket-Protocol: stream-room\.v1\r\n/);
    assert.doesNotMatch(answer, new RegExp(token.slice(0, 20)));
    socket.destroy();
  });

  it('guessed ten times shuts the address out, and nobody else', async (t) => {
    const { port } = await startRelay(t, { tokenSecret: SECRET, origins: [PAGE], trustProxy: ['127.0.0.1'] });
    const guesser = { Origin: PAGE, ...from('198.51.100.1') };
    for (let guess = 0; guess < 10; guess++) {
      assert.equal((await askUpgrade(port, { ...guesser, ...offer(`gue.ss.${guess}`) })).closeCode, 4401);
    }
    const good = offer(await mint());
    const refusal = await askUpgrade(port, { ...guesser, ...good });
    assert.deepEqual([refusal.status, refusal.error], [429, 'too-many-failures']);
    assert.equal(await isLetIn(port, { Origin: PAGE, ...from('198.51.100.2'), ...good }), true);
  });

  it('forgotten twenty times shuts nobody out', async (t) => {
    const { port } = await startRelay(t, { tokenSecret: SECRET, origins: [PAGE] });
    for (let count = 0; count < 20; count++) {
      assert.equal((await askUpgrade(port, { Origin: PAGE })).closeCode, 4401);
    }
    assert.equal(await isLetIn(port, { Origin: PAGE, ...offer(await mint()) }), true);
  });
});

describe('without an origin', () => {
  it('only a token for programs lets in, where there are tokens', async (t) => {
    const { port } = await startRelay(t, { tokenSecret: SECRET });
    const browser = await askUpgrade(port, offer(await mint()));
    assert.deepEqual([browser.status, browser.closeCode], [101, 4403]);
    assert.equal(await isLetIn(port, offer(await mint(true))), true);
  });

  it('a program elsewhere is refused where there are none', async (t) => {
    const { port } = await startRelay(t, { trustProxy: ['127.0.0.1'] });
    assert.equal((await askUpgrade(port, from('198.51.100.1'))).status, 403);
    assert.equal(await isLetIn(port, {}), true);
  });
});

it('an extension of Firefox needs a token where others need one', async (t) => {
  const open = await startRelay(t, { tokenSecret: SECRET, open: 'any-room', origins: ['moz-extension:'] });
  assert.equal(await isLetIn(open.port, { Origin: FIREFOX }), true);
  const { port } = await startRelay(t, { tokenSecret: SECRET, open: 'no', origins: ['moz-extension:'] });
  const without = await askUpgrade(port, { Origin: FIREFOX });
  assert.deepEqual([without.status, without.closeCode], [101, 4401]);
  assert.equal(await isLetIn(port, { Origin: FIREFOX, ...offer(await mint()) }), true);
});

it('two Origin headers are none that is allowed, even where both are', async (t) => {
  const { port } = await startRelay(t, { origins: [PAGE] });
  assert.equal((await askUpgrade(port, { Origin: [PAGE, PAGE] })).status, 403);
});

describe('while a token is checked', () => {
  /** A gateway whose checks wait until they are told how they end. */
  async function openSlow(t: TestContext) {
    const waiting: { resolve(identity: Identity): void; reject(error: Error): void }[] = [];
    const authenticate = () =>
      new Promise<Identity>((resolve, reject) => {
        waiting.push({ resolve, reject });
      });
    const opened = await openGateway(t, { authenticate, config: { joinTimeoutMs: 60_000 } });
    const untilWaiting = async (count: number) => {
      while (waiting.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    return { ...opened, waiting, untilWaiting };
  }

  it('what was sent with the request and after it is kept, in order', async (t) => {
    const { port, waiting, untilWaiting } = await openSlow(t);
    const socket = createConnection(port, '127.0.0.1');
    const ping = (id: number) => maskedFrame(0x81, Buffer.from(JSON.stringify({ type: 'ping', id })));
    socket.write(Buffer.concat([Buffer.from(upgradeRequest()), ping(1), ping(2).subarray(0, 5)]));
    await untilWaiting(1);
    socket.write(ping(2).subarray(5));
    socket.write(ping(3));
    await new Promise((resolve) => setTimeout(resolve, 50));
    waiting[0]?.resolve(ANYBODY);
    let received = '';
    for await (const chunk of socket) {
      received += (chunk as Buffer).toString('latin1');
      if (received.includes('"id":3')) break;
    }
    assert.deepEqual(
      [...received.matchAll(/"id":(\d)/g)].map(([, id]) => id),
      ['1', '2', '3'],
    );
  });

  it('what is sent is not read without end', async (t) => {
    const { port, sockets, waiting, untilWaiting } = await openSlow(t);
    const socket = createConnection(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(upgradeRequest());
    await untilWaiting(1);
    for (let count = 0; count < 64; count++) socket.write(Buffer.alloc(256 * 1024));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [end] = sockets;
    assert.ok(end && end.bytesRead < 1024 * 1024, `${end?.bytesRead} bytes were read`);
    waiting[0]?.reject(new TokenError('bad-signature', 'No.'));
    socket.resume();
    await untilEnd(socket);
  });

  it('a thousand resets end a thousand sockets, and not the process', async (t) => {
    const { port, gateway, limits, waiting, untilWaiting, said } = await openSlow(t);
    for (let batch = 0; batch < 20; batch++) {
      const sockets = Array.from({ length: 50 }, () => {
        const socket = createConnection(port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write(upgradeRequest());
        return socket;
      });
      await untilWaiting(50 * (batch + 1));
      const last = waiting.slice(-50);
      for (const [index, { resolve, reject }] of last.entries()) {
        // Before, at, and after the end of its check.
        if (index % 3 === 0) resolve(ANYBODY);
        sockets[index]?.resetAndDestroy();
        if (index % 3 === 1) reject(new TokenError('expired', 'No.'));
      }
      await new Promise((resolve) => setImmediate(resolve));
      for (const [index, { resolve }] of last.entries()) if (index % 3 === 2) resolve(ANYBODY);
    }
    while (gateway.size > 0 || limits.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(said, []);
    const socket = await Promise.all([openRaw(port), untilWaiting(1_001).then(() => waiting.at(-1)?.resolve(ANYBODY))]);
    socket[0].destroy();
  });

  it('a relay that closes waits for nobody', async (t) => {
    const { port, gateway, waiting, untilWaiting } = await openSlow(t);
    const socket = createConnection(port, '127.0.0.1');
    socket.write(upgradeRequest());
    const ended = untilEnd(socket);
    await untilWaiting(1);
    await gateway.close();
    waiting[0]?.resolve(ANYBODY);
    assert.notEqual(readAnswer(await ended).status, 101);
    assert.equal(gateway.size, 0);
  });
});

describe('where tokens cannot be checked', () => {
  for (const [name, authenticator] of [
    ['at all', () => Promise.reject(new Error('no keys'))],
    ['in time', () => new Promise<never>(() => {})],
    ['now', async () => ({ authenticate: () => Promise.reject(new TokenError('unavailable', 'Later.')) })],
  ] as const) {
    it(`${name}: 503`, async (t) => {
      const made = authenticator();
      made.catch(() => {});
      const { port } = await openGateway(t, { authenticator: made, config: { joinTimeoutMs: 100 } });
      const { status, error } = await askUpgrade(port);
      assert.deepEqual([status, error], [503, 'unavailable']);
    });
  }

  it('a relay of its own does not start', async () => {
    const relay = createRelay({ port: 0, tokenKeys: new URL('handshake.test.ts', import.meta.url).pathname });
    await assert.rejects(relay.listen(), ConfigError);
    await relay.close();
  });
});

it('a client that was let in once still counts when others are refused, and no longer when it is gone', async (t) => {
  const { port, limits } = await openGateway(t, { config: { maxConnectionsPerAddress: 2 } });
  const [first, second] = await Promise.all([openRaw(port), openRaw(port)]);
  assert.equal((await askUpgrade(port)).status, 429);
  first.destroy();
  second.destroy();
  while (limits.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const { client } = await ProtocolClient.join(`ws://127.0.0.1:${port}/socket`);
  client.close();
});

it('a guesser of room secrets is closed at the tenth guess, and shut out with its address', async (t) => {
  const { port, socketUrl } = await startRelay(t, { trustProxy: ['10.0.0.1'] });
  const room = `~${'r'.repeat(22)}`;
  const owner = await ProtocolClient.open(socketUrl);
  const proof = Buffer.alloc(32, 1).toString('base64url');
  await owner.request({ type: 'join', room, name: 'Owner', secret: owner.secret, proof });
  const guesser = await ProtocolClient.open(socketUrl);
  for (let guess = 0; guess < 10; guess++) {
    const wrong = Buffer.alloc(32, guess + 2).toString('base64url');
    const join = { type: 'join', room, name: 'Guesser', secret: guesser.secret, proof: wrong } as const;
    await assert.rejects(guesser.request(join), { code: 'forbidden' });
  }
  assert.equal((await guesser.untilClosed()).code, 4429);
  assert.equal((await askUpgrade(port)).error, 'too-many-failures');
  await owner.settled();
});

it('which origins are refused stands in the log, once each and not without end', async (t) => {
  const said: string[] = [];
  const { port } = await startRelay(t, { log: (_level, message) => said.push(message) });
  said.length = 0;
  for (let index = 0; index < 30; index++) await askUpgrade(port, { Origin: `https://page-${index >> 1}.example` });
  assert.equal(said.length, 15);
  assert.match(said[0] ?? '', /^pages of origin "https:\/\/page-0\.example" are refused; --origins/);
  for (let index = 0; index < 30; index++) await askUpgrade(port, { Origin: `https://other-${index}.example` });
  assert.equal(said.length, 20);
});
