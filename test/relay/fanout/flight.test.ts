/** What is under way to a receiver, and how late it is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AUDIO_RECEIPT_DELAY_MS, RECEIPT_DELAY_MS } from 'stream-room/protocol/receipt';
import { micros } from 'stream-room/protocol/units';
import { Flight } from '../../../relay/fanout/flight.ts';

const receipt = (packets: number, heldMs = 0) => ({ packets, held: micros(heldMs * 1000) });

/** A flight whose least round trip is known. */
function measured(roundTripMs: number): Flight {
  const flight = new Flight();
  flight.sent(1000, 'video', 0);
  flight.acknowledge(receipt(1), roundTripMs);
  return flight;
}

describe('a receiver without receipts', () => {
  it('is never late: nothing is known of it', () => {
    const flight = new Flight();
    flight.sent(1000, 'video', 0);
    assert.equal(flight.hasReceipts, false);
    assert.equal(flight.queueDelayMs(60_000), 0);
    assert.equal(flight.oldestAgeMs(60_000), 0);
    assert.equal(flight.unacknowledgedBytes, 0);
  });
});

describe('the queue delay', () => {
  it('is what the age of the oldest packet has beyond round trip and receipt delay', () => {
    const flight = measured(40);
    flight.sent(1000, 'video', 100);
    flight.sent(1000, 'video', 133);
    assert.equal(flight.queueDelayMs(100 + 40 + RECEIPT_DELAY_MS), 0);
    assert.equal(flight.queueDelayMs(100 + 40 + RECEIPT_DELAY_MS + 70), 70);
  });

  it('grants sound the longer delay that its receipts may have, alone and beside video', () => {
    const flight = measured(40);
    flight.sent(100, 'audio', 100);
    assert.equal(flight.queueDelayMs(100 + 40 + AUDIO_RECEIPT_DELAY_MS), 0);
    assert.equal(flight.queueDelayMs(100 + 40 + AUDIO_RECEIPT_DELAY_MS + 5), 5);
    flight.sent(1000, 'video', 200);
    assert.equal(flight.queueDelayMs(200 + 40 + RECEIPT_DELAY_MS + 90), 90);
    flight.acknowledge(receipt(3), 400);
    flight.sent(100, 'audio', 400);
    assert.equal(flight.queueDelayMs(400 + 40 + AUDIO_RECEIPT_DELAY_MS), 0);
  });

  it('moves on with what is acknowledged', () => {
    const flight = measured(40);
    flight.sent(1000, 'video', 100);
    flight.sent(1000, 'video', 200);
    flight.acknowledge(receipt(2), 350);
    assert.equal(flight.oldestAgeMs(350), 150);
    flight.acknowledge(receipt(3), 360);
    assert.equal(flight.queueDelayMs(10_000), 0);
  });

  it('leaves out the time that the receiver held its receipt back', () => {
    const flight = new Flight();
    flight.sent(1000, 'video', 0);
    flight.acknowledge(receipt(1, 25), 65); // a round trip of 40
    flight.sent(1000, 'video', 100);
    assert.equal(flight.queueDelayMs(100 + 40 + RECEIPT_DELAY_MS + 10), 10);
  });

  it('takes a lasting queue for a queue, not for a longer link', () => {
    const flight = measured(10);
    // A packet every 20 ms, acknowledged 200 ms late: something of ours is always under way.
    for (let number = 0; number < 2_000; number++) {
      flight.sent(1000, 'video', 1_000 + number * 20);
      if (number >= 10) flight.acknowledge(receipt(1 + number - 9), 1_000 + number * 20 + 1);
    }
    const now = 1_000 + 2_000 * 20;
    assert.ok(flight.queueDelayMs(now) > 140, `${flight.queueDelayMs(now)} ms`);
  });

  it('learns that the link has become longer from packets that were alone on it', () => {
    const flight = measured(10);
    for (let number = 0; number < 10; number++) {
      flight.sent(1000, 'video', number * 1_000);
      flight.acknowledge(receipt(number + 2), number * 1_000 + 150);
    }
    flight.sent(1000, 'video', 20_000);
    assert.equal(flight.queueDelayMs(20_000 + 150 + RECEIPT_DELAY_MS), 0);
  });
});

describe('receipts', () => {
  it('of packets that were never sent are refused', () => {
    const flight = new Flight();
    flight.sent(1000, 'video', 0);
    assert.equal(flight.acknowledge(receipt(2), 10), false);
    assert.equal(flight.acknowledge(receipt(1), 10), true);
    assert.equal(flight.acknowledge(receipt(0), 10), false, 'an older one than before');
    assert.equal(flight.acknowledge(receipt(1), 10), true, 'the same again');
  });

  it('count bytes under way', () => {
    const flight = measured(10);
    flight.sent(500, 'video', 100);
    flight.sent(700, 'video', 200);
    assert.equal(flight.unacknowledgedBytes, 1_200);
    flight.acknowledge(receipt(2), 210);
    assert.equal(flight.unacknowledgedBytes, 700);
  });

  it('keep the oldest packet right through far more packets than there are marks', () => {
    const flight = measured(10);
    for (let number = 0; number < 5_000; number++) flight.sent(100, 'video', 1_000 + number * 10);
    assert.equal(flight.oldestAgeMs(51_000), 50_000);
    assert.equal(flight.unacknowledgedBytes, 500_000);
    assert.equal(flight.acknowledge(receipt(5_001), 51_000), true);
    assert.equal(flight.unacknowledgedBytes, 0);
    assert.equal(flight.oldestAgeMs(60_000), 0);
  });
});

