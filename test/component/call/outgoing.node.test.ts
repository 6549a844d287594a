import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatText, jsonData } from '../../../component/call/outgoing.ts';
import { CallError } from '../../../component/support/errors.ts';

const refused = (says: RegExp) => (error: unknown) =>
  error instanceof CallError && error.code === 'bad-argument' && says.test(error.message);

describe('chat text', () => {
  const cleaned: readonly [string, string][] = [
    ['hello', 'hello'],
    ['  hello \n', 'hello'],
    ['two\r\nlines\rand\tmore', 'two\nlines\nand\tmore'],
    ['bell\u0007 and \u202eoverride', 'bell and override'],
    ['<b>markup</b> stays text', '<b>markup</b> stays text'],
    ['👩‍👩‍👧 שלום', '👩‍👩‍👧 שלום'],
  ];
  for (const [from, to] of cleaned) it(JSON.stringify(from), () => assert.equal(chatText(from), to));

  it('needs something to see, and has at most 4,000 characters', () => {
    assert.throws(() => chatText(''), refused(/visible/));
    assert.throws(() => chatText(' \u0000\u202e '), refused(/visible/));
    assert.equal(chatText('x'.repeat(4_000)).length, 4_000);
    assert.throws(() => chatText('x'.repeat(4_001)), refused(/4000.*4001/));
  });
});

describe('data', () => {
  it('is any JSON value, as it will arrive', () => {
    for (const value of [null, 0, 'x', true, [1, [2]], { a: { b: null } }]) assert.deepEqual(jsonData(value), value);
    assert.deepEqual(jsonData({ when: new Date(0), none: undefined }), { when: '1970-01-01T00:00:00.000Z' });
  });

  it('is nothing that JSON cannot say', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    assert.throws(() => jsonData(circle), refused(/cannot be made JSON/));
    assert.throws(() => jsonData(10n), refused(/cannot be made JSON/));
    assert.throws(() => jsonData(undefined), refused(/undefined/));
    assert.throws(() => jsonData(() => 1), refused(/function/));
  });

  it('has at most 8 KiB, counted in bytes', () => {
    assert.equal(jsonData('x'.repeat(8_190)), 'x'.repeat(8_190));
    assert.throws(() => jsonData('x'.repeat(8_191)), refused(/8192.*8193/));
    assert.throws(() => jsonData('€'.repeat(3_000)), refused(/9002/));
  });
});
