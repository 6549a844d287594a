/** What clients send wrong, too large, too often or for others, over real sockets. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import { Inbox, type InboxOwner } from '../../../relay/gateway/inbox.ts';
import { RequestError } from '../../../relay/rooms/request-error.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { newSecret, ProtocolClient, Refused } from '../../support/protocol-client.ts';
import { startRelay } from '../../support/relay.ts';

const UUID = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

async function joined(t: TestContext, options = {}) {
  const relay = await startRelay(t, options);
  const { client } = await ProtocolClient.join(relay.socketUrl);
  const refusalOf = async (message: Parameters<ProtocolClient['request']>[0]): Promise<Refused> => {
    try {
      await client.request(message);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
    throw new Error('It was not refused.');
  };
  return { relay, client, refusalOf };
}

describe('a message that nobody could be told about closes the connection with 4400, and says why', () => {
  const table: readonly [name: string, sent: string | Uint8Array, code: string, sentence: RegExp][] = [
    ['text that is not JSON', 'hello', 'bad-message', /is JSON, "hello" was received/],
    ['nothing', '', 'bad-message', /is JSON/],
    ['JSON that is no object', '[1,2]', 'bad-message', /wrong/],
    ['null', 'null', 'bad-message', /wrong/],
    ['an object without a type', '{"a":1}', 'bad-message', /type/],
    ['a packet as text', '\u0001\u0000\u0000', 'bad-message', /is JSON/],
    [
      'a message of 17 KiB',
      `{"type":"ping","id":1,"x":"${'x'.repeat(17 * 1024)}"}`,
      'too-large',
      /at most 16384 bytes/,
    ],
    ['17 KiB in characters of three bytes', `"${'€'.repeat(6_000)}"`, 'too-large', /18002 were received/],
    ['JSON as binary', Buffer.from('{"type":"ping","id":1}'), 'unknown-type', /0x01 \(packet\) or 0x02/],
    ['no byte at all', new Uint8Array(0), 'unknown-type', /0x01/],
    ['half a header', Uint8Array.of(1, 0, 0, 0), 'bad-packet', /starts with 20 header bytes, 4 were received/],
    ['a packet with a reserved flag', Uint8Array.from([1, 4, ...Array(18).fill(0)]), 'bad-packet', /reserved/],
    ['a packet of layer 8', Uint8Array.from([1, 0, 0, 8, ...Array(16).fill(0)]), 'bad-packet', /temporal layer/],
    [
      'a packet from the year 10^12',
      Uint8Array.from([1, ...Array(11).fill(0), ...Array(8).fill(255)]),
      'bad-packet',
      /2\^53/,
    ],
    ['half a receipt', Uint8Array.of(2, 0, 0), 'bad-receipt', /12 bytes/],
    [
      'a receipt for what was never sent',
      Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0),
      'bad-receipt',
      /never|more packets/,
    ],
    ['JSON nested ten thousand deep', '['.repeat(10_000), 'bad-message', /nested at most 32 deep/],
  ];
  for (const [name, sent, code, sentence] of table) {
    it(name, async (t) => {
      const { client, relay } = await joined(t);
      client.webSocket.send(sent);
      assert.equal((await client.untilClosed()).code, CLOSE_CODES.badMessage);
      const [error] = client.ofType('error');
      assert.equal(error?.code, code);
      assert.match(error?.message ?? '', sentence);
      await ProtocolClient.join(relay.socketUrl);
      assert.deepEqual(relay.said, []);
    });
  }
});

describe('a request that is wrong is answered, and the connection stays', () => {
  const secret = newSecret();
  const table: readonly [name: string, message: Record<string, unknown>, code: string, sentence: RegExp][] = [
    ['an unknown type', { type: 'dance' }, 'unknown-type', /No control message has the type "dance"/],
    ['a name of 10 KB', { type: 'update', name: 'x'.repeat(10_000) }, 'bad-message', /"name" is wrong/],
    ['a name with a control character', { type: 'update', name: 'A\u0007da' }, 'bad-message', /control characters/],
    ['a name that turns the text around', { type: 'update', name: 'A\u202eda' }, 'bad-message', /control characters/],
    ['a name of blanks', { type: 'update', name: '   ' }, 'bad-message', /white space/],
    ['a name of two lines', { type: 'update', name: 'A\nB' }, 'bad-message', /control characters/],
    ['an empty name', { type: 'update', name: '' }, 'bad-message', /"name"/],
    ['a track id below 0', { type: 'subscribe', trackId: -1 }, 'bad-message', /"trackId"/],
    ['a track id of text', { type: 'subscribe', trackId: '1' }, 'bad-message', /"trackId"/],
    [
      'a kind that there is not',
      { type: 'publish', kind: 'smell', source: 'camera', muted: false },
      'bad-message',
      /"kind"/,
    ],
    ['chat of 4,001 characters', { type: 'chat', messageId: UUID, text: 'x'.repeat(4_001) }, 'bad-message', /"text"/],
    ['chat without text', { type: 'chat', messageId: UUID, text: '' }, 'bad-message', /"text"/],
    ['a message id that can be guessed', { type: 'chat', messageId: '1', text: 'x' }, 'bad-message', /"messageId"/],
    ['a second join', { type: 'join', room: 'test', name: 'Ada', secret }, 'already-joined', /in a room already/],
    ['a track of nobody', { type: 'subscribe', trackId: 5 }, 'unknown-track', /5/],
    [
      'data of 9 KB',
      { type: 'send', data: 'x'.repeat(9_000) },
      'too-large',
      /at most 8192 bytes as JSON, this has 9002/,
    ],
    ['data for nobody', { type: 'send', data: 1, to: ['x'.repeat(22)] }, 'unknown-participant', /Nothing was sent/],
    ['a ping of 3 KB', { type: 'ping', ballast: 'x'.repeat(3_000) }, 'too-large', /ping message has at most 2048/],
    ['more pixels than anybody has', { type: 'update-track', trackId: 5, width: 100_000 }, 'bad-message', /"width"/],
    ['a clock that is none', { type: 'update', clockOffsetMicros: null }, 'bad-message', /"clockOffsetMicros"/],
  ];
  it('each with its code and sentence', async (t) => {
    const { client, refusalOf } = await joined(t);
    for (const [name, message, code, sentence] of table) {
      const refused = await refusalOf(message as Parameters<ProtocolClient['request']>[0]);
      assert.equal(refused.code, code, name);
      assert.match(refused.message, sentence, name);
      assert.ok(refused.message.length < 400, name);
    }
    await client.settled();
    assert.equal(client.closed, undefined);
  });

  it('but too many of them end it', async (t) => {
    const { client } = await joined(t);
    for (let count = 0; count < 100; count++) client.sendText('{"type":"dance","id":1}');
    assert.equal((await client.untilClosed()).code, CLOSE_CODES.badMessage);
    const answers = client.ofType('error').filter(({ id }) => id === 1);
    assert.ok(answers.length >= 50 && answers.length < 60, `${answers.length}`);
  });

  it('a name with markup is a name like any other', async (t) => {
    const { client, relay } = await joined(t);
    const name = '<img src=x onerror=alert(1)>';
    await client.request({ type: 'update', name });
    const { result } = await ProtocolClient.join(relay.socketUrl);
    assert.equal(result.participants[0]?.name, name);
  });

  it('names what pollutes no prototype', async (t) => {
    const { client, relay } = await joined(t);
    client.sendText('{"type":"update","id":7,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    await client.until((message) => message.type === 'ack' && message.id === 7);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.deepEqual(relay.said, []);
  });
});

describe('before a join', () => {
  it('only pings and joins are answered', async (t) => {
    const { socketUrl } = await startRelay(t);
    const client = await ProtocolClient.open(socketUrl);
    const { relayTimeMicros } = await client.request<{ relayTimeMicros: number }>({ type: 'ping' });
    assert.ok(Math.abs(relayTimeMicros / 1000 - Date.now()) < 1_000);
    await assert.rejects(client.publish(), { code: 'not-joined' });
    await assert.rejects(client.subscribe(1), { code: 'not-joined' });
  });

  it('packets are refused', async (t) => {
    const { socketUrl } = await startRelay(t);
    const client = await ProtocolClient.open(socketUrl);
    client.sendPacket({ trackId: 1 });
    await client.until((message) => message.type === 'error');
    assert.equal(client.ofType('error')[0]?.code, 'not-your-track');
  });
});

describe("packets of another's track", () => {
  it('reach nobody, are answered once a second, and then end the connection', async (t) => {
    const { relay, client: mallory } = await joined(t);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const trackId = await ada.publish();
    await ben.subscribe(trackId);
    for (let count = 0; count < 40; count++) mallory.sendPacket({ trackId });
    await mallory.settled();
    const errors = mallory.ofType('error');
    assert.equal(errors.length, 1);
    assert.deepEqual([errors[0]?.id, errors[0]?.code], [undefined, 'not-your-track']);
    for (let count = 0; count < 40; count++) mallory.sendPacket({ trackId });
    assert.equal((await mallory.untilClosed()).code, CLOSE_CODES.badMessage);
    ada.sendPacket({ trackId, sequence: 77 });
    await ben.untilPackets(1);
    assert.deepEqual(
      ben.packets.map(({ sequence }) => sequence),
      [77],
    );
  });
});

describe('rates', () => {
  it('let somebody subscribe to everything in a room of 16 at once', async (t) => {
    const { relay, client } = await joined(t);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl);
    const trackIds = await Promise.all(Array.from({ length: 8 }, () => ada.publish()));
    await Promise.all([0, 1, 2, 3].flatMap(() => trackIds.map((trackId) => client.subscribe(trackId))));
    assert.equal(client.ofType('error').length, 0);
  });

  it('refuse chat beyond ten at once, with no effect', async (t) => {
    const { relay, client } = await joined(t);
    const sent = await Promise.allSettled(
      Array.from({ length: 15 }, (_, index) =>
        client.request({ type: 'chat', messageId: `${UUID}-${index}`, text: String(index) }),
      ),
    );
    const refused = sent.filter((result) => result.status === 'rejected');
    assert.deepEqual(
      refused.map(({ reason }) => (reason as Refused).code),
      Array(5).fill('rate-limited'),
    );
    const { result } = await ProtocolClient.join(relay.socketUrl);
    assert.equal(result.chat.length, 10);
  });

  it('end the connection of somebody who does not stop', async (t) => {
    const { client } = await joined(t, { controlRate: { perSecond: 20, burst: 40 } });
    for (let count = 0; count < 500; count++) client.sendText('{"type":"ping","id":1}');
    assert.equal((await client.untilClosed()).code, CLOSE_CODES.rateLimited);
    assert.equal(client.ofType('error').at(-1)?.code, 'rate-limited');
  });

  it('drop packets beyond theirs, say so, and then end the connection; all of them are acknowledged', async (t) => {
    const { relay, client: ada } = await joined(t, { mediaRate: { perSecond: 10, burst: 20 } });
    const { client: ben } = await ProtocolClient.join(relay.socketUrl);
    const trackId = await ada.publish();
    await ben.subscribe(trackId);
    for (let sequence = 0; sequence < 50; sequence++) ada.sendPacket({ trackId, sequence });
    await ben.untilPackets(20);
    await ada.until((message) => message.type === 'error' && message.code === 'rate-limited');
    await ada.untilTrue(() => ada.receipts.at(-1)?.packets === 50, 'a receipt for 50 packets');
    assert.ok(ben.packets.length <= 22);
    for (let sequence = 0; sequence < 200; sequence++) ada.sendPacket({ trackId, sequence });
    assert.equal((await ada.untilClosed()).code, CLOSE_CODES.rateLimited);
  });
});

it('takes a receipt that says nothing new', async (t) => {
  const { client } = await joined(t);
  client.sendReceipt(0);
  client.sendReceipt(0, 1_000);
  await client.settled();
  assert.equal(client.closed, undefined);
});

describe('a request that takes its time', () => {
  /** A session of which `refresh` is answered when the test says so. */
  function createSlow() {
    const clock = new ManualClock();
    const rate = { perSecond: 100, burst: 100 };
    const replies: object[] = [];
    const closes: unknown[] = [];
    const logged: unknown[] = [];
    const pending: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const owner = {
      isEnded: false,
      identity: ANYBODY,
      grants: ANYBODY.grants,
      refresh: () => new Promise<void>((resolve, reject) => pending.push({ resolve, reject })),
      relayTimeMicros: () => 5,
      reply: (message: object) => replies.push(message),
      close: (...reason: unknown[]) => closes.push(reason),
    };
    const config = { controlRate: rate, chatRate: rate, mediaRate: rate };
    const inbox = new Inbox(owner as unknown as InboxOwner, { clock, config, log: (...all) => logged.push(all) });
    const send = (message: object) => inbox.receiveText(Buffer.from(JSON.stringify(message)));
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    return { owner, send, pending, replies, closes, logged, settled };
  }

  it('holds nothing up: others are answered as they finish', async () => {
    const { send, pending, replies, settled } = createSlow();
    send({ type: 'refresh', id: 1, token: 'x' });
    send({ type: 'refresh', id: 2, token: 'x' });
    send({ type: 'ping', id: 3 });
    pending[1]?.resolve();
    await settled();
    pending[0]?.reject(new RequestError('bad-token', 'It has expired.'));
    await settled();
    assert.deepEqual(replies, [
      { type: 'ack', id: 3, result: { relayTimeMicros: 5 } },
      { type: 'ack', id: 2, result: undefined },
      { type: 'error', id: 1, code: 'bad-token', message: 'It has expired.' },
    ]);
  });

  it('is answered to nobody where the connection has ended meanwhile', async () => {
    const { owner, send, pending, replies, logged, settled } = createSlow();
    for (const id of [1, 2, 3]) send({ type: 'refresh', id, token: 'x' });
    owner.isEnded = true;
    pending[0]?.resolve();
    pending[1]?.reject(new RequestError('bad-token', 'It has expired.'));
    pending[2]?.reject(new Error('broken'));
    await settled();
    assert.deepEqual(replies, []);
    assert.equal(logged.length, 1, 'what failed in the relay is not hidden');
  });

  it('that fails in the relay ends the connection as any other', async () => {
    const { send, pending, closes, logged, settled } = createSlow();
    send({ type: 'refresh', id: 1, token: 'x' });
    pending[0]?.reject(new Error('broken'));
    await settled();
    assert.deepEqual((closes[0] as unknown[])[0], CLOSE_CODES.relayError);
    assert.equal(logged.length, 1);
  });
});