describe('a link whose rate is known', () => {
  /** Packets of 1,000 bytes leave every 10 ms and arrive one after the other, each after `msPerPacket` on the link. */
  function narrowLink(msPerPacket: number, untilMs: number) {
    const flight = measured(0);
    const arrivals: number[] = [];
    let acknowledged = 1;
    let freeAt = 100;
    const receive = (nowMs: number) => {
      const due = arrivals.filter((at) => at <= nowMs).length + 1;
      if (due > acknowledged) flight.acknowledge(receipt(due), nowMs);
      acknowledged = Math.max(acknowledged, due);
    };
    let worst = 0;
    for (let nowMs = 100; nowMs < untilMs; nowMs += 10) {
      receive(nowMs);
      const delay = flight.queueDelayMs(nowMs);
      worst = Math.max(worst, Math.max(0, freeAt - nowMs));
      if (delay > 400) continue;
      flight.sent(1000, 'video', nowMs);
      freeAt = Math.max(freeAt, nowMs) + msPerPacket;
      arrivals.push(freeAt);
    }
    return { worst };
  }

  it('is late as soon as more is under way than it can carry, not only when the oldest of it is late', () => {
    // A third of what is sent. Until the rate is known the age alone tells, which lets twice as much in.
    const { worst } = narrowLink(30, 5_000);
    assert.ok(worst < 900, `${worst} ms were queued`);
    assert.ok(worst > 400, `${worst} ms were queued`);
  });

  it('is not late for a burst that it takes at once', () => {
    const flight = measured(0);
    let packets = 1;
    for (let nowMs = 100; nowMs < 2_000; nowMs += 33) {
      flight.sent(4_000, 'video', nowMs);
      packets += 1;
      flight.acknowledge(receipt(packets - 1), nowMs + 1);
    }
    flight.sent(400_000, 'video', 2_000);
    assert.ok(flight.queueDelayMs(2_000 + RECEIPT_DELAY_MS) < 60);
  });
});

describe('a receiver that lies', () => {
  const fill = () => {
    const flight = new Flight();
    for (let packet = 0; packet < 10; packet++) flight.sent(1_000, 'video', packet * 33);
    return flight;
  };

  it('is caught where it acknowledges what was never sent, by one or by billions, and backwards', () => {
    for (const packets of [11, 12, 2 ** 31, 2 ** 32 - 1])
      assert.equal(fill().acknowledge(receipt(packets), 400), false);
    const flight = fill();
    assert.equal(flight.acknowledge(receipt(5), 400), true);
    assert.equal(flight.acknowledge(receipt(4), 401), false, 'less than before is nearly 2^32 more');
    assert.equal(flight.unacknowledgedBytes, 5_000);
  });

  it('gains nothing by a receipt that says that it was held for an hour', () => {
    const flight = fill();
    flight.acknowledge(receipt(1, 3_600_000), 40);
    assert.ok(flight.queueDelayMs(1_000) >= 900 - RECEIPT_DELAY_MS, 'it looks further behind, not less');
  });

  it('never makes sense of it less than numbers, whatever it says and when', () => {
    const step = fc.oneof(
      fc.record({ send: fc.integer({ min: 1, max: 1_000_000 }), isSound: fc.boolean(), afterMs: fc.nat(5_000) }),
      fc.record({ packets: fc.nat(40), held: fc.nat(2 ** 32 - 1), afterMs: fc.nat(5_000) }),
      fc.record({ packets: fc.nat(2 ** 32 - 1), held: fc.nat(2 ** 32 - 1), afterMs: fc.nat(5_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const flight = new Flight();
        let now = 0;
        let sent = 0;
        for (const each of steps) {
          now += each.afterMs;
          if ('send' in each) {
            flight.sent(each.send, each.isSound ? 'audio' : 'video', now);
            sent += each.send;
          } else flight.acknowledge({ packets: each.packets, held: micros(each.held) }, now);
          assert.ok(flight.unacknowledgedBytes >= 0 && flight.unacknowledgedBytes <= sent);
          assert.ok(flight.queueDelayMs(now) >= 0 && Number.isFinite(flight.queueDelayMs(now)));
          assert.ok(flight.oldestAgeMs(now) >= 0 && flight.oldestAgeMs(now) <= now);
        }
      }),
      { numRuns: 500 },
    );
  });
});
