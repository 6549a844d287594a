/** Two relays and a real Redis: a room spans them, and nobody in it can tell. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ChatMessage, ChatResult, ChatSinceResult } from 'stream-room/protocol/control';
import { eventually } from '../../support/eventually.ts';
import { newSecret, ProtocolClient } from '../../support/protocol-client.ts';
import { openRedisProcess, type RedisProcess } from '../../support/redis-process.ts';
import { type StartedRelay, startRelay } from '../../support/relay.ts';

let texts = 0;
const say = (text: string) => {
  texts += 1;
  return { type: 'chat', messageId: `message-${String(texts).padStart(12, '0')}`, text } as const;
};

export async function startTwo(t: TestContext) {
  const redis = await openRedisProcess(t);
  const a = await startRelay(t, { redis: redis.url, drainMs: 0 });
  const b = await startRelay(t, { redis: redis.url, drainMs: 0 });
  return { redis, a, b };
}

const join = async (t: TestContext, relay: StartedRelay, name: string, secret = newSecret()) => {
  const joined = await ProtocolClient.join(relay.socketUrl, { name, secret });
  t.after(() => joined.client.vanish());
  return joined;
};

const names = (participants: readonly { name: string }[]) => participants.map(({ name }) => name);
const textsOf = (chat: readonly ChatMessage[]) => chat.map(({ text }) => text);

describe('a room on two relays', () => {
  it('has one roster', async (t) => {
    const { a, b } = await startTwo(t);
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    assert.deepEqual(names(ben.result.participants), ['Ada', 'Ben']);
    await ada.client.untilTrue(() => ada.client.ofType('participant-joined').length === 1, 'Ben');
    await ben.client.request({ type: 'update', name: 'Benjamin' });
    await ada.client.untilTrue(
      () => ada.client.ofType('participant-updated').some(({ participant }) => participant.name === 'Benjamin'),
      'the new name',
    );
    await ben.client.request({ type: 'leave' });
    await ada.client.untilTrue(() => ada.client.ofType('participant-left').length === 1, 'the end');
    assert.deepEqual(ada.client.ofType('participant-left')[0]?.reason, 'left');
    const cleo = await join(t, b, 'Cleo');
    assert.deepEqual(names(cleo.result.participants), ['Ada', 'Cleo']);
  });

  it('has one chat: one order, each message once, and a history for those who come', async (t) => {
    const { a, b } = await startTwo(t);
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    const cleo = await join(t, b, 'Cleo');
    const sent: Promise<ChatResult>[] = [];
    for (let each = 0; each < 5; each++) {
      sent.push(ada.client.request<ChatResult>(say(`ada ${each}`)), ben.client.request<ChatResult>(say(`ben ${each}`)));
    }
    const results = await Promise.all(sent);
    assert.deepEqual(
      results.map(({ sequence }) => sequence).sort((x, y) => x - y),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    await cleo.client.untilTrue(() => cleo.client.ofType('chat').length === 10, 'all messages');
    assert.deepEqual(
      cleo.client.ofType('chat').map(({ message }) => message.sequence),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    await ada.client.untilTrue(() => ada.client.ofType('chat').length === 5, 'what Ben said');
    const again = { ...say('once'), messageId: 'the-same-message-id' };
    const first = await ada.client.request<ChatResult>(again);
    assert.deepEqual(await ada.client.request<ChatResult>(again), first);
    await cleo.client.untilTrue(() => cleo.client.ofType('chat').length === 11, 'the last one');
    const dora = await join(t, a, 'Dora');
    assert.deepEqual(
      textsOf(dora.result.chat),
      cleo.client.ofType('chat').map(({ message }) => message.text),
    );
    const since = { type: 'chat-since', epoch: dora.result.epoch, sequence: 9 } as const;
    const { chat, complete } = await ben.client.request<ChatSinceResult>(since);
    assert.deepEqual([chat.length, complete], [2, true]);
  });

  it('carries media to the relay where somebody receives it, both ways, and no longer than that', async (t) => {
    const { a, b } = await startTwo(t);
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    const adasTrack = await ada.client.publish();
    const bensTrack = await ben.client.publish('audio');
    const hasTrack = (client: ProtocolClient) => () =>
      client.ofType('participant-updated').some(({ participant }) => participant.tracks.length === 1);
    await ben.client.untilTrue(hasTrack(ben.client), 'the track of Ada');
    await ada.client.untilTrue(hasTrack(ada.client), 'the track of Ben');
    await ben.client.subscribe(adasTrack);
    await ada.client.subscribe(bensTrack);
    await ada.client.untilTrue(() => ada.client.ofType('track-demand').at(-1)?.receivers === 1, 'demand');
    await ada.client.untilTrue(() => ada.client.ofType('keyframe-requested').length > 0, 'the wish for a keyframe');
    await ben.client.untilTrue(() => ben.client.ofType('track-demand').at(-1)?.receivers === 1, 'demand');
    const picture = Uint8Array.from({ length: 60_000 }, (_, index) => index % 251);
    ada.client.sendPacket({ trackId: adasTrack, sequence: 7 }, picture);
    ben.client.sendPacket({ trackId: bensTrack, sequence: 8, keyframe: false }, picture.subarray(0, 80));
    await ben.client.untilPackets(1);
    await ada.client.untilPackets(1);
    assert.equal(ben.client.packets[0]?.sequence, 7);
    assert.deepEqual(Buffer.from(ben.client.packets[0]?.payload ?? []), Buffer.from(picture));
    assert.equal(ada.client.packets[0]?.sequence, 8);
    const cleo = await join(t, b, 'Cleo');
    await cleo.client.subscribe(adasTrack);
    await ada.client.untilTrue(() => ada.client.ofType('track-demand').at(-1)?.receivers === 2, 'more demand');
    await ben.client.request({ type: 'unsubscribe', trackId: adasTrack });
    await cleo.client.request({ type: 'unsubscribe', trackId: adasTrack });
    await ada.client.untilTrue(() => ada.client.ofType('track-demand').at(-1)?.receivers === 0, 'no demand');
    await ada.client.request({ type: 'unpublish', trackId: adasTrack });
    await ben.client.untilTrue(
      () => ben.client.ofType('participant-updated').at(-1)?.participant.tracks.length === 0,
      'the end of the track',
    );
  });

  it('brings data to all, or to whom it is for', async (t) => {
    const { a, b } = await startTwo(t);
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    const cleo = await join(t, b, 'Cleo');
    await ada.client.untilTrue(() => ada.client.ofType('participant-joined').length === 2, 'both');
    await ada.client.request({ type: 'send', data: { to: 'all' } });
    await ada.client.request({ type: 'send', data: { to: 'ben' }, to: [ben.client.participantId] });
    await ben.client.untilTrue(() => ben.client.ofType('data').length === 2, 'data');
    await cleo.client.untilTrue(() => cleo.client.ofType('data').length === 1, 'data');
    await cleo.client.settled();
    assert.deepEqual(
      cleo.client.ofType('data').map(({ data }) => data),
      [{ to: 'all' }],
    );
    assert.equal(ada.client.ofType('data').length, 0);
  });

  it('somebody who comes over the other relay takes their place along, and is nobody new', async (t) => {
    const { a, b } = await startTwo(t);
    const secret = newSecret();
    const witness = await join(t, b, 'Witness');
    const before = await join(t, a, 'Ada', secret);
    await witness.client.untilTrue(() => witness.client.ofType('participant-joined').length === 1, 'Ada');
    const after = await join(t, b, 'Ada', secret);
    assert.equal(after.client.participantId, before.client.participantId);
    assert.equal(after.result.resumed, false);
    assert.deepEqual(names(after.result.participants), ['Witness', 'Ada']);
    assert.equal((await before.client.untilClosed()).code, 4409);
    await witness.client.settled();
    assert.equal(witness.client.ofType('participant-joined').length, 1);
    assert.equal(witness.client.ofType('participant-left').length, 0);
    const back = await join(t, a, 'Ada', secret);
    assert.equal((await after.client.untilClosed()).code, 4409);
    await witness.client.settled();
    assert.equal(witness.client.ofType('participant-left').length, 0);
    assert.deepEqual(names(back.result.participants), ['Witness', 'Ada']);
  });

  it('leaves nothing behind when all have left', async (t) => {
    const { redis, a, b } = await startTwo(t);
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    await ada.client.request(say('hello'));
    await ada.client.request({ type: 'leave' });
    await ben.client.request({ type: 'leave' });
    await eventually(async () => assert.equal(await roomKeysIn(redis), 0));
    assert.equal(a.rooms + b.rooms, 0);
  });
});

async function roomKeysIn(redis: RedisProcess): Promise<number> {
  const answer = await redis.command('KEYS sr:room:*');
  return Number(/^\*(\d+)/.exec(answer)?.[1]);
}
