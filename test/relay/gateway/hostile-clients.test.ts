/** Clients that mean harm without breaking RFC 6455: slow, many, silent, or with poison in what they say. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { type ClientMessage, parseClientMessage } from 'stream-room/protocol/control';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { askUpgrade, closeCodeIn, maskedFrame, openRaw, untilEnd, upgradeRequest } from '../../support/raw-socket.ts';
import { type StartedRelay, startRelay } from '../../support/relay.ts';

const ID = 'x'.repeat(22);

/** One of every message that a client may send. */
const MESSAGES: { readonly [Type in ClientMessage['type']]: Extract<ClientMessage, { type: Type }> } = {
  join: { type: 'join', id: 1, room: 'poison', name: 'Eve', secret: 'E'.repeat(43) },
  update: { type: 'update', id: 2, name: 'Eve' },
  publish: { type: 'publish', id: 3, kind: 'video', source: 'camera', muted: false },
  unpublish: { type: 'unpublish', id: 4, trackId: 1 },
  'update-track': { type: 'update-track', id: 5, trackId: 1, width: 1 },
  subscribe: { type: 'subscribe', id: 6, trackId: 1 },
  unsubscribe: { type: 'unsubscribe', id: 7, trackId: 1 },
  'request-keyframe': { type: 'request-keyframe', trackId: 1 },
  chat: { type: 'chat', id: 8, messageId: ID, text: 'x' },
  'chat-since': { type: 'chat-since', id: 9, epoch: ID, sequence: 0 },
  send: { type: 'send', id: 10, data: { a: 1 } },
  refresh: { type: 'refresh', id: 11, token: 'a.b.c' },
  mute: { type: 'mute', id: 12, participantId: ID, trackId: 1 },
  'ask-to-unmute': { type: 'ask-to-unmute', id: 13, participantId: ID, source: 'camera' },
  remove: { type: 'remove', id: 14, participantId: ID },
  'set-role': { type: 'set-role', id: 15, participantId: ID, role: 'guest' },
  'set-room': { type: 'set-room', id: 16, locked: false },
  admit: { type: 'admit', id: 17, participantId: ID, admitted: true },
  ping: { type: 'ping', id: 18 },
  leave: { type: 'leave', id: 19 },
};

const POISON = [
  '"__proto__":{"polluted":1,"grants":["moderate"],"role":"host"}',
  '"constructor":{"prototype":{"polluted":1}}',
  '"prototype":{"polluted":1}',
  '"toString":1,"valueOf":1,"hasOwnProperty":1,"then":1,"toJSON":1',
];

