/** The chat of one room. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Chat } from '../../../relay/rooms/chat.ts';

const message = (messageId: string, participantId = 'ada', text = 'Hello') => ({
  messageId,
  participantId,
  name: 'Ada',
  text,
  atMs: 1,
});

it('numbers messages in order', () => {
  const chat = new Chat();
  assert.equal(chat.add(message('a')).result.sequence, 1);
  assert.equal(chat.add(message('b')).fresh?.sequence, 2);
});

it('knows a repeat, answers it as before and keeps it once', () => {
  const chat = new Chat();
  const { result } = chat.add(message('a'));
  const repeat = chat.add({ ...message('a', 'ada', 'other text'), atMs: 99 });
  assert.deepEqual(repeat, { result, fresh: undefined });
  assert.equal(chat.history.length, 1);
});

it('does not let one participant use up the message ids of another', () => {
  const chat = new Chat();
  chat.add(message('a', 'mallory'));
  assert.ok(chat.add(message('a', 'ada')).fresh);
});

it('keeps the last 200 messages for late comers, and knows repeats of older ones', () => {
  const chat = new Chat();
  for (let number = 1; number <= 500; number++) chat.add(message(`m${number}`));
  assert.equal(chat.history.length, 200);
  assert.equal(chat.history[0]?.sequence, 301);
  assert.equal(chat.add(message('m1')).fresh, undefined);
});

it('forgets repeats in the end: its memory is bounded', () => {
  const chat = new Chat();
  for (let number = 0; number <= 1_000; number++) chat.add(message(`m${number}`));
  assert.ok(chat.add(message('m0')).fresh);
});

it('keeps no more than a thousand, and fewer where they are long', () => {
  const chat = new Chat();
  for (let number = 1; number <= 1_100; number++) chat.add(message(`m${number}`));
  assert.deepEqual([chat.last(5_000).length, chat.last(5_000)[0]?.sequence], [1_000, 101]);
  for (let number = 1; number <= 300; number++) chat.add(message(`long-${number}`, 'ada', 'x'.repeat(4_000)));
  assert.equal(chat.last(5_000).length, 250);
  assert.equal(chat.head, 1_400);
});

it('tells what was said after a message, a page at a time, and whether anything before that is lost', () => {
  const chat = new Chat();
  for (let number = 1; number <= 1_100; number++) chat.add(message(`m${number}`));
  const since = (sequence: number, epoch = chat.epoch) => {
    const { complete, chat: said, epoch: now } = chat.since(epoch, sequence);
    assert.equal(now, chat.epoch);
    return [complete, said.length, said[0]?.sequence];
  };
  assert.deepEqual(since(1_098), [true, 2, 1_099]);
  assert.deepEqual(since(1_100), [true, 0, undefined]);
  assert.deepEqual(since(1_200), [true, 0, undefined]);
  assert.deepEqual(since(700), [true, 200, 701]);
  assert.deepEqual(since(100), [true, 200, 101]);
  assert.deepEqual(since(99), [false, 200, 101]);
  assert.deepEqual(since(0), [false, 200, 101]);
  assert.deepEqual(since(1_099, 'another epoch'), [false, 200, 901]);
});

it('has an epoch of its own in every room', () => {
  assert.notEqual(new Chat().epoch, new Chat().epoch);
  assert.match(new Chat().epoch, /^[\w-]{16,64}$/);
});
