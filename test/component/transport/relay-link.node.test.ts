import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { HEARTBEAT_TIMEOUT_MS } from '../../../component/protocol/limits.ts';
import { encodePacket } from '../../../component/protocol/packet.ts';
import { decodeReceipt, encodeReceipt, RECEIPT_DELAY_MS } from '../../../component/protocol/receipt.ts';
import { micros } from '../../../component/protocol/units.ts';
import { createMemoryLink } from '../../../component/transport/memory-transport.ts';
import { RelayLink } from '../../../component/transport/relay-link.ts';
import type { Transport } from '../../../component/transport/transport.ts';

const EPOCH = 1_795_000_000_000_000;
const ADDRESS = { url: 'ws://relay.test/socket', subprotocols: ['stream-room.v1'] };

const packet = (trackId: number, sequence = 0) =>
  encodePacket({
    trackId,
    sequence,
    timestamp: micros(EPOCH),
    keyframe: true,
    configured: false,
    rendition: 0,
    temporalLayer: 0,
  });

describe('a link to a relay', () => {
  let nowMs = 0;
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 25) {
      nowMs += Math.min(25, left);
      mock.timers.tick(Math.min(25, left));
      for (let i = 0; i < 5; i++) await Promise.resolve();
    }
  };
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  beforeEach(() => {
    nowMs = 0;
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  });
  afterEach(() => mock.timers.reset());

  /** `relay` answers what the client sends. */
  function connect(relay?: (message: string | Uint8Array, transport: Transport) => void) {
    const [clientSide, relaySide] = createMemoryLink();
    const told: unknown[] = [];
    const received: (string | Uint8Array)[] = [];
    const packets: number[] = [];
    const link = new RelayLink(
      {
        open: clientSide,
        address: ADDRESS,
        routes: new Map([[1, { kind: 'video' as const, onPacket: ({ sequence }) => packets.push(sequence) }]]),
        clock: { nowMs: () => nowMs, nowMicros: () => EPOCH + nowMs * 1000 },
      },
      {
        onOpen: () => told.push('open'),
        onControl: (message) => told.push(message),
        onClock: (probe) => told.push(probe),
        onMalformed: (error) => told.push(error.code),
        onClose: (code, reason) => told.push([code, reason]),
      },
    );
    const transport =
      relay &&
      relaySide(ADDRESS, {
        onOpen: () => {},
        onClose: () => received.push('closed'),
        onMessage: (message) => {
          received.push(message);
          relay(message, transport!);
        },
      });
    return { link, told, received, packets, relay: transport! };
  }

  const answering = (message: string | Uint8Array, transport: Transport) => {
    if (typeof message !== 'string') return;
    const { type, id } = JSON.parse(message);
    if (type === 'ping') {
      transport.send(JSON.stringify({ type: 'ack', id, result: { relayTimeMicros: EPOCH + nowMs * 1000 - 3000 } }));
    }
  };

  it('opens, asks for the time at once, and keeps the answers to itself', async () => {
    const { told, link } = connect(answering);
    await settle();
    assert.equal(link.isOpen, true);
    assert.deepEqual(told, ['open', { roundTripMs: 0, clockOffsetMicros: 3000 }]);
  });

  it('gives up a relay that falls silent, with 4504', async () => {
    const { told, link } = connect(() => {});
    await settle();
    await pass(HEARTBEAT_TIMEOUT_MS - 300);
    assert.equal(link.isOpen, true);
    await pass(600);
    assert.equal(link.isOpen, false);
    assert.deepEqual(told.at(-1), [4504, 'silent']);
  });

  it('stays with a relay that answers', async () => {
    const { link } = connect(answering);
    await settle();
    await pass(HEARTBEAT_TIMEOUT_MS * 3);
    assert.equal(link.isOpen, true);
  });

  it('gives up a relay that never opens the connection', async () => {
    const { told } = connect();
    await pass(HEARTBEAT_TIMEOUT_MS + 50);
    assert.deepEqual(told, [[4504, 'no connection']]);
  });

  it('acknowledges packets, and accounts for those it sent', async () => {
    const { link, received, packets, relay } = connect(answering);
    await settle();
    relay.send(packet(1, 41));
    relay.send(packet(1, 42));
    await settle();
    await pass(RECEIPT_DELAY_MS);
    assert.deepEqual(packets, [41, 42]);
    const receipts = received.filter((message) => message instanceof Uint8Array).map((bytes) => decodeReceipt(bytes));
    assert.deepEqual(receipts, [{ packets: 2, held: 25_000 }]);
    link.sendPacket(5, packet(5));
    assert.equal(link.uplink.unacknowledged(5), 1);
    await pass(40);
    relay.send(encodeReceipt({ packets: 1, held: micros(10_000) }));
    await settle();
    assert.equal(link.uplink.unacknowledged(5), 0);
    assert.equal(link.uplink.roundTripMs, 30);
  });

  it('sends no packet before it is open or after its end, and counts none', async () => {
    const { link, received } = connect(answering);
    link.sendPacket(5, packet(5));
    await settle();
    link.close(1000, 'bye');
    link.sendPacket(5, packet(5));
    await settle();
    assert.equal(received.filter((message) => message instanceof Uint8Array).length, 0);
    assert.equal(link.uplink.unacknowledgedBytes, 0);
  });

  it('survives what is no message, and says so', async () => {
    const { told, link, relay } = connect(answering);
    await settle();
    relay.send('{"type":');
    relay.send(Uint8Array.of(9, 9, 9));
    await settle();
    assert.deepEqual(told.slice(-2), ['bad-message', 'bad-packet']);
    assert.equal(link.isOpen, true);
  });

  it('ends once, and leaves no timer', async () => {
    const { told, link, received } = connect(answering);
    await settle();
    link.close(4000, 'enough');
    link.close(4001, 'again');
    await settle();
    const count = received.length;
    await pass(60_000);
    assert.deepEqual(told.filter(Array.isArray), [[4000, 'enough']]);
    assert.equal(received.length, count);
  });
});
