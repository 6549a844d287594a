import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChatOrder } from '../../../component/call/chat-order.ts';

const joined = (...sequences: number[]) => {
  const order = new ChatOrder();
  order.told('first', sequences);
  return order;
};

describe('the order of the chat', () => {
  it('misses nothing where everything comes one after the other', () => {
    const order = joined(5, 6, 7);
    for (const sequence of [8, 9, 9, 7, 10]) order.heard('first', sequence);
    assert.equal(order.missingAfter, undefined);
  });

  it('begins with the first message of a room that was silent', () => {
    const order = joined();
    order.heard('first', 1);
    assert.equal(order.missingAfter, undefined);
    order.heard('first', 3);
    assert.deepEqual(order.missingAfter, { epoch: 'first', sequence: 1 });
  });

  it('asks from before the first gap, whatever came after it', () => {
    const order = joined(1, 2);
    for (const sequence of [5, 4, 9]) order.heard('first', sequence);
    assert.deepEqual(order.missingAfter, { epoch: 'first', sequence: 2 });
    order.heard('first', 3);
    assert.deepEqual(order.missingAfter, { epoch: 'first', sequence: 5 });
  });

  it('is content when what was overtaken comes after all', () => {
    const order = joined(1);
    order.heard('first', 3);
    order.heard('first', 2);
    assert.equal(order.missingAfter, undefined);
  });

  it('does not ask again for what the relay no longer has', () => {
    const order = joined(1);
    order.heard('first', 50);
    order.told('first', [48, 49, 50]);
    assert.deepEqual(order.missingAfter, { epoch: 'first', sequence: 1 });
    order.giveUp();
    assert.equal(order.missingAfter, undefined);
    order.heard('first', 51);
    assert.equal(order.missingAfter, undefined);
  });

  it('knows from an answer what is gone, and from where on it still misses something', () => {
    const order = joined(1);
    order.told('first', [90, 91]);
    order.told('first', [40, 41, 42], false);
    assert.deepEqual(order.missingAfter, { epoch: 'first', sequence: 42 });
    order.told(
      'first',
      Array.from({ length: 47 }, (_, index) => 43 + index),
    );
    assert.equal(order.missingAfter, undefined);
    order.heard('first', 92);
    assert.equal(order.missingAfter, undefined);
  });

  it('another epoch is to be asked for, and then counts from its own beginning', () => {
    const order = joined(1, 2);
    order.heard('second', 1);
    assert.deepEqual(order.missingAfter, { epoch: 'first', sequence: 2 });
    order.told('second', [1]);
    assert.equal(order.missingAfter, undefined);
    order.heard('second', 2);
    assert.equal(order.missingAfter, undefined);
  });
});
