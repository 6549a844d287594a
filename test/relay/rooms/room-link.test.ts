/** Rooms of two relays in one process, with one memory between them, time in the test's hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import { MemoryBus, MemoryHub } from '../../../relay/bus/memory-bus.ts';
import { Cluster } from '../../../relay/cluster/cluster.ts';
import { MemoryStore, MemoryVault } from '../../../relay/cluster/memory-store.ts';
import { Turn } from '../../../relay/fanout/turn.ts';
import { Registry } from '../../../relay/rooms/registry.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryPresence } from '../../support/rooms.ts';

const settle = async () => {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
};

function createRelays() {
  const clock = new ManualClock();
  const hub = new MemoryHub();
  const vault = new MemoryVault();
  const open = async (name: string) => {
    const registry = new Registry(clock, { maxParticipants: 10, resumeWindowMs: 30_000 });
    const bus = new MemoryBus(hub);
    const onFenced = () => registry.abandon();
    const store = new MemoryStore(bus, clock, vault);
    const turn = new Turn(clock);
    const cluster = new Cluster({ bus, store, clock, turn, name, onFenced, onError: assert.ifError });
    registry.cluster = cluster;
    await cluster.start();
    /** Comes in over a connection that is gone by then, where it says so. */
    const join = (id: string, presence = new MemoryPresence()) => {
      const entrance = registry
        .open('room')
        .join({ participantId: id, name: id, identity: ANYBODY, proof: undefined }, presence);
      return { presence, entrance, names: () => presence.results.at(-1)?.participants.map((each) => each.id) };
    };
    return { registry, cluster, join };
  };
  return { clock, vault, open };
}

describe('a room on two relays', () => {
  it('shows somebody whose connection broke while they came over as lost, not as gone', async () => {
    const { clock, open } = createRelays();
    const [a, b] = [await open('a'), await open('b')];
    const ben = b.join('ben');
    await settle();
    const ada = a.join('ada');
    await settle();
    assert.deepEqual(ada.names(), ['ben', 'ada']);
    const gone = new MemoryPresence();
    gone.isGone = true;
    b.join('ada', gone);
    await settle();
    const leaves = () => ben.presence.outlet.ofType('participant-left');
    assert.deepEqual(leaves(), []);
    assert.equal(ben.presence.outlet.ofType('participant-updated').at(-1)?.participant.connected, false);
    clock.advance(29_000);
    await settle();
    b.join('ada');
    await settle();
    clock.advance(10_000);
    await settle();
    assert.deepEqual(leaves(), []);
  });

  it('begins anew after a relay stood still, also where somebody was just coming in', async () => {
    const { clock, open } = createRelays();
    const a = await open('a');
    const before = a.join('ada');
    assert.ok(before.entrance instanceof Promise, 'the room is being read');
    before.entrance.catch(() => undefined);
    clock.stall(20_000);
    clock.advance(0);
    assert.equal(a.registry.size, 0);
    const after = a.join('cleo');
    await assert.rejects(before.entrance, { code: 'unavailable' });
    assert.ok(after.entrance instanceof Promise, 'the room is being read');
    await after.entrance;
    assert.equal(a.registry.size, 1);
    assert.deepEqual(after.names(), ['cleo']);
    const dora = a.join('dora');
    assert.deepEqual([dora.entrance, dora.names()], ['seated', ['cleo', 'dora']]);
  });
});
