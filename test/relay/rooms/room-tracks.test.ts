/** Who publishes what and who receives it. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import type { Participant } from '../../../relay/rooms/participant.ts';
import { createRooms, MemoryPresence, refusal } from '../../support/rooms.ts';

const publish = { type: 'publish', id: 1, kind: 'video', source: 'camera', muted: false } as const;

function createPair() {
  const rooms = createRooms();
  const ada = rooms.join('ada');
  const ben = rooms.join('ben');
  const { tracks } = rooms.room();
  const trackId = tracks.publish(ada.participant, publish);
  return { ...rooms, ada, ben, tracks, trackId };
}

it('brings packets to those who subscribed, until they no longer want them', () => {
  const { tracks, ada, ben, trackId, route } = createPair();
  route(ada.participant, trackId);
  tracks.subscribe(ben.participant, trackId);
  tracks.subscribe(ben.participant, trackId);
  route(ada.participant, trackId);
  tracks.unsubscribe(ben.participant, trackId);
  tracks.unsubscribe(ben.participant, trackId);
  route(ada.participant, trackId);
  assert.equal(ben.outlet.packets.length, 1);
});

it('lets only its publisher change or end a track', () => {
  const { tracks, ben, trackId } = createPair();
  assert.equal(
    refusal(() => tracks.unpublish(ben.participant, trackId)),
    'not-your-track',
  );
  assert.equal(
    refusal(() => tracks.update(ben.participant, trackId, { muted: true })),
    'not-your-track',
  );
});

it('knows no track that is not of this room', () => {
  const { tracks, ben, trackId, registry } = createPair();
  const elsewhere = registry.open('elsewhere');
  const cleo = new MemoryPresence();
  void elsewhere.join({ participantId: 'cleo', name: 'Cleo', identity: ANYBODY, proof: undefined }, cleo);
  assert.equal(
    refusal(() => elsewhere.tracks.subscribe(cleo.participant as Participant, trackId)),
    'unknown-track',
  );
  assert.equal(
    refusal(() => tracks.subscribe(ben.participant, 1)),
    'unknown-track',
  );
  assert.equal(
    refusal(() => tracks.unsubscribe(ben.participant, 1)),
    undefined,
  );
});

it('publishes eight tracks of one participant, and not nine', () => {
  const { tracks, ada } = createPair();
  for (let count = 2; count <= 8; count++) tracks.publish(ada.participant, publish);
  assert.equal(
    refusal(() => tracks.publish(ada.participant, publish)),
    'too-many-tracks',
  );
});

it('passes on keyframe requests of receivers only', () => {
  const { tracks, ada, ben, trackId, clock } = createPair();
  tracks.requestKeyframe(ben.participant, trackId);
  assert.equal(ada.outlet.ofType('keyframe-requested').length, 0);
  tracks.subscribe(ben.participant, trackId);
  clock.advance(1_000);
  tracks.requestKeyframe(ben.participant, trackId);
  tracks.requestKeyframe(ben.participant, 1);
  assert.equal(ada.outlet.ofType('keyframe-requested').length, 2);
});
