import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryBus } from '../../../relay/bus/memory-bus.ts';
import { PROBE_INTERVAL_MS, Probe } from '../../../relay/bus/probe.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A bus that takes everything, and brings it or does not. */
class DeafBus extends MemoryBus {
  isDeaf = false;
  rebuilt = 0;

  override async publish(channel: string, bytes: string | Uint8Array): Promise<number> {
    return this.isDeaf ? 0 : super.publish(channel, bytes);
  }

  override rebuild(): void {
    this.rebuilt += 1;
  }
}

const turns = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

async function startProbe() {
  const clock = new ManualClock();
  const bus = new DeafBus();
  const events: string[] = [];
  const probe = new Probe(bus, clock, 'sr:me', {
    onRecovered: () => events.push('recovered'),
    onDegraded: () => events.push('degraded'),
  });
  await probe.start();
  await turns();
  const pass = async (intervals: number) => {
    for (let each = 0; each < intervals; each++) {
      clock.advance(PROBE_INTERVAL_MS);
      await turns();
    }
  };
  return { clock, bus, events, probe, pass };
}

describe('the probe', () => {
  it('is content while this relay hears itself', async () => {
    const { bus, events, probe, pass } = await startProbe();
    await pass(10);
    assert.equal(probe.health.state, 'ok');
    assert.equal(probe.silentMs, 0);
    assert.deepEqual([events, bus.rebuilt, probe.missed], [[], 0, 0]);
  });

  it('forgives one message that does not arrive', async () => {
    const { bus, probe, pass } = await startProbe();
    bus.isDeaf = true;
    await pass(1);
    bus.isDeaf = false;
    await pass(2);
    assert.equal(probe.health.state, 'ok');
    assert.equal(probe.missed, 1);
  });

  it('has the ways in built anew after two, again and again, and says since when and why', async () => {
    const { clock, bus, events, probe, pass } = await startProbe();
    bus.isDeaf = true;
    await pass(3);
    assert.equal(probe.health.state, 'degraded');
    assert.equal(probe.health.sinceMs, clock.epochMs());
    assert.match(probe.health.reason, /do not arrive/);
    assert.ok(probe.silentMs > 0);
    await pass(4);
    assert.ok(bus.rebuilt >= 2);
    assert.deepEqual(events, ['degraded']);
  });

  it('says when it hears again', async () => {
    const { bus, events, probe, pass } = await startProbe();
    bus.isDeaf = true;
    await pass(4);
    bus.isDeaf = false;
    await pass(2);
    assert.equal(probe.health.state, 'ok');
    assert.deepEqual(events, ['degraded', 'recovered']);
  });

  it('hears again soon, not only when the next probe is due', async () => {
    const { clock, bus, events, probe, pass } = await startProbe();
    bus.isDeaf = true;
    await pass(3);
    bus.isDeaf = false;
    clock.advance(500);
    await turns();
    assert.deepEqual(events, ['degraded', 'recovered']);
    assert.equal(probe.silentMs, 0);
  });

  it('that was not even sent in time is no silence', async () => {
    const { clock, probe } = await startProbe();
    clock.stall(30_000);
    assert.equal(probe.silentMs, 0);
  });

  it('leaves no timer behind', async () => {
    const { clock, probe } = await startProbe();
    probe.stop();
    assert.equal(clock.waiting, 0);
  });
});
