import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChatFeed } from '../../../relay/cluster/chat-feed.ts';
import type { ChatLine } from '../../../relay/cluster/store.ts';

const line = (key: string): ChatLine => ({ key, atMs: 1, body: '{}' });

function createFeed(keys: readonly string[] = []) {
  const delivered: string[] = [];
  const feed = new ChatFeed((epoch, { key, sequence }) => delivered.push(`${epoch} ${sequence} ${key}`));
  feed.reset('e', keys.length, keys.map(line));
  delivered.length = 0;
  const accept = (sequence: number, key: string, epoch = 'e') => feed.accept(epoch, { ...line(key), sequence });
  return { feed, delivered, accept };
}

describe('a chat feed', () => {
  it('delivers what comes next, and each once', () => {
    const { delivered, accept } = createFeed();
    assert.deepEqual([accept(1, 'a'), accept(1, 'a'), accept(2, 'b')], ['next', 'known', 'next']);
    assert.deepEqual(delivered, ['e 1 a', 'e 2 b']);
  });

  it('keeps what comes too early until its turn', () => {
    const { feed, delivered, accept } = createFeed();
    assert.deepEqual([accept(3, 'c'), accept(2, 'b')], ['early', 'early']);
    assert.ok(feed.hasEarly);
    assert.equal(accept(1, 'a'), 'next');
    assert.deepEqual(delivered, ['e 1 a', 'e 2 b', 'e 3 c']);
    assert.ok(!feed.hasEarly);
  });

  it('notices another epoch, another message under a number, and a message under another number', () => {
    const { delivered, accept } = createFeed(['a', 'b']);
    assert.equal(accept(3, 'c', 'other'), 'conflict');
    assert.equal(accept(2, 'c'), 'conflict');
    assert.equal(accept(3, 'a'), 'conflict');
    assert.deepEqual(delivered, []);
  });

  it('read anew delivers what was not known, in whatever epoch', () => {
    const { feed, delivered } = createFeed(['a', 'b']);
    feed.reset('f', 4, ['a', 'x', 'b', 'y'].map(line));
    assert.deepEqual(delivered, ['f 2 x', 'f 4 y']);
    assert.deepEqual([feed.epoch, feed.head], ['f', 4]);
  });

  it('knows numbers of a chat whose beginning is forgotten', () => {
    const { feed } = createFeed();
    feed.reset('e', 12, ['k', 'l'].map(line));
    assert.deepEqual(
      feed.last(1).map(({ key, sequence }) => [key, sequence]),
      [['l', 12]],
    );
    assert.deepEqual([feed.sequenceOf('k'), feed.sequenceOf('a')], [11, undefined]);
  });

  it('goes on alone in an epoch of its own, and says what the store lacks', () => {
    const { feed, delivered } = createFeed(['a']);
    assert.equal(feed.appendAlone('mine', line('b')).sequence, 2);
    assert.deepEqual(delivered, ['mine 2 b']);
    assert.equal(feed.epoch, 'mine');
    assert.deepEqual(
      feed.missingIn([line('a'), line('c')]).map(({ key }) => key),
      ['b'],
    );
  });
});
