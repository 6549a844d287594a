import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RelayMessage } from '../../../component/protocol/control.ts';
import { encodePacket, type Packet } from '../../../component/protocol/packet.ts';
import type { ProtocolError } from '../../../component/protocol/protocol-error.ts';
import { encodeReceipt, type Receipt } from '../../../component/protocol/receipt.ts';
import { micros } from '../../../component/protocol/units.ts';
import { Demux } from '../../../component/transport/demux.ts';

const packet = (trackId: number) =>
  encodePacket(
    {
      trackId,
      sequence: 0,
      timestamp: micros(1_795_000_000_000_000),
      keyframe: true,
      configured: false,
      rendition: 0,
      temporalLayer: 0,
    },
    Uint8Array.of(1, 2, 3),
  );

function sort(...messages: (string | Uint8Array)[]) {
  const controls: RelayMessage[] = [];
  const receipts: Receipt[] = [];
  const arrivals: string[] = [];
  const errors: ProtocolError[] = [];
  const packets: Packet[] = [];
  const route = (kind: 'audio' | 'video') => ({ kind, onPacket: (one: Packet) => packets.push(one) });
  const demux = new Demux(
    new Map([
      [1, route('video')],
      [2, route('audio')],
    ]),
    {
      onControl: (message) => controls.push(message),
      onReceipt: (one) => receipts.push(one),
      onArrival: (kind) => arrivals.push(kind),
      onMalformed: (error) => errors.push(error),
    },
  );
  for (const message of messages) demux.receive(message);
  return { controls, receipts, arrivals, errors, packets };
}

describe('the demux', () => {
  it('takes packets to their track and counts each as arrived', () => {
    const { packets, arrivals } = sort(packet(1), packet(2), packet(1));
    assert.deepEqual(
      packets.map(({ trackId }) => trackId),
      [1, 2, 1],
    );
    assert.deepEqual(arrivals, ['video', 'audio', 'video']);
    assert.deepEqual([...packets[0]!.payload], [1, 2, 3]);
  });

  it('drops packets of a track that nobody subscribed to, and counts them', () => {
    const { packets, arrivals, errors } = sort(packet(9));
    assert.deepEqual([packets.length, arrivals.length, errors.length], [0, 1, 0]);
  });

  it('takes receipts to the uplink, and does not count them', () => {
    const { receipts, arrivals } = sort(encodeReceipt({ packets: 7, held: micros(30) }));
    assert.deepEqual(receipts, [{ packets: 7, held: 30 }]);
    assert.deepEqual(arrivals, []);
  });

  it('takes control messages to the page, and passes over types of a later version', () => {
    const { controls, errors } = sort('{"type":"ack","id":4}', '{"type":"weather","sunny":true}');
    assert.deepEqual(controls, [{ type: 'ack', id: 4 }]);
    assert.deepEqual(errors, []);
  });

  const broken: Record<string, string | Uint8Array> = {
    'no bytes at all': new Uint8Array(0),
    'a type that nobody knows': Uint8Array.of(0x7f, 0, 0),
    'half a packet': packet(1).subarray(0, 11),
    'a packet with reserved flags': packet(1).map((byte, i) => (i === 1 ? 0xff : byte)),
    'half a receipt': Uint8Array.of(2, 0, 0, 0, 1),
    'no JSON': '{"type":',
    'JSON of the wrong shape': '{"type":"ack","id":"four"}',
    'an array': '[]',
    'a text of 5 MB': 'x'.repeat(5 * 1024 * 1024),
  };
  for (const [name, message] of Object.entries(broken)) {
    it(`survives ${name}, and says so once`, () => {
      const { errors, packets, controls } = sort(message, packet(1), '{"type":"ack","id":4}');
      assert.equal(errors.length, 1);
      assert.deepEqual([packets.length, controls.length], [1, 1]);
    });
  }

  it('counts a broken packet as arrived, as the relay does', () => {
    assert.equal(sort(packet(1).subarray(0, 11)).arrivals.length, 1);
  });

  it('lets errors of its own side through', () => {
    const demux = new Demux(
      new Map([
        [
          1,
          {
            kind: 'video' as const,
            onPacket: () => {
              throw new TypeError('a mistake of ours');
            },
          },
        ],
      ]),
      { onControl: () => {}, onReceipt: () => {}, onArrival: () => {}, onMalformed: () => {} },
    );
    assert.throws(() => demux.receive(packet(1)), TypeError);
  });
});
