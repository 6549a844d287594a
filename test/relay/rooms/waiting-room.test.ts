/** Those who wait. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { WaitingRoom } from '../../../relay/rooms/waiting-room.ts';
import { identityOf, MemoryPresence, refusal } from '../../support/rooms.ts';

const knock = (participantId: string, presence = new MemoryPresence()) => ({
  presence,
  request: { participantId, name: participantId.toUpperCase(), identity: identityOf('guest'), proof: undefined },
});

it('keeps them in order, under the names that they gave', () => {
  const room = new WaitingRoom();
  const ada = knock('ada');
  room.add(ada);
  room.add(knock('ben'));
  assert.deepEqual(room.states, [
    { id: 'ada', name: 'ADA' },
    { id: 'ben', name: 'BEN' },
  ]);
  room.delete(ada);
  assert.deepEqual([room.size, room.has('ada'), room.has('ben')], [1, false, true]);
});

it('keeps the place of somebody who comes over a newer connection', () => {
  const room = new WaitingRoom();
  const [older, newer] = [knock('ada'), knock('ada')];
  room.add(older);
  room.add(knock('ben'));
  room.add(newer);
  assert.equal(older.presence.wasReplaced, true);
  assert.deepEqual(
    room.all.map(({ request }) => request.participantId),
    ['ada', 'ben'],
  );
  assert.equal(room.of(older.presence), undefined);
  assert.equal(room.of(newer.presence)?.request.participantId, 'ada');
});

it('takes newer tokens of those who wait', () => {
  const room = new WaitingRoom();
  const ada = knock('ada');
  room.add(ada);
  assert.equal(room.setIdentity(ada.presence, identityOf('member', { name: 'Ada Lovelace' })), true);
  assert.equal(room.find('ada').request.identity.role, 'member');
  assert.equal(room.states[0]?.name, 'Ada Lovelace');
  assert.equal(room.setIdentity(new MemoryPresence(), identityOf('host')), false);
});

it('knows who does not wait', () => {
  assert.equal(
    refusal(() => new WaitingRoom().find('ada')),
    'unknown-participant',
  );
});
