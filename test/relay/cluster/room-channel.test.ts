import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BusError } from '../../../relay/bus/bus.ts';
import { MemoryBus, MemoryHub } from '../../../relay/bus/memory-bus.ts';
import { roomHash } from '../../../relay/cluster/keys.ts';
import { MemoryStore, MemoryVault } from '../../../relay/cluster/memory-store.ts';
import { RoomChannel } from '../../../relay/cluster/room-channel.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const settle = async () => {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
};

/** Relays that share one store, each with a way to it that can fail. */
function createRelays() {
  const clock = new ManualClock();
  const hub = new MemoryHub();
  const vault = new MemoryVault();

  const open = async (name: string, ways: { isOpen?: boolean; isBroken?: boolean } = {}) => {
    const bus = new MemoryBus(hub);
    const memory = new MemoryStore(bus, clock, vault);
    await memory.acquire(name);
    // Broken: what is asked fails, though nobody knows of it yet.
    const way = { isOpen: true, isBroken: false, silentMs: 0, ...ways };
    const store = new Proxy(memory, {
      get(target, property: keyof MemoryStore) {
        const method = target[property] as (...parameters: unknown[]) => Promise<unknown>;
        return async (...parameters: unknown[]) => {
          if (!way.isOpen || way.isBroken) throw new BusError('The way is closed.');
          return await method.apply(target, parameters);
        };
      },
    });
    const seen: string[] = [];
    const chat: string[] = [];
    const errors: unknown[] = [];
    const channel = new RoomChannel(
      'room',
      {
        ...{ store, bus, clock },
        self: () => name,
        isReachable: () => way.isOpen,
        silentMs: () => way.silentMs,
        onFenced: () => seen.push('fenced'),
        onError: (error) => errors.push(error),
        onClosed: () => {},
      },
      {
        onPresent: (id, body) => seen.push(`${id} is at another relay: ${body}`),
        onTaken: (id) => seen.push(`${id} was taken`),
        onGone: (id, reason) => seen.push(`${id} is gone: ${reason}`),
        onFacts: () => {},
        onWaiting: (bodies) => bodies.length > 0 && seen.push(`waiting: ${bodies}`),
        onChat: (_epoch, { sequence, body }) => chat.push(`${sequence} ${body}`),
        onSay: (body) => seen.push(`said: ${body}`),
      },
    );
    let isStarted = false;
    void channel.start().then(() => {
      isStarted = true;
    });
    await settle();
    const say = (key: string) => channel.append({ key, atMs: clock.epochMs(), body: `{"k":"${key}"}` });
    const take = () => seen.splice(0);
    const leftOf = (room: string) => vault.rooms.get(roomHash(room))?.left ?? new Map<string, unknown>();
    return {
      ...{ bus, memory, way, channel, seen, take, chat, errors, say, leftOf },
      get isStarted() {
        return isStarted;
      },
    };
  };

  return { clock, vault, open };
}

