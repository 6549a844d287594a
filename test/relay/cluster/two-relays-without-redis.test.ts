/** Redis is emptied, restarted, hung or cut off under a call: rooms go on, and agree again afterwards. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ChatResult, ChatSinceResult, JoinResult } from 'stream-room/protocol/control';
import { eventually } from '../../support/eventually.ts';
import { newSecret, ProtocolClient } from '../../support/protocol-client.ts';
import { openRedisProcess } from '../../support/redis-process.ts';
import { type StartedRelay, startRelay } from '../../support/relay.ts';
import { openTcpProxy } from '../../support/tcp-proxy.ts';

/** Probe, reconnect and rebuild, each with its own patience, on a machine that has other things to do. */
const RECOVERY_MS = 40_000;

let texts = 0;
const say = (text: string) => {
  texts += 1;
  return { type: 'chat', messageId: `message-${String(texts).padStart(12, '0')}`, text } as const;
};

const join = async (t: TestContext, relay: StartedRelay, name: string) => {
  const joined = await ProtocolClient.join(relay.socketUrl, { name, secret: newSecret() });
  t.after(() => joined.client.vanish());
  return joined.client;
};

const insist = (client: ProtocolClient, text: string) => client.insist<ChatResult>(say(text));

const history = async (client: ProtocolClient) => {
  const since = { type: 'chat-since', epoch: 'whatever-it-was-before', sequence: 0 } as const;
  const { chat, epoch } = await client.request<ChatSinceResult>(since);
  return { epoch, texts: chat.map(({ text }) => text), sequences: chat.map(({ sequence }) => sequence) };
};

const readiness = async (relay: StartedRelay) => (await fetch(`${relay.url}ready`)).status;

/** Somebody new sees who is there. */
const census = async (t: TestContext, relay: StartedRelay): Promise<string[]> => {
  const { client, result } = await ProtocolClient.join(relay.socketUrl, { name: 'Census' });
  t.after(() => client.vanish());
  await client.request({ type: 'leave' });
  return (result as JoinResult).participants.map(({ name }) => name).filter((name) => name !== 'Census');
};

/** Most of it is waiting for what is broken to be noticed: at the same time, it takes half as long. */
describe('Redis', { concurrency: true }, () => {
  for (const [name, empty] of [
    ['emptied', (redis: Awaited<ReturnType<typeof openRedisProcess>>) => redis.command('FLUSHALL')],
    [
      'restarted without what it held',
      async (redis: Awaited<ReturnType<typeof openRedisProcess>>) => {
        await redis.kill();
        await redis.start();
      },
    ],
  ] as const) {
    it(`${name} is told again what it was told`, async (t) => {
      const redis = await openRedisProcess(t);
      const a = await startRelay(t, { redis: redis.url, drainMs: 0 });
      const b = await startRelay(t, { redis: redis.url, drainMs: 0 });
      const ada = await join(t, a, 'Ada');
      const ben = await join(t, b, 'Ben');
      await insist(ada, 'one');
      await insist(ben, 'two');
      await ada.untilTrue(() => ada.ofType('chat').length === 1, 'two');
      const before = await history(ada);
      await empty(redis);
      await insist(ben, 'three');
      await eventually(async () => {
        const [adas, bens] = [await history(ada), await history(ben)];
        assert.deepEqual(adas, bens);
        assert.deepEqual(adas.texts, ['one', 'two', 'three']);
        assert.deepEqual(adas.sequences, [1, 2, 3]);
        assert.notEqual(adas.epoch, before.epoch);
      }, RECOVERY_MS);
      await eventually(async () => assert.deepEqual(await census(t, a), ['Ada', 'Ben']), RECOVERY_MS);
      await eventually(async () => assert.deepEqual(await census(t, b), ['Ada', 'Ben']), RECOVERY_MS);
      const left = [...ada.ofType('participant-left'), ...ben.ofType('participant-left')];
      assert.deepEqual(
        left.filter(({ participantId }) => [ada.participantId, ben.participantId].includes(participantId)),
        [],
        'nobody was shown as gone',
      );
      await eventually(async () => assert.equal(await readiness(a), 200), RECOVERY_MS);
    });
  }

  it('that hangs stops no local call; what is said meanwhile is known everywhere afterwards', async (t) => {
    const redis = await openRedisProcess(t);
    t.after(async () => redis.resume());
    const a = await startRelay(t, { redis: redis.url, drainMs: 0 });
    const b = await startRelay(t, { redis: redis.url, drainMs: 0 });
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    await insist(ada, 'before');
    redis.pause();
    const first = say('refused at first');
    await assert.rejects(ada.request(first), { code: 'unavailable' });
    const cleo = await join(t, a, 'Cleo');
    const track = await ada.publish();
    await cleo.subscribe(track);
    ada.sendPacket({ trackId: track });
    await cleo.untilPackets(1);
    await insist(ada, 'alone at a');
    await cleo.untilTrue(() => cleo.ofType('chat').length > 0, 'chat at the same relay');
    await insist(ben, 'alone at b');
    assert.equal(await readiness(a), 503);
    assert.equal((await fetch(`${a.url}live`)).status, 200);
    redis.resume();
    await eventually(async () => assert.equal(await readiness(a), 200), RECOVERY_MS);
    await ada.request<ChatResult>(first);
    await eventually(async () => {
      const [adas, bens] = [await history(ada), await history(ben)];
      assert.deepEqual(adas, bens);
      assert.deepEqual([...adas.texts].sort(), ['alone at a', 'alone at b', 'before', 'refused at first']);
    }, RECOVERY_MS);
    await eventually(async () => assert.deepEqual((await census(t, b)).sort(), ['Ada', 'Ben', 'Cleo']), RECOVERY_MS);
  });

  it('that one relay cannot reach leaves both usable, and one room again when it can', async (t) => {
    const redis = await openRedisProcess(t);
    const proxy = await openTcpProxy(redis.port);
    t.after(() => proxy.close());
    const a = await startRelay(t, { redis: `redis://127.0.0.1:${proxy.port}`, drainMs: 0 });
    const b = await startRelay(t, { redis: redis.url, drainMs: 0 });
    const ada = await join(t, a, 'Ada');
    const ben = await join(t, b, 'Ben');
    await insist(ada, 'before');
    proxy.freeze();
    proxy.refuse();
    await insist(ben, 'at b');
    await insist(ada, 'at a');
    // Long enough for the lease to end: to the others everybody at A is gone.
    await ben.untilTrue(() => ben.ofType('participant-left').length === 1, 'the end of A', RECOVERY_MS);
    assert.equal(await readiness(b), 200);
    proxy.cut();
    proxy.thaw();
    proxy.accept();
    await eventually(async () => assert.equal(await readiness(a), 200), RECOVERY_MS);
    await eventually(async () => {
      const [adas, bens] = [await history(ada), await history(ben)];
      assert.deepEqual(adas, bens);
      assert.deepEqual([...adas.texts].sort(), ['at a', 'at b', 'before']);
    }, RECOVERY_MS);
    await eventually(async () => assert.deepEqual(await census(t, b), ['Ada', 'Ben']), RECOVERY_MS);
    assert.equal(ada.closed, undefined);
  });
});
