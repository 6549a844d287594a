import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHistories, type MemberHistory } from './history.ts';

const member = (name: string, said: readonly number[], heard: readonly number[], epoch = 'e'): MemberHistory => ({
  name,
  acknowledged: new Map(said.map((sequence) => [`m${sequence}`, { epoch, sequence }])),
  heard: heard.map((sequence) => ({ epoch, sequence, messageId: `m${sequence}`, from: 'x' })),
});

describe('the check of what was said and heard', () => {
  it('finds nothing wrong where everybody has everything in the same order', () => {
    assert.deepEqual(checkHistories([member('a', [1, 3], [2, 4]), member('b', [2, 4], [1, 3])]), []);
  });

  it('does not ask for what was never acknowledged', () => {
    assert.deepEqual(checkHistories([member('a', [], [2]), member('b', [2], [])]), []);
  });

  it('finds what was lost', () => {
    const found = checkHistories([member('a', [1, 2], []), member('b', [], [1])]);
    assert.deepEqual(found, ['b never had e/2 (message m2), which was acknowledged to a']);
  });

  it('finds what came twice', () => {
    const twice = checkHistories([member('a', [1], []), member('b', [], [1, 1])]);
    assert.ok(twice.includes('b was shown message m1 twice'));
  });

  it('finds what came in another order', () => {
    assert.deepEqual(checkHistories([member('a', [1, 2], []), member('b', [], [2, 1])]), ['b was shown e/1 after 2']);
  });

  it('finds two messages in one place', () => {
    const other: MemberHistory = {
      name: 'b',
      acknowledged: new Map([['other', { epoch: 'e', sequence: 1 }]]),
      heard: [],
    };
    const found = checkHistories([member('a', [1], []), other]);
    assert.ok(found.includes('e/1 is message m1 for one and other for b'));
  });

  it('counts the epochs apart', () => {
    const late = member('b', [], [1, 2]);
    const heard = [...late.heard, { epoch: 'f', sequence: 1, messageId: 'n1', from: 'x' }];
    assert.deepEqual(checkHistories([member('a', [1, 2], []), { ...late, heard }]), []);
  });
});
