import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { decodeReceipt, RECEIPT_DELAY_MS, type Receipt } from '../../../component/protocol/receipt.ts';
import { ReceiptSender } from '../../../component/transport/receipt-sender.ts';

describe('receipts', () => {
  let nowMs = 0;
  const wait = (ms: number) => {
    nowMs += ms;
    mock.timers.tick(ms);
  };
  beforeEach(() => {
    nowMs = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => mock.timers.reset());

  function create(signal = new AbortController().signal) {
    const sent: Receipt[] = [];
    const sender = new ReceiptSender(
      (bytes) => sent.push(decodeReceipt(bytes)),
      () => nowMs,
      signal,
    );
    return { sent, sender };
  }

  it('acknowledges a picture within the agreed delay, and says how long it was held', () => {
    const { sent, sender } = create();
    sender.received('video');
    wait(10);
    sender.received('video');
    wait(RECEIPT_DELAY_MS - 10);
    assert.deepEqual(sent, [{ packets: 2, held: 15_000 }]);
    wait(1000);
    assert.equal(sent.length, 1);
  });

  it('acknowledges sound alone seldom, and at once with a picture', () => {
    const { sent, sender } = create();
    for (let i = 0; i < 10; i++) {
      sender.received('audio');
      wait(20);
    }
    assert.equal(sent.length, 0);
    wait(50);
    assert.equal(sent.length, 1);
    sender.received('audio');
    sender.received('video');
    wait(RECEIPT_DELAY_MS);
    assert.deepEqual(sent[1], { packets: 12, held: 25_000 });
  });

  it('sends nothing more once its connection has ended', () => {
    const ended = new AbortController();
    const { sent, sender } = create(ended.signal);
    sender.received('video');
    ended.abort();
    wait(1000);
    assert.equal(sent.length, 0);
  });
});
