/** Relays as processes, killed and stopped under a call. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ChatResult } from 'stream-room/protocol/control';
import { newSecret, ProtocolClient } from '../../support/protocol-client.ts';
import { openRedisProcess } from '../../support/redis-process.ts';
import { openRelayProcess } from '../../support/relay-process.ts';

/** The 12 s of the promise, and what a busy machine adds. */
const GHOST_MS = 25_000;

let texts = 0;
const say = (text: string) => {
  texts += 1;
  return { type: 'chat', messageId: `message-${String(texts).padStart(12, '0')}`, text } as const;
};

async function startTwo(t: TestContext) {
  const redis = await openRedisProcess(t);
  const start = async () => {
    const relay = await openRelayProcess({ args: ['--redis', redis.url, '--drain-ms', '0'] });
    t.after(() => relay.kill());
    return relay;
  };
  return { redis, a: await start(), b: await start() };
}

const join = async (t: TestContext, socketUrl: string, name: string, secret = newSecret()) => {
  const joined = await ProtocolClient.join(socketUrl, { name, secret });
  t.after(() => joined.client.vanish());
  return joined;
};

/** Most of it is waiting for leases to end: at the same time, it takes half as long. */
describe('of two relays', { concurrency: true }, () => {
  describe('a relay that is killed', () => {
    it('takes nothing along that was acknowledged; its people are at once at home elsewhere, or gone within seconds', async (t) => {
      const { a, b } = await startTwo(t);
      const secret = newSecret();
      const ben = await join(t, b.socketUrl, 'Ben');
      const ada = await join(t, a.socketUrl, 'Ada', secret);
      const ghost = await join(t, a.socketUrl, 'Ghost');
      await ada.client.publish();
      const last = await ada.client.request<ChatResult>(say('acknowledged'));
      await a.kill();
      const back = await join(t, b.socketUrl, 'Ada', secret);
      assert.equal(back.client.participantId, ada.client.participantId);
      assert.deepEqual(
        back.result.chat.map(({ text, sequence }) => [text, sequence]),
        [['acknowledged', last.sequence]],
      );
      assert.equal(back.result.epoch, last.epoch);
      await ben.client.untilTrue(
        () => ben.client.ofType('participant-left').length > 0,
        'the end of the ghost',
        GHOST_MS,
      );
      assert.deepEqual(
        ben.client.ofType('participant-left').map(({ participantId, reason }) => [participantId, reason]),
        [[ghost.client.participantId, 'lost']],
      );
      assert.deepEqual(
        ben.client.ofType('participant-updated').at(-1)?.participant.tracks,
        [],
        'what Ada published is published no more',
      );
    });
  });

  describe('a relay that stood still', () => {
    it('serves nobody any more whom the others took for lost, then takes part again', async (t) => {
      const { a, b } = await startTwo(t);
      const secret = newSecret();
      const ben = await join(t, b.socketUrl, 'Ben');
      const ada = await join(t, a.socketUrl, 'Ada', secret);
      const cleo = await join(t, a.socketUrl, 'Cleo');
      a.pause();
      t.after(async () => a.resume());
      const moved = await join(t, b.socketUrl, 'Ada', secret);
      await ben.client.untilTrue(() => ben.client.ofType('participant-left').length > 0, 'the loss of Cleo', GHOST_MS);
      cleo.client.sendText(JSON.stringify({ ...say('too late'), id: 77 }));
      a.resume();
      for (const each of [ada, cleo]) {
        const { code } = await each.client.untilClosed(GHOST_MS);
        assert.ok([4503, 4409].includes(code), String(code));
      }
      await moved.client.settled();
      const seen = (client: ProtocolClient) => client.ofType('chat').map(({ message }) => message.text);
      assert.deepEqual([seen(moved.client), seen(ben.client)], [[], []]);
      assert.equal(moved.client.closed, undefined);
      const again = await join(t, a.socketUrl, 'Cleo again');
      assert.deepEqual(again.result.participants.map(({ name }) => name).sort(), ['Ada', 'Ben', 'Cleo again']);
      await again.client.request(say('here again'));
      await ben.client.untilTrue(() => seen(ben.client).includes('here again'), 'chat', GHOST_MS);
    });
  });
});
