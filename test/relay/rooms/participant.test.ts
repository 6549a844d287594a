/** Somebody in a room. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import { Participant } from '../../../relay/rooms/participant.ts';
import { MemoryPresence } from '../../support/rooms.ts';

it('is told things while it is connected, and misses them otherwise', () => {
  const ada = new Participant('ada', 'Ada', ANYBODY, 1);
  const presence = new MemoryPresence();
  ada.tell({ type: 'keyframe-requested', trackId: 1 });
  ada.presence = presence;
  ada.tell({ type: 'keyframe-requested', trackId: 2 });
  assert.deepEqual(presence.outlet.messages, [{ type: 'keyframe-requested', trackId: 2 }]);
});

it('looks as the roster shows it', () => {
  const ada = new Participant('ada', 'Ada', ANYBODY, 1);
  assert.deepEqual(ada.state, {
    id: 'ada',
    name: 'Ada',
    role: 'member',
    joinedAtMs: 1,
    connected: false,
    clockOffsetMicros: 0,
    tracks: [],
  });
});
