import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatEntry } from '../../../component/call/call-state.ts';
import { receivedEntry, withEntries } from '../../../component/call/chat-log.ts';

const entry = (messageId: string, about: Partial<ChatEntry> = {}): ChatEntry => ({
  messageId,
  sequence: 1,
  epoch: 'first',
  participantId: 'ada',
  name: 'Ada',
  text: messageId,
  atMs: 100,
  mine: false,
  status: 'sent',
  ...about,
});
const pending = (messageId: string, atMs: number) =>
  entry(messageId, { sequence: undefined, epoch: undefined, status: 'sending', mine: true, atMs });
const ids = (chat: readonly ChatEntry[]) => chat.map(({ messageId }) => messageId).join(' ');

describe('the chat', () => {
  it('stands in the order in which the relay took the messages', () => {
    const chat = withEntries(
      [entry('b', { sequence: 2, atMs: 20 })],
      [entry('c', { sequence: 3, atMs: 30 }), entry('a', { sequence: 1, atMs: 99 })],
    );
    assert.equal(ids(chat), 'a b c');
    assert.equal(ids(withEntries([], [entry('y', { sequence: 2 }), entry('x', { sequence: 1 })])), 'x y');
  });

  it('shows what is still being sent last, whatever the clocks say', () => {
    const chat = withEntries([pending('p', 5), pending('q', 6)], [entry('a', { atMs: 10 })]);
    assert.equal(ids(chat), 'a p q');
  });

  it('shows a message once, however often it comes', () => {
    const chat = [entry('a')];
    assert.equal(withEntries(chat, [entry('a')]), chat, 'the very same array');
    assert.equal(ids(withEntries(chat, [entry('a'), entry('b', { atMs: 200 }), entry('b', { atMs: 200 })])), 'a b');
  });

  it('a message that the relay has is not undone by a late word of one’s own', () => {
    const sent = withEntries([pending('p', 5)], [entry('p', { mine: true, atMs: 50 })]);
    assert.equal(sent[0]?.status, 'sent');
    assert.equal(withEntries(sent, [{ ...pending('p', 5), status: 'failed' }]), sent);
  });

  it('survives a relay that counts from one again', () => {
    const before = [entry('old', { sequence: 40, atMs: 1_000 })];
    assert.equal(ids(withEntries(before, [entry('new', { sequence: 1, epoch: 'second' })])), 'old new');
  });

  it('knows which messages are one’s own', () => {
    const message = { messageId: 'm', sequence: 3, participantId: 'me', name: 'Me', text: 'hi', atMs: 7 };
    assert.equal(receivedEntry(message, 'first', 'me').mine, true);
    assert.equal(receivedEntry(message, 'first', 'ada').mine, false);
    assert.equal(receivedEntry(message, 'first', undefined).mine, false);
  });
});
