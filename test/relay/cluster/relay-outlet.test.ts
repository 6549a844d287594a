import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodePacket, encodePacket } from 'stream-room/protocol/packet';
import { micros } from 'stream-room/protocol/units';
import { decodeMediaBatch } from '../../../relay/cluster/media-batch.ts';
import { RelayOutlet } from '../../../relay/cluster/relay-outlet.ts';
import { Turn } from '../../../relay/fanout/turn.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const packet = (trackId: number, sequence: number, keyframe: boolean) => {
  const rest = { timestamp: micros(0), configured: false, rendition: 0, temporalLayer: 0 };
  return encodePacket({ trackId, sequence, keyframe, ...rest }, new Uint8Array(50));
};

function createOutlet() {
  const published: { channel: string; bytes: Buffer }[] = [];
  const way = {
    bufferedBytes: 0,
    publish: async (channel: string, bytes: string | Uint8Array) =>
      published.push({ channel, bytes: Buffer.from(bytes) }),
    subscribe: async () => {},
    unsubscribe: () => {},
  };
  let endTurn = () => {};
  const turn = new Turn(new ManualClock(), (run) => {
    endTurn = run;
  });
  const outlet = new RelayOutlet(way, 'sr:relay:b:media', () => 'a', turn);
  const offer = (trackId: number, sequence: number, keyframe = true) => {
    const bytes = packet(trackId, sequence, keyframe);
    return outlet.offer(decodePacket(bytes), bytes);
  };
  return { outlet, way, published, offer, endTurn: () => endTurn() };
}

describe('another relay as an outlet', () => {
  it('gets the packets of one turn as one message', () => {
    const { outlet, published, offer, endTurn } = createOutlet();
    outlet.open(1, 'video', () => {});
    outlet.open(2, 'audio', () => {});
    offer(1, 1);
    offer(2, 1);
    offer(3, 1);
    assert.equal(published.length, 0);
    endTurn();
    assert.deepEqual(
      published.map(({ channel }) => channel),
      ['sr:relay:b:media'],
    );
    const batch = decodeMediaBatch(published[0]?.bytes ?? Buffer.alloc(0));
    assert.equal(batch?.relay, 'a');
    assert.deepEqual(
      batch?.packets.map((bytes) => decodePacket(bytes).trackId),
      [1, 2],
    );
    offer(2, 2);
    endTurn();
    assert.equal(published.length, 2);
  });

  it('loses video before sound where the way to it is behind', () => {
    const { outlet, way, offer, endTurn } = createOutlet();
    let wishes = 0;
    outlet.open(1, 'video', () => {
      wishes += 1;
    });
    outlet.open(2, 'audio', () => {});
    assert.equal(offer(1, 1), 'sent');
    endTurn();
    way.bufferedBytes = 300 * 1024;
    assert.deepEqual([offer(1, 2, false), offer(2, 1)], ['dropped', 'sent']);
    endTurn();
    way.bufferedBytes = 0;
    assert.equal(offer(1, 3, false), 'dropped');
    assert.equal(wishes, 1);
    assert.equal(offer(1, 4), 'sent');
  });

  it('stands for as many receivers as there are over there', () => {
    const { outlet } = createOutlet();
    assert.deepEqual(outlet.audienceOf(1), { receivers: 0, struggling: 0 });
    outlet.setAudience(1, { receivers: 3, struggling: 1 });
    assert.deepEqual(outlet.audienceOf(1), { receivers: 3, struggling: 1 });
    outlet.setAudience(1, { receivers: 0, struggling: 0 });
    assert.deepEqual(outlet.trackIds, []);
  });
});
