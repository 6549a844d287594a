/** Somebody is away while more is said than a join brings, and then has all of it. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ChatSinceResult } from 'stream-room/protocol/control';
import { newSecret, ProtocolClient } from '../../support/protocol-client.ts';
import { openRedisProcess } from '../../support/redis-process.ts';
import { type StartedRelay, startRelay } from '../../support/relay.ts';

const SAID = 450;
const OPTIONS = {
  chatRate: { perSecond: 10_000, burst: 10_000 },
  // Away for longer than that: a newcomer to the roster, not to the chat.
  resumeWindowMs: 300,
  drainMs: 0,
};

const WAYS: Record<string, (t: TestContext) => Promise<readonly [StartedRelay, StartedRelay]>> = {
  'at the only relay': async (t) => {
    const relay = await startRelay(t, OPTIONS);
    return [relay, relay];
  },
  'at another relay than before': async (t) => {
    const redis = await openRedisProcess(t);
    const start = () => startRelay(t, { ...OPTIONS, redis: redis.url });
    return [await start(), await start()];
  },
};

const messageOf = (number: number) => ({
  type: 'chat' as const,
  messageId: `message-${String(number).padStart(12, '0')}`,
  text: `message ${number}`,
});

describe('after a long absence', () => {
  for (const [name, open] of Object.entries(WAYS)) {
    it(`all that was said is there ${name}`, async (t) => {
      const [first, second] = await open(t);
      const join = async (relay: StartedRelay, secret = newSecret()) => {
        const joined = await ProtocolClient.join(relay.socketUrl, { name: 'Somebody', secret });
        t.after(() => joined.client.vanish());
        return joined;
      };
      const ada = await join(second);
      const ben = await join(first);
      await ada.client.request(messageOf(1));
      await ben.client.untilTrue(() => ben.client.ofType('chat').length === 1, 'the first message');
      const left = () => ada.client.ofType('participant-left').length === 1;
      ben.client.vanish();
      for (let number = 2; number <= SAID; number += 50) {
        const part = Array.from({ length: Math.min(50, SAID + 1 - number) }, (_, index) => messageOf(number + index));
        await Promise.all(part.map((message) => ada.client.request(message)));
      }
      await ada.client.untilTrue(left, 'the end of the resume window');
      const back = await join(second, ben.client.secret);
      assert.equal(back.result.resumed, false);
      assert.equal(back.client.participantId, ben.client.participantId);
      const heard = new Set(back.result.chat.map(({ text }) => text));
      assert.equal(heard.size, 200);
      for (let last = 1; last < SAID; ) {
        const since = { type: 'chat-since', epoch: back.result.epoch, sequence: last } as const;
        const { chat, complete } = await back.client.request<ChatSinceResult>(since);
        assert.equal(complete, true);
        assert.equal(chat[0]?.sequence, last + 1);
        for (const { text } of chat) heard.add(text);
        last = chat.at(-1)?.sequence ?? SAID;
      }
      for (let number = 2; number <= SAID; number++) assert.ok(heard.has(`message ${number}`), String(number));
    });
  }
});
