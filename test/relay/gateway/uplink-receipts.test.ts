/** Acknowledgements to publishers. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeReceipt, RECEIPT_DELAY_MS } from 'stream-room/protocol/receipt';
import { UplinkReceipts } from '../../../relay/gateway/uplink-receipts.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function create() {
  const clock = new ManualClock();
  const receipts = new UplinkReceipts(clock);
  const createPublisher = () => {
    const sent: { packets: number; held: number; at: number }[] = [];
    let isDue = false;
    const publisher = {
      sent,
      receivedPackets: 0,
      receivedAtMs: 0,
      sendReceipt(bytes: Uint8Array) {
        isDue = false;
        sent.push({ ...decodeReceipt(bytes), at: clock.now() });
      },
      receive() {
        publisher.receivedPackets += 1;
        publisher.receivedAtMs = clock.now();
        if (!isDue) receipts.add(publisher);
        isDue = true;
      },
    };
    return publisher;
  };
  return { clock, createPublisher };
}

it('acknowledges all packets of the delay at once, and says how long the last one waited', () => {
  const { clock, createPublisher } = create();
  const publisher = createPublisher();
  publisher.receive();
  clock.advance(5);
  publisher.receive();
  clock.advance(1_000);
  assert.deepEqual(publisher.sent, [{ packets: 2, held: (RECEIPT_DELAY_MS - 5) * 1000, at: RECEIPT_DELAY_MS }]);
});

it('has one timer for all publishers, and none while nothing comes', () => {
  const { clock, createPublisher } = create();
  const publishers = Array.from({ length: 100 }, createPublisher);
  for (const publisher of publishers) publisher.receive();
  assert.equal(clock.waiting, 1);
  clock.advance(RECEIPT_DELAY_MS);
  assert.equal(clock.waiting, 0);
  for (const { sent } of publishers) assert.equal(sent.length, 1);
});

it('goes on with the next packet', () => {
  const { clock, createPublisher } = create();
  const publisher = createPublisher();
  for (let packet = 0; packet < 30; packet++) {
    publisher.receive();
    clock.advance(33);
  }
  assert.equal(publisher.sent.length, 30);
  assert.equal(publisher.sent.at(-1)?.packets, 30);
});
