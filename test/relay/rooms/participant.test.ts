/** Somebody in a room. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Participant } from '../../../relay/rooms/participant.ts';
import { MemoryOutlet } from '../../support/memory-outlet.ts';

it('is told things while it is connected, and misses them otherwise', () => {
  const ada = new Participant('ada', 'Ada', 1);
  const outlet = new MemoryOutlet();
  ada.tell({ type: 'keyframe-requested', trackId: 1 });
  ada.presence = { outlet, onReplaced: () => {} };
  ada.tell({ type: 'keyframe-requested', trackId: 2 });
  assert.deepEqual(outlet.messages, [{ type: 'keyframe-requested', trackId: 2 }]);
});

it('looks as the roster shows it', () => {
  const ada = new Participant('ada', 'Ada', 1);
  assert.deepEqual(ada.state, {
    id: 'ada',
    name: 'Ada',
    joinedAtMs: 1,
    connected: false,
    clockOffsetMicros: 0,
    tracks: [],
  });
});
