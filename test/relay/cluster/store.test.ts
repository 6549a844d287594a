import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Bus } from '../../../relay/bus/bus.ts';
import { MemoryBus } from '../../../relay/bus/memory-bus.ts';
import { RedisBus } from '../../../relay/bus/redis-bus.ts';
import { systemClock } from '../../../relay/clock.ts';
import { roomKeys } from '../../../relay/cluster/keys.ts';
import { MemoryStore } from '../../../relay/cluster/memory-store.ts';
import { RedisStore } from '../../../relay/cluster/redis-store.ts';
import type { ChatLine, ClusterStore } from '../../../relay/cluster/store.ts';
import { eventually } from '../../support/eventually.ts';
import { openRedisProcess, type RedisProcess } from '../../support/redis-process.ts';

interface Opened {
  readonly bus: Bus;
  readonly store: ClusterStore;
  readonly redis: RedisProcess | undefined;
}

const WAYS: Record<string, (t: TestContext) => Promise<Opened>> = {
  'in memory': async () => {
    const bus = new MemoryBus();
    return { bus, store: new MemoryStore(bus, systemClock), redis: undefined };
  },
  'in Redis': async (t) => {
    const redis = await openRedisProcess(t);
    const bus = new RedisBus({ host: '127.0.0.1', port: redis.port });
    t.after(() => bus.close());
    await bus.untilReady();
    return { bus, store: new RedisStore(bus.commands), redis };
  },
};

const line = (key: string, atMs = 1_000): ChatLine => ({ key, atMs, body: `{"text":"${key} says {1 2}"}` });

