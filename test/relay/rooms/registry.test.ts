/** Which rooms there are. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import type { Participant } from '../../../relay/rooms/participant.ts';
import { createRooms, MemoryPresence, refusal } from '../../support/rooms.ts';

const publish = { type: 'publish', id: 1, kind: 'audio', source: 'microphone', muted: false } as const;

it('opens a room once, and forgets it with its last participant', () => {
  const { registry, join, room } = createRooms();
  const ada = join('ada');
  assert.equal(registry.open('room'), room());
  assert.equal(registry.size, 1);
  room().leave(ada.participant, 'left');
  assert.equal(registry.size, 0);
});

it('keeps a room whose last participant may still come back', () => {
  const { registry, join, drop, clock } = createRooms();
  drop(join('ada'));
  clock.advance(29_999);
  assert.equal(registry.size, 1);
  clock.advance(1);
  assert.equal(registry.size, 0);
});

it('runs no timer while there are no rooms', () => {
  const { join, room, clock } = createRooms();
  const ada = join('ada');
  assert.equal(clock.waiting, 1);
  room().leave(ada.participant, 'left');
  assert.equal(clock.waiting, 0);
});

it('gives track ids that are unique in the relay and do not follow each other', () => {
  const { registry } = createRooms();
  const ids = new Set<number>();
  for (let number = 0; number < 200; number++) {
    const room = registry.open(`room ${number}`);
    const presence = new MemoryPresence();
    void room.join({ participantId: 'ada', name: 'Ada', identity: ANYBODY, proof: undefined }, presence);
    ids.add(room.tracks.publish(presence.participant as Participant, publish));
  }
  assert.equal(ids.size, 200);
  for (const id of ids) assert.ok(Number.isInteger(id) && id > 0 && id <= 0xffff_ffff);
  assert.ok([...ids].filter((id) => id > 0x8000_0000).length > 50, 'they use the whole range');
});

it('has as many rooms as it may have, and no more', () => {
  const { registry, join, room } = createRooms({ maxRooms: 1 });
  const ada = join('ada');
  assert.equal(registry.open('room'), room());
  assert.equal(
    refusal(() => registry.open('other')),
    'unavailable',
  );
  room().leave(ada.participant, 'left');
  assert.ok(registry.open('other'));
});