/** A client that was there all the time, and how long it waits for an answer. */
async function assertServed(relay: StartedRelay, run: () => Promise<void>): Promise<void> {
  const { client } = await ProtocolClient.join(relay.socketUrl, { room: 'canary' });
  let isOver = false;
  const waits: number[] = [];
  const watching = (async () => {
    while (!isOver) {
      const started = performance.now();
      await client.settled();
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  await run().finally(() => {
    isOver = true;
  });
  await watching;
  client.close();
  assert.ok(Math.max(...waits) < 2_000, `it waited ${Math.round(Math.max(...waits))} ms`);
}

const connectMany = (relay: StartedRelay, count: number): Socket[] =>
  Array.from({ length: count }, () => {
    const socket = createConnection(relay.port, '127.0.0.1');
    socket.on('error', () => {});
    return socket;
  });

describe('who is slow', () => {
  it('300 that never finish their headers are gone, and others are served meanwhile', {
    timeout: 60_000,
  }, async (t) => {
    const relay = await startRelay(t);
    await assertServed(relay, async () => {
      const slow = connectMany(relay, 300);
      const request = upgradeRequest();
      const drip = setInterval(() => {
        for (const socket of slow) if (socket.writable) socket.write(request.slice(0, 1));
      }, 500);
      const started = performance.now();
      await Promise.all(slow.map(untilEnd));
      clearInterval(drip);
      assert.ok(performance.now() - started < 25_000);
    });
  });

  it('100 that send a frame byte by byte never join, and are closed for it', { timeout: 60_000 }, async (t) => {
    const relay = await startRelay(t, { joinTimeoutMs: 1_500 });
    await assertServed(relay, async () => {
      const slow = await Promise.all(Array.from({ length: 100 }, () => openRaw(relay.port)));
      const frame = maskedFrame(0x81, Buffer.from(JSON.stringify(MESSAGES.join)));
      let at = 0;
      const drip = setInterval(() => {
        const byte = frame.subarray(at, at + 1);
        at += 1;
        for (const socket of slow) if (socket.writable) socket.write(byte);
      }, 100);
      const codes = await Promise.all(slow.map(async (socket) => closeCodeIn(await untilEnd(socket))));
      clearInterval(drip);
      assert.deepEqual([...new Set(codes)], [4504]);
    });
  });
});

describe('who is many', () => {
  it('one address has as many sockets as it may have, joined or silent, and others come in', async (t) => {
    const relay = await startRelay(t, { maxConnectionsPerAddress: 20, trustProxy: ['127.0.0.1'] });
    const crowd = { 'X-Forwarded-For': '198.51.100.1' };
    const open: Socket[] = [];
    const silent = connectMany(relay, 200);
    const answers = await Promise.all(
      silent.map(async (socket) => {
        socket.write(
          upgradeRequest({ ...crowd, Origin: `http://localhost:${relay.port}`, Host: `localhost:${relay.port}` }),
        );
        const [answer] = (await once(socket, 'data')) as [Buffer];
        open.push(socket);
        return answer.toString().slice(9, 12);
      }),
    );
    assert.equal(answers.filter((status) => status === '101').length, 20);
    assert.equal(answers.filter((status) => status === '429').length, 180);
    const { client } = await ProtocolClient.join(relay.socketUrl);
    await client.settled();
    for (const socket of open) socket.destroy();
  });

  it('all together have as many as there may be', async (t) => {
    const relay = await startRelay(t, { maxConnections: 10 });
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openRaw(relay.port)));
    const refused = await askUpgrade(relay.port);
    assert.deepEqual([refused.status, refused.error], [503, 'relay-full']);
    sockets[0]?.destroy();
    while (relay.connections > 9) await new Promise((resolve) => setTimeout(resolve, 5));
    (await openRaw(relay.port)).destroy();
    for (const socket of sockets) socket.destroy();
  });
});

describe('who brings poison', () => {
  const assertClean = () => {
    assert.deepEqual(Object.keys(Object.prototype), []);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.equal(([] as unknown as Record<string, unknown>)['polluted'], undefined);
  };

  for (const [type, message] of Object.entries(MESSAGES)) {
    it(`${type}: keys of prototypes have no effect, wherever they stand`, async (t) => {
      const relay = await startRelay(t);
      const client = await joinUnless(t, relay, type);
      const text = JSON.stringify(message);
      for (const poison of POISON) {
        const poisoned = [text.replace(/}$/, `,${poison}}`), text.replace(/^\{/, `{${poison},`)];
        for (const each of poisoned) {
          const parsed = parseClientMessage(each);
          assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
          assert.deepEqual(Object.keys(parsed).sort(), Object.keys(message).sort());
          if (!client.closed) client.sendText(each);
        }
      }
      if (type === 'leave' || type === 'join')
        await client.untilTrue(() => client.messages.length > 0, 'an answer').catch(() => {});
      else await client.settled();
      assertClean();
      assert.deepEqual(relay.said, []);
    });
  }

  it('data that is handed on is data, prototypes included', async (t) => {
    const relay = await startRelay(t);
    const { client: eve } = await ProtocolClient.join(relay.socketUrl);
    const { client: bob } = await ProtocolClient.join(relay.socketUrl);
    eve.sendText(
      '{"type":"send","id":99,"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
    );
    await bob.until((message) => message.type === 'data');
    assertClean();
  });

  const odd: readonly [name: string, text: string][] = [
    ['a depth of 10,000', `{"type":"send","id":1,"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['a depth of 10,000 in no known place', `{"type":"ping","id":1,"x":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`],
    ['the same key twice', '{"type":"leave","type":"ping","id":2,"id":1}'],
    ['a number beyond all', '{"type":"ping","id":1e999}'],
    ['a number of 10,000 digits', `{"type":"ping","id":${'9'.repeat(10_000)}}`],
    ['a negative zero', '{"type":"ping","id":-0}'],
    ['a type that is an object', '{"type":{"toString":"ping"},"id":1}'],
    ['a type that every object has', '{"type":"constructor","id":1}'],
    ['a type that is the prototype', '{"type":"__proto__","id":1}'],
    ['an array of keys', '["type","ping"]'],
    ['half a surrogate pair in a name', '{"type":"update","id":1,"name":"\\ud800"}'],
  ];
  for (const [name, text] of odd) {
    it(`${name} is answered or refused, at once`, async (t) => {
      const relay = await startRelay(t);
      const { client } = await ProtocolClient.join(relay.socketUrl);
      const started = performance.now();
      client.sendText(text);
      await Promise.race([client.settled(), client.untilClosed()]).catch(() => {});
      assert.ok(performance.now() - started < 1_000);
      assertClean();
      assert.deepEqual(relay.said, []);
      const { client: next } = await ProtocolClient.join(relay.socketUrl);
      await next.settled();
    });
  }
});

/** Everything but a join needs a seat to get anywhere. */
async function joinUnless(t: TestContext, relay: StartedRelay, type: string): Promise<ProtocolClient> {
  const client =
    type === 'join' ? await ProtocolClient.open(relay.socketUrl) : (await ProtocolClient.join(relay.socketUrl)).client;
  t.after(() => client.vanish());
  return client;
}