describe('a room that relays have in common', () => {
  it('shows who is elsewhere, and what becomes of them', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', '1');
    await settle();
    a.channel.hold('ada', '2');
    await settle();
    a.channel.holds.release('ada', 'left');
    await settle();
    assert.deepEqual(b.take(), ['ada is at another relay: 1', 'ada is at another relay: 2', 'ada is gone: left']);
    assert.deepEqual(a.take(), []);
  });

  it('writes the newest state only, however fast they come', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    for (let each = 1; each <= 20; each++) a.channel.hold('ada', String(each));
    await settle();
    const states = b.take();
    assert.ok(states.length <= 3, String(states.length));
    assert.equal(states.at(-1), 'ada is at another relay: 20');
  });

  it('gives somebody to whom they come last, even where both claim them at once', async () => {
    const { open, vault } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', 'at a');
    await settle();
    b.channel.hold('ada', 'at b');
    await settle();
    assert.deepEqual(a.take(), ['ada was taken']);
    assert.ok(!a.channel.holds.has('ada'));
    a.channel.hold('ben', 'at a');
    b.channel.hold('ben', 'at b');
    await settle();
    const winner = [...vault.rooms.values()][0]?.roster.get('ben')?.relay;
    assert.deepEqual([a.channel.holds.has('ben'), b.channel.holds.has('ben')], [winner === 'a', winner === 'b']);
    assert.deepEqual((winner === 'a' ? b : a).take(), ['ben was taken']);
  });

  it('is read again where a message was missed, and nobody else notices', async () => {
    const { clock, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    b.bus.unsubscribe(`sr:room:${b.channel.hash}:bus`);
    a.channel.hold('ada', '1');
    a.channel.hold('ben', '1');
    await a.say('one');
    await settle();
    assert.deepEqual(b.take(), []);
    const heads = await b.memory.check([b.channel.hash]);
    b.channel.compare(heads[0] as (typeof heads)[number]);
    await settle();
    assert.deepEqual(b.take(), [], 'it may be on its way');
    clock.advance(1_000);
    await settle();
    assert.deepEqual(b.take().sort(), ['ada is at another relay: 1', 'ben is at another relay: 1']);
    assert.deepEqual(b.chat, ['1 {"k":"one"}']);
    b.channel.compare((await b.memory.check([b.channel.hash]))[0] as (typeof heads)[number]);
    clock.advance(1_000);
    await settle();
    assert.deepEqual(b.take(), []);
  });

  it('tells the store later what it could not tell at once', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', '1');
    await settle();
    b.take();
    a.way.isOpen = false;
    a.channel.hold('ada', '2');
    a.channel.hold('ben', '1');
    a.channel.change({ locked: true });
    a.channel.setWaiting('["eve"]');
    await settle();
    assert.deepEqual(b.take(), []);
    a.way.isOpen = true;
    await a.channel.sync();
    await settle();
    assert.deepEqual(b.take().sort(), ['ada is at another relay: 2', 'ben is at another relay: 1', 'waiting: ["eve"]']);
    assert.equal(b.channel.facts.locked, true);
  });

  it('keeps the order of its chat, whatever overtakes what', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    await Promise.all([a.say('one'), b.say('two'), a.say('three'), b.say('four')]);
    await settle();
    assert.deepEqual(a.chat, b.chat);
    assert.equal(a.chat.length, 4);
  });

  it('refuses chat while nobody knows, then goes on alone, then all agree', async () => {
    const { clock, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    await a.say('before');
    a.way.isOpen = false;
    await assert.rejects(a.say('refused'), { code: 'unavailable' });
    a.way.silentMs = 5_001;
    clock.advance(10);
    const alone = await a.say('alone');
    assert.deepEqual(await a.say('alone'), alone, 'the same again is the same');
    clock.advance(10);
    await b.say('meanwhile');
    await settle();
    assert.deepEqual(b.chat, ['1 {"k":"before"}', '2 {"k":"meanwhile"}']);
    a.way.isOpen = true;
    a.way.silentMs = 0;
    await a.channel.sync();
    await settle();
    const lines = (each: typeof a) => each.channel.feed.lines.map(({ key }) => key);
    assert.deepEqual(lines(a), ['before', 'alone', 'meanwhile']);
    assert.deepEqual(lines(b), lines(a));
    assert.equal(a.channel.feed.epoch, b.channel.feed.epoch);
    assert.equal((await b.say('alone')).sequence, 2, 'known everywhere');
    assert.deepEqual(b.chat.at(-1), '2 {"k":"alone"}');
    assert.deepEqual(a.chat.at(-1), '3 {"k":"meanwhile"}');
  });

  it('outlives a store that has forgotten everything', async () => {
    const { clock, vault, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', '1');
    b.channel.hold('ben', '1');
    a.channel.change({ locked: true, barred: ['eve'] });
    await a.say('one');
    await settle();
    clock.advance(1_000);
    vault.rooms.clear();
    a.take();
    b.take();
    await a.channel.sync();
    await settle();
    await b.channel.sync();
    await settle();
    assert.deepEqual([a.take(), b.take()], [[], []], 'nobody was gone for anybody');
    const { roster, facts, chat } = await a.memory.open(a.channel.hash);
    assert.deepEqual([...roster.keys()].sort(), ['ada', 'ben']);
    assert.deepEqual([facts.locked, facts.barred, chat.length], [true, ['eve'], 1]);
  });

  it('tells of an end that the store could not be told of, as soon as it can', async () => {
    const { clock, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', '1');
    await settle();
    b.take();
    // One command fails; the relay is reachable all the while, so nobody reads all rooms again.
    a.way.isBroken = true;
    a.channel.holds.release('ada', 'left');
    await settle();
    a.way.isBroken = false;
    assert.deepEqual(b.take(), []);
    clock.advance(1_000);
    await settle();
    assert.deepEqual(b.take(), ['ada is gone: left']);
    assert.equal(clock.waiting, 0);
  });

  it('tells of a state, a lock and a wait that the store could not be told of, as soon as it can', async () => {
    const { clock, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.way.isBroken = true;
    a.channel.hold('ada', '1');
    a.channel.change({ locked: true });
    a.channel.setWaiting('["eve"]');
    await settle();
    clock.advance(1_000);
    await settle();
    a.way.isBroken = false;
    clock.advance(1_000);
    await settle();
    assert.deepEqual(b.take().sort(), ['ada is at another relay: 1', 'waiting: ["eve"]']);
    assert.equal(b.channel.facts.locked, true);
    assert.equal(clock.waiting, 0);
  });

  it('shows at once who left while this relay did not listen, though others may still have to be told of again', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', '1');
    a.channel.hold('ben', '1');
    a.channel.hold('cleo', '1');
    await settle();
    b.take();
    b.bus.unsubscribe(`sr:room:${b.channel.hash}:bus`);
    a.channel.holds.release('ada', 'removed');
    await settle();
    // The store knows nothing of Ben, as it would have been emptied, and of his end nothing either.
    a.channel.holds.forget('ben');
    const room = await a.memory.open(a.channel.hash);
    await a.memory.release(a.channel.hash, 'a', 'ben', room.roster.get('ben')?.counter ?? 0, 'lost');
    a.leftOf('room').delete('ben');
    b.channel.beLenient();
    await b.channel.sync();
    assert.deepEqual(b.take(), ['ada is gone: removed']);
  });

  it('is waited for where it could be read a moment later, and no longer than that', async () => {
    const { clock, open } = createRelays();
    const a = await open('a');
    a.channel.hold('ada', '1');
    await settle();
    const b = await open('b', { isBroken: true });
    assert.equal(b.isStarted, false);
    b.way.isBroken = false;
    clock.advance(300);
    await settle();
    assert.equal(b.isStarted, true);
    assert.deepEqual(b.take(), ['ada is at another relay: 1']);
    const c = await open('c', { isBroken: true });
    for (let each = 0; each < 30; each++) {
      clock.advance(200);
      await settle();
    }
    assert.equal(c.isStarted, true);
    const d = await open('d', { isOpen: false });
    assert.equal(d.isStarted, true, 'what is known to be away is not waited for');
  });

  it('has an epoch from the start, whatever else is known of it', async () => {
    const { open } = createRelays();
    const a = await open('a', { isOpen: false });
    assert.match(a.channel.feed.epoch, /^[\w-]{16,64}$/);
  });

  it('shows who was at a relay that is gone as gone', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.hold('ada', '1');
    await settle();
    assert.deepEqual(b.channel.relays, ['a']);
    b.channel.forget('a');
    assert.deepEqual(b.take(), ['ada is at another relay: 1', 'ada is gone: lost']);
    assert.deepEqual(b.channel.relays, []);
  });

  it('hears what others say to all, not itself', async () => {
    const { open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    a.channel.say('{"to":"all"}');
    await settle();
    assert.deepEqual([a.take(), b.take()], [[], ['said: {"to":"all"}']]);
  });

  it('says where the store takes this relay for dead', async () => {
    const { open } = createRelays();
    const a = await open('a');
    await a.memory.drop('a');
    a.channel.hold('ada', '1');
    await assert.rejects(a.say('too late'), { code: 'unavailable' });
    await settle();
    assert.deepEqual([...new Set(a.take())], ['fenced']);
    assert.deepEqual(a.errors, []);
  });

  it('that nobody entered leaves nothing behind', async () => {
    const { open, vault } = createRelays();
    const a = await open('a');
    assert.equal(vault.rooms.size, 1);
    a.channel.close();
    await settle();
    assert.equal(vault.rooms.size, 0);
  });

  it('closed, it neither hears nor waits for anything', async () => {
    const { clock, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    b.channel.close();
    a.channel.hold('ada', '1');
    await settle();
    assert.deepEqual(b.take(), []);
    assert.equal(clock.waiting, 0);
  });
});
