import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodePacket, encodePacket } from 'stream-room/protocol/packet';
import { micros } from 'stream-room/protocol/units';
import { MemoryBus, MemoryHub } from '../../../relay/bus/memory-bus.ts';
import { MediaLinks } from '../../../relay/cluster/media-links.ts';
import type { Outlet } from '../../../relay/fanout/outlet.ts';
import { Turn } from '../../../relay/fanout/turn.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const TRACK = 7;

const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

/** Relay a publishes, relay b receives. */
function createLinks() {
  const clock = new ManualClock();
  const hub = new MemoryHub();
  const links = (name: string) => {
    const bus = new MemoryBus(hub);
    const turn = new Turn(clock, queueMicrotask);
    const made = new MediaLinks({ bus, clock, turn, self: () => name });
    made.start();
    return { bus, links: made };
  };
  const [a, b] = [links('a'), links('b')];
  const outlets = new Set<Outlet>();
  let wishes = 0;
  const source = {
    addOutlet(outlet: Outlet) {
      outlets.add(outlet);
      outlet.open(TRACK, 'audio', () => {});
    },
    removeOutlet: (outlet: Outlet) => outlets.delete(outlet),
    requestKeyframe: () => {
      wishes += 1;
    },
  };
  a.links.addRoom('room', (trackId) => (trackId === TRACK ? source : undefined));
  const received: number[] = [];
  b.links.attach('a', TRACK, ({ sequence }) => received.push(sequence));
  const send = async (sequence: number) => {
    const rest = { timestamp: micros(0), keyframe: true, configured: false, rendition: 0, temporalLayer: 0 };
    const bytes = encodePacket({ trackId: TRACK, sequence, ...rest }, new Uint8Array(10));
    for (const outlet of outlets) outlet.offer(decodePacket(bytes), bytes);
    await settle();
  };
  const want = async (receivers: number, room = 'room') => {
    b.links.want('a', room, TRACK, { receivers, struggling: 0 });
    await settle();
  };
  return { clock, a, b, outlets, received, send, want, wishes: () => wishes };
}

describe('media between relays', () => {
  it('crosses while somebody over there receives it', async () => {
    const { outlets, received, send, want } = createLinks();
    await send(1);
    await want(2);
    assert.deepEqual([...outlets][0]?.audienceOf?.(TRACK), { receivers: 2, struggling: 0 });
    await send(2);
    await want(0);
    await send(3);
    assert.deepEqual(received, [2]);
    assert.equal(outlets.size, 0);
  });

  it('is of the room that it is asked in', async () => {
    const { outlets, want } = createLinks();
    await want(1, 'another room');
    assert.equal(outlets.size, 0);
  });

  it('a wish for a keyframe also says that somebody receives', async () => {
    const { b, outlets, wishes } = createLinks();
    b.links.requestKeyframe('a', 'room', TRACK, 1);
    await settle();
    assert.deepEqual([outlets.size, wishes()], [1, 1]);
  });

  it('ends when nothing is heard of the other relay for some seconds', async () => {
    const { clock, b, outlets, want } = createLinks();
    await want(1);
    b.links.close();
    clock.advance(6_000);
    assert.equal(outlets.size, 1);
    clock.advance(4_000);
    assert.equal(outlets.size, 0);
  });

  it('is asked for again and again, so that what was lost on the way is made up for', async () => {
    const { clock, a, outlets, want } = createLinks();
    a.bus.unsubscribe('sr:relay:a:demand');
    await want(1);
    assert.equal(outlets.size, 0);
    a.links.listen();
    clock.advance(2_000);
    await settle();
    assert.equal(outlets.size, 1);
    a.bus.unsubscribe('sr:relay:a:demand');
    await want(0);
    assert.equal(outlets.size, 1);
    a.links.listen();
    clock.advance(10_000);
    await settle();
    assert.equal(outlets.size, 0);
  });

  it('leaves nothing behind', async () => {
    const { clock, a, b, outlets, want } = createLinks();
    await want(1);
    b.links.detach('a', 'room', TRACK);
    await settle();
    assert.equal(outlets.size, 0);
    a.links.close();
    b.links.close();
    assert.equal(clock.waiting, 0);
  });
});
