import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryBus } from '../../../relay/bus/memory-bus.ts';
import { Lease } from '../../../relay/cluster/lease.ts';
import { MemoryStore, MemoryVault } from '../../../relay/cluster/memory-store.ts';
import { LEASE_TTL_MS } from '../../../relay/cluster/store.ts';
import { ManualClock } from '../../support/manual-clock.ts';

async function startLease() {
  const clock = new ManualClock();
  const vault = new MemoryVault();
  const store = new MemoryStore(new MemoryBus(), clock, vault);
  const events: string[] = [];
  const lease = new Lease(store, clock, 'relay', {
    onFenced: () => events.push('fenced'),
    onForgotten: () => events.push('forgotten'),
  });
  await lease.start();
  const isAlive = async () => (await store.areAlive([lease.relay]))[0];
  /** Time passes as it does for a process that runs. */
  const pass = async (seconds: number) => {
    for (let each = 0; each < seconds; each++) {
      clock.advance(1_000);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
  };
  return { clock, vault, store, lease, events, isAlive, pass };
}

describe('the lease of a relay', () => {
  it('lasts as long as it is renewed', async () => {
    const { lease, events, isAlive, pass } = await startLease();
    const { relay } = lease;
    await pass(60);
    assert.equal(await isAlive(), true);
    assert.equal(lease.relay, relay);
    assert.deepEqual(events, []);
  });

  it('ends by itself where it is not', async () => {
    const { clock, isAlive } = await startLease();
    clock.stall(LEASE_TTL_MS - 1);
    assert.equal(await isAlive(), true);
    clock.stall(1);
    assert.equal(await isAlive(), false);
  });

  it('that a store forgot is taken again under the same name: nobody stood still', async () => {
    const { vault, lease, events, isAlive, pass } = await startLease();
    const { relay } = lease;
    vault.leases.clear();
    await pass(4);
    assert.equal(await isAlive(), true);
    assert.equal(lease.relay, relay);
    assert.deepEqual(events, ['forgotten']);
  });

  it('of a relay that stood still is another one, before anything else is done', async () => {
    const { clock, lease, events, isAlive, pass } = await startLease();
    const { relay } = lease;
    clock.stall(LEASE_TTL_MS);
    await pass(1);
    assert.deepEqual(events, ['fenced']);
    assert.notEqual(lease.relay, relay);
    assert.equal(await isAlive(), true);
    await pass(20);
    assert.deepEqual(events, ['fenced']);
  });

  it('is given back, unless somebody is expected elsewhere', async () => {
    const first = await startLease();
    await first.lease.stop(true);
    assert.equal(await first.isAlive(), true);
    const second = await startLease();
    await second.lease.stop(false);
    assert.equal(await second.isAlive(), false);
    assert.equal(second.clock.waiting, 0);
  });
});
