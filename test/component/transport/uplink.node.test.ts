import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { micros } from '../../../component/protocol/units.ts';
import { Uplink } from '../../../component/transport/uplink.ts';

const receipt = (packets: number, heldMs = 0) => ({ packets, held: micros(heldMs * 1000) });

describe('the uplink', () => {
  it('knows nothing before the first receipt, and lets everything pass', () => {
    const uplink = new Uplink();
    for (let i = 0; i < 100; i++) uplink.sent(i, 1, 1000);
    assert.equal(uplink.measured, false);
    assert.equal(uplink.isFull(1, 33), false);
    assert.equal(uplink.queueDelayMs(10_000), 0);
  });

  it('measures the round trip without the time a receipt was held', () => {
    const uplink = new Uplink();
    uplink.sent(1000, 1, 500);
    uplink.receive(1065, receipt(1, 25));
    assert.equal(uplink.roundTripMs, 40);
  });

  it('counts what is on its way, by track and in bytes', () => {
    const uplink = new Uplink();
    uplink.sent(0, 1, 100);
    uplink.sent(10, 2, 200);
    uplink.sent(20, 1, 300);
    assert.deepEqual([uplink.unacknowledged(1), uplink.unacknowledged(2), uplink.unacknowledgedBytes], [2, 1, 600]);
    uplink.receive(40, receipt(2));
    assert.deepEqual([uplink.unacknowledged(1), uplink.unacknowledged(2), uplink.unacknowledgedBytes], [1, 0, 300]);
  });

  /** Round trip → frames that may be on their way at 30 per second: what fills the path, and two. */
  for (const [roundTripMs, frames] of [
    [0, 3],
    [5, 3],
    [40, 4],
    [100, 6],
    [300, 12],
  ] as const) {
    it(`opens a window of ${frames} frames on a path of ${roundTripMs} ms`, () => {
      const uplink = new Uplink();
      uplink.sent(0, 1, 100);
      uplink.receive(roundTripMs, receipt(1));
      assert.equal(uplink.windowFrames(1000 / 30), frames);
      for (let i = 0; i < frames; i++) {
        assert.equal(uplink.isFull(1, 1000 / 30), false);
        uplink.sent(400, 1, 100);
      }
      assert.equal(uplink.isFull(1, 1000 / 30), true);
      assert.equal(uplink.isFull(2, 1000 / 30), false, 'another track has a window of its own');
    });
  }

  it('tells how long the oldest packet waits beyond the path’s own delay', () => {
    const uplink = new Uplink();
    uplink.sent(0, 1, 100);
    uplink.receive(40, receipt(1));
    uplink.sent(1000, 1, 100);
    assert.equal(uplink.queueDelayMs(1060), 0);
    assert.equal(uplink.queueDelayMs(1365), 300);
    uplink.receive(1366, receipt(2));
    assert.equal(uplink.queueDelayMs(1400), 0);
  });

  it('does not take a queue for the path: the least round trip counts', () => {
    const uplink = new Uplink();
    for (const [at, tripMs] of [
      [0, 20],
      [1000, 800],
      [2000, 900],
    ] as const) {
      uplink.sent(at, 1, 100);
      uplink.receive(at + tripMs, receipt(at / 1000 + 1));
    }
    uplink.sent(4000, 1, 100);
    assert.equal(uplink.queueDelayMs(4145), 100);
  });

  it('takes a path that became longer for what it is after half a minute', () => {
    const uplink = new Uplink();
    uplink.sent(0, 1, 100);
    uplink.receive(10, receipt(1));
    for (let i = 1; i <= 40; i++) {
      uplink.sent(i * 1000, 1, 100);
      uplink.receive(i * 1000 + 200, receipt(1 + i));
    }
    uplink.sent(50_000, 1, 100);
    assert.equal(uplink.queueDelayMs(50_225), 0);
  });

  it('ignores receipts for packets that were never sent', () => {
    const uplink = new Uplink();
    uplink.sent(0, 1, 100);
    uplink.receive(10, receipt(5));
    uplink.receive(10, receipt(0xffff_ffff));
    assert.equal(uplink.measured, false);
    assert.equal(uplink.unacknowledged(1), 1);
  });

  it('measures what was delivered in the last second', () => {
    const uplink = new Uplink();
    for (let i = 0; i < 60; i++) {
      uplink.sent(i * 33, 1, 1250);
      uplink.receive(i * 33 + 5, receipt(i + 1));
    }
    assert.ok(Math.abs(uplink.deliveredBps(59 * 33 + 5) / 300_000 - 1) < 0.1);
  });

  it('keeps its accounts over a long call', () => {
    const uplink = new Uplink();
    for (let i = 0; i < 5000; i++) {
      uplink.sent(i * 20, i % 3, 100);
      if (i % 7 === 6) uplink.receive(i * 20 + 4, receipt(i + 1));
    }
    uplink.receive(100_010, receipt(5000));
    assert.equal(uplink.unacknowledgedBytes, 0);
    assert.deepEqual(
      [0, 1, 2].map((id) => uplink.unacknowledged(id)),
      [0, 0, 0],
    );
  });
});
