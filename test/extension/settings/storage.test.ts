/** The browser's storage: its bell is hung up and taken down. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { browserStorage } from '../../../extension/browser/settings/storage.ts';
import { createMemoryStorage } from './memory-storage.ts';

it('rings until the signal aborts, and leaves no listener', () => {
  const listeners = new Set<() => void>();
  const { local, sync, session } = createMemoryStorage();
  const onChanged = {
    addListener: (listener: () => void) => void listeners.add(listener),
    removeListener: (listener: () => void) => void listeners.delete(listener),
  };
  const storage = browserStorage({ local, sync, session, onChanged });
  const end = new AbortController();
  let rings = 0;
  storage.observe(() => rings++, end.signal);
  for (const listener of listeners) listener();
  assert.equal(rings, 1);
  end.abort();
  assert.equal(listeners.size, 0);
  storage.observe(() => rings++, end.signal);
  assert.equal(listeners.size, 0);
});