for (const [name, open] of Object.entries(WAYS)) {
  describe(`what a cluster knows, kept ${name}`, () => {
    const prepare = async (t: TestContext) => {
      const opened = await open(t);
      await opened.store.acquire('relay-a');
      await opened.store.acquire('relay-b');
      const said: string[] = [];
      await opened.bus.subscribe(roomKeys('room').channel, (bytes) => said.push(bytes.toString()));
      return { ...opened, said };
    };

    it('which relays live', async (t) => {
      const { store } = await prepare(t);
      assert.deepEqual(await store.areAlive(['relay-a', 'nobody', 'relay-b']), [true, false, true]);
      assert.deepEqual(await store.areAlive([]), []);
      assert.equal(await store.renew('relay-a'), true);
      await store.drop('relay-a');
      assert.equal(await store.renew('relay-a'), false);
      assert.deepEqual(await store.areAlive(['relay-a']), [false]);
    });

    it('a room is empty at first, and the same for everybody', async (t) => {
      const { store } = await prepare(t);
      const record = await store.open('room');
      const facts = { locked: false, waitingRoom: false, proof: undefined, barred: [] };
      assert.deepEqual({ ...record.facts }, facts);
      assert.deepEqual([record.roster.size, record.waiting.size, record.chat.length, record.head], [0, 0, 0, 0]);
      assert.match(record.epoch, /^[\w-]{16}$/);
      assert.equal((await store.open('room')).epoch, record.epoch);
      assert.notEqual((await store.open('other')).epoch, record.epoch);
    });

    it('the newest claim of a participant wins, and all are told', async (t) => {
      const { store, said } = await prepare(t);
      const first = await store.claim('room', 'relay-a', 'ada', '{"n": 1}');
      assert.equal(await store.put('room', 'relay-a', 'ada', first, '{"n": 2}'), true);
      const second = await store.claim('room', 'relay-b', 'ada', '{"n": 3}');
      assert.ok(second > first);
      assert.equal(await store.put('room', 'relay-a', 'ada', first, '{"n": 4}'), false);
      await store.release('room', 'relay-a', 'ada', first, 'lost');
      const { roster, version, born } = await store.open('room');
      assert.deepEqual([...roster], [['ada', { relay: 'relay-b', counter: second, body: '{"n": 3}' }]]);
      assert.equal(version, born + 3);
      await eventually(() =>
        assert.deepEqual(said, [
          `present ${born + 1} ada ${first} relay-a {"n": 1}`,
          `present ${born + 2} ada ${first} relay-a {"n": 2}`,
          `present ${born + 3} ada ${second} relay-b {"n": 3}`,
        ]),
      );
    });

    it('a state is put again where all was forgotten', async (t) => {
      const { store } = await prepare(t);
      assert.equal(await store.put('room', 'relay-a', 'ada', 1_234_567_890_123_456, '{}'), true);
      const { roster } = await store.open('room');
      assert.equal(roster.get('ada')?.counter, 1_234_567_890_123_456);
    });

    it('what a dead relay held is nobody’s', async (t) => {
      const { store } = await prepare(t);
      await store.claim('room', 'relay-a', 'ada', '{}');
      await store.claim('room', 'relay-b', 'bob', '{}');
      await store.setWaiting('room', 'relay-a', '["eve"]');
      await store.drop('relay-a');
      const { roster, waiting } = await store.open('room');
      assert.deepEqual([[...roster.keys()], [...waiting.keys()]], [['bob'], []]);
    });

    it('what was said outlives for a while that all were lost with their relay', async (t) => {
      const { store } = await prepare(t);
      await store.claim('room', 'relay-a', 'ada', '{}');
      await store.claim('room', 'relay-a', 'bob', '{}');
      const { epoch } = await store.append('room', 'relay-a', line('ada:1'));
      await store.drop('relay-a');
      // Bob is the first to be back, and goes; Ada is still on her way.
      await store.open('room');
      const counter = await store.claim('room', 'relay-b', 'bob', '{}');
      await store.release('room', 'relay-b', 'bob', counter, 'left');
      const { chat, epoch: after } = await store.open('room');
      assert.deepEqual([chat, after], [[line('ada:1')], epoch]);
    });

    it('who left last, until they are back', async (t) => {
      const { store } = await prepare(t);
      await store.claim('room', 'relay-b', 'zoe', '{}');
      const counters = new Map<string, number>();
      for (let each = 0; each < 40; each++) {
        const counter = await store.claim('room', 'relay-a', `guest-${each}`, '{}');
        counters.set(`guest-${each}`, counter);
        await store.release('room', 'relay-a', `guest-${each}`, counter, 'left');
      }
      const { left } = await store.open('room');
      assert.equal(left.size, 32);
      assert.deepEqual(left.get('guest-39'), { counter: counters.get('guest-39'), reason: 'left' });
      assert.equal(left.has('guest-7'), false);
      const again = await store.claim('room', 'relay-a', 'guest-8', '{}');
      await store.release('room', 'relay-a', 'guest-8', again, 'removed');
      assert.deepEqual((await store.open('room')).left.get('guest-8'), { counter: again, reason: 'removed' });
      assert.equal((await store.open('room')).left.size, 32);
    });

    it('a relay that is taken for dead changes nothing', async (t) => {
      const { store } = await prepare(t);
      const counter = await store.claim('room', 'relay-a', 'ada', '{}');
      const before = await store.open('room');
      await store.drop('relay-a');
      const writes = [
        () => store.claim('room', 'relay-a', 'ada', '{}'),
        () => store.put('room', 'relay-a', 'ada', counter, '{}'),
        () => store.release('room', 'relay-a', 'ada', counter, 'left'),
        () => store.change('room', 'relay-a', { locked: true }),
        () => store.setWaiting('room', 'relay-a', '[]'),
        () => store.append('room', 'relay-a', line('one')),
        () => store.merge('room', 'relay-a', [line('one')]),
      ];
      for (const write of writes) await assert.rejects(write(), { code: 'fenced' });
      const after = await store.open('room');
      assert.deepEqual([after.version, after.head, after.facts.locked], [before.version, 0, false]);
    });

    it('lock, waiting room, bars and proof hold for the room until its last participant has left; bars longer', async (t) => {
      const { store, said } = await prepare(t);
      const counter = await store.claim('room', 'relay-a', 'ada', '{}');
      assert.equal((await store.open('room', 'proof-1')).facts.proof, 'proof-1');
      assert.equal((await store.open('room', 'proof-2')).facts.proof, 'proof-1');
      await store.change('room', 'relay-a', { locked: true, barred: ['p:eve', 's:mallory'] });
      await store.change('room', 'relay-b', { locked: false, waitingRoom: true });
      const { facts, born } = await store.open('room');
      assert.deepEqual([facts.locked, facts.waitingRoom], [false, true]);
      assert.deepEqual([...facts.barred].sort(), ['p:eve', 's:mallory']);
      await eventually(() => assert.ok(said.includes(`facts ${born + 3} relay-b {"locked":false,"waitingRoom":true}`)));
      await store.append('room', 'relay-a', line('one'));
      await store.release('room', 'relay-a', 'ada', counter, 'left');
      const ended = await store.open('room');
      assert.deepEqual([ended.facts.waitingRoom, ended.facts.proof, ended.chat.length], [false, undefined, 0]);
      assert.equal(ended.facts.barred.length, 2);
    });

    it('who waits at which relay', async (t) => {
      const { store, said } = await prepare(t);
      await store.setWaiting('room', 'relay-a', '["eve"]');
      await store.setWaiting('room', 'relay-b', '["bob"]');
      await store.setWaiting('room', 'relay-a', '');
      const { waiting, born } = await store.open('room');
      assert.deepEqual([...waiting], [['relay-b', '["bob"]']]);
      await eventually(() => assert.equal(said.at(-1), `waiting ${born + 3} relay-a `));
    });

    it('chat has one order, and each message once, however often it is sent', async (t) => {
      const { store, said } = await prepare(t);
      const first = await store.append('room', 'relay-a', line('ada:1', 10));
      const second = await store.append('room', 'relay-b', line('bob:1', 5));
      const repeated = await store.append('room', 'relay-b', line('ada:1', 99));
      assert.deepEqual(repeated, { epoch: first.epoch, sequence: 1, atMs: 10 });
      assert.deepEqual(second, { epoch: first.epoch, sequence: 2, atMs: 5 });
      const { chat, head, epoch } = await store.open('room');
      assert.deepEqual(chat, [line('ada:1', 10), line('bob:1', 5)]);
      assert.deepEqual([head, epoch], [2, first.epoch]);
      await eventually(() =>
        assert.deepEqual(said, [
          `chat ${epoch} 1 ada:1 10 ${line('ada:1').body}`,
          `chat ${epoch} 2 bob:1 5 ${line('bob:1').body}`,
        ]),
      );
    });

    it('many messages at once have as many numbers', async (t) => {
      const { store } = await prepare(t);
      const keys = Array.from({ length: 200 }, (_, index) => `ada:${index % 100}`);
      const all = await Promise.all(
        keys.map((key, index) => store.append('room', index % 2 ? 'relay-a' : 'relay-b', line(key))),
      );
      assert.equal(new Set(all.map(({ sequence }) => sequence)).size, 100);
      assert.equal((await store.open('room')).head, 100);
    });

    it('of a long chat the last thousand messages are kept', async (t) => {
      const { store } = await prepare(t);
      for (let each = 0; each < 1_003; each++) await store.append('room', 'relay-a', line(`ada:${each}`));
      const { chat, head } = await store.open('room');
      assert.deepEqual([chat.length, head, chat[0]?.key, chat.at(-1)?.key], [1_000, 1_003, 'ada:3', 'ada:1002']);
      assert.equal((await store.append('room', 'relay-a', line('ada:0'))).sequence, 1_004, 'forgotten by now');
    });

    it('merging adds what is missing by its time, in a new epoch, and nothing else', async (t) => {
      const { store, said } = await prepare(t);
      const { epoch } = await store.append('room', 'relay-a', line('a', 10));
      await store.append('room', 'relay-a', line('c', 30));
      await store.merge('room', 'relay-b', [line('a', 10)]);
      assert.equal((await store.open('room')).epoch, epoch);
      await store.merge('room', 'relay-b', [line('a', 10), line('b', 20), line('d', 30)]);
      const merged = await store.open('room');
      assert.notEqual(merged.epoch, epoch);
      assert.deepEqual(merged.chat, [line('a', 10), line('b', 20), line('c', 30), line('d', 30)]);
      assert.deepEqual(await store.append('room', 'relay-a', line('b')), {
        epoch: merged.epoch,
        sequence: 2,
        atMs: 20,
      });
      await eventually(() => assert.equal(said.at(-1), `merged ${merged.epoch}`));
    });

    it('tells how far rooms have come', async (t) => {
      const { store } = await prepare(t);
      const { epoch } = await store.append('room', 'relay-a', line('a'));
      await store.claim('room', 'relay-a', 'ada', '{}');
      const [room, other] = await store.check(['room', 'other']);
      const { born } = await store.open('room');
      assert.deepEqual(
        [room, other],
        [
          { version: born + 1, epoch, head: 1 },
          { version: 0, epoch: '', head: 0 },
        ],
      );
    });

    it('a one-time token burns once', async (t) => {
      const { store } = await prepare(t);
      const later = Date.now() + 60_000;
      assert.equal(await store.burn('jti', later), true);
      assert.equal(await store.burn('jti', later), false);
      assert.equal(await store.burn('another', later), true);
    });
  });
}

describe('what a cluster knows, kept in Redis', () => {
  it('goes away by itself, all of it, and names no room', async (t) => {
    const { store, redis, bus } = await (WAYS['in Redis'] as (t: TestContext) => Promise<Opened>)(t);
    await store.acquire('relay-a');
    await store.open('room', 'proof');
    await store.claim('room', 'relay-a', 'ada', '{}');
    await store.change('room', 'relay-a', { barred: ['p:eve'] });
    await store.setWaiting('room', 'relay-a', '[]');
    await store.append('room', 'relay-a', line('a'));
    await store.burn('jti', Date.now() + 60_000);
    const { commands } = bus as RedisBus;
    const keys = await commands.keys('*');
    assert.equal(keys.length, 8);
    for (const key of keys) {
      assert.match(key, /^sr:/);
      assert.ok((await commands.pttl(key)) > 0, key);
    }
    assert.ok(redis);
  });

  it('is refused at once where Redis is known to be away', async (t) => {
    const { bus } = await (WAYS['in Redis'] as (t: TestContext) => Promise<Opened>)(t);
    const store = new RedisStore((bus as RedisBus).commands, () => false);
    await assert.rejects(store.open('room'), { code: 'unavailable' });
    await store.acquire('relay-a');
  });
});
