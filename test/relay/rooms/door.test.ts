/** Who comes into a room: proofs, lock, waiting room, and rooms without a host. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOST_PATIENCE_MS } from '../../../relay/rooms/door.ts';
import { createRooms, identityOf, refusal } from '../../support/rooms.ts';

const HOST = { identity: identityOf('host') };
const GUEST = { identity: identityOf('guest') };

function createHosted(options: Parameters<typeof createRooms>[0] = {}) {
  const rooms = createRooms(options);
  const host = rooms.join('host', HOST);
  const { moderation } = rooms.room();
  return { ...rooms, host, moderation };
}

describe('a room with a secret', () => {
  const [right, wrong] = [{ proof: 'r'.repeat(43) }, { proof: 'w'.repeat(43) }];

  it('lets in who has the proof that the first one had', () => {
    const { join } = createRooms({ room: '~abc' });
    join('ada', right);
    join('ben', right);
    assert.equal(
      refusal(() => join('cleo', wrong)),
      'forbidden',
    );
    assert.equal(
      refusal(() => join('cleo')),
      'forbidden',
    );
  });

  it('asks for it again of those who come back, and of hosts', () => {
    const { join, drop } = createRooms({ room: '~abc' });
    drop(join('ada', right));
    assert.equal(
      refusal(() => join('ada')),
      'forbidden',
    );
    assert.equal(
      refusal(() => join('host', { ...HOST, ...wrong })),
      'forbidden',
    );
    assert.equal(join('ada', right).result.resumed, true);
  });

  it('is none where nobody brought a proof yet: the same answer, and no room is left behind', () => {
    const { join, registry } = createRooms({ room: '~abc' });
    assert.equal(
      refusal(() => join('ada')),
      'forbidden',
    );
    assert.equal(registry.size, 0);
  });

  it('has a name that says so: others take no proof', () => {
    const { join } = createRooms();
    assert.equal(
      refusal(() => join('ada', right)),
      'forbidden',
    );
  });
});

describe('a locked room', () => {
  it('lets in hosts, and those who have a place, and nobody else', () => {
    const { join, drop, moderation } = createHosted();
    const ada = join('ada', GUEST);
    moderation.setRoom({ locked: true });
    assert.equal(
      refusal(() => join('ben', GUEST)),
      'room-locked',
    );
    drop(ada);
    assert.equal(join('ada', GUEST).result.resumed, true);
    assert.deepEqual(join('second host', HOST).result.room, { locked: true, waitingRoom: false });
    moderation.setRoom({ locked: false });
    join('ben', GUEST);
  });

  it('ends with the room, and not before', () => {
    const { join, room, host, moderation, clock } = createHosted();
    const ada = join('ada', GUEST);
    moderation.setRoom({ locked: true });
    room().leave(host.participant, 'left');
    clock.advance(24 * 60 * 60 * 1000);
    assert.equal(
      refusal(() => join('ben', GUEST)),
      'room-locked',
    );
    room().leave(ada.participant, 'left');
    join('ben', GUEST);
  });
});

describe('a waiting room', () => {
  it('shows hosts who waits, and lets in whom they admit', () => {
    const { knock, join, host, moderation } = createHosted();
    const cleo = join('cleo', GUEST);
    moderation.setRoom({ waitingRoom: true });
    const ben = knock('ben', GUEST);
    assert.equal(ben.outcome, 'waiting');
    assert.deepEqual(host.outlet.ofType('waiting-updated').at(-1)?.waiting, [{ id: 'ben', name: 'Ben' }]);
    assert.equal(cleo.outlet.ofType('waiting-updated').length, 0);
    assert.equal(cleo.outlet.ofType('participant-joined').length, 0);
    void moderation.admit({ participantId: 'ben', admitted: true });
    assert.equal(ben.presence.results[0]?.participants.length, 3);
    assert.deepEqual(host.outlet.ofType('waiting-updated').at(-1)?.waiting, []);
    assert.equal(
      refusal(() => moderation.admit({ participantId: 'ben', admitted: true })),
      'unknown-participant',
    );
  });

  it('sends away whom they refuse', () => {
    const { knock, moderation } = createHosted();
    moderation.setRoom({ waitingRoom: true });
    const ben = knock('ben', GUEST);
    void moderation.admit({ participantId: 'ben', admitted: false });
    assert.equal(ben.presence.dismissed, 'not-admitted');
    assert.equal(knock('ben', GUEST).outcome, 'waiting');
  });

  it('lets everybody in when it is switched off, as far as there are places', () => {
    const { knock, moderation, host } = createHosted({ maxParticipants: 2 });
    moderation.setRoom({ waitingRoom: true });
    const [ben, cleo] = [knock('ben', GUEST), knock('cleo', GUEST)];
    assert.equal(
      refusal(() => knock('dan', GUEST)),
      'room-full',
    );
    moderation.setRoom({ waitingRoom: false });
    assert.equal(ben.presence.results.length, 1);
    assert.equal(cleo.presence.dismissed, 'not-admitted');
    assert.deepEqual(host.outlet.ofType('waiting-updated').at(-1)?.waiting, []);
  });

  it('keeps waiting whom a full room has no place for', () => {
    const { knock, moderation, host } = createHosted({ maxParticipants: 1 });
    moderation.setRoom({ waitingRoom: true });
    const ben = knock('ben', GUEST);
    assert.equal(
      refusal(() => moderation.admit({ participantId: 'ben', admitted: true })),
      'room-full',
    );
    assert.equal(ben.presence.dismissed, undefined);
    assert.equal(host.outlet.ofType('waiting-updated').at(-1)?.waiting.length, 1);
  });

  it('is shown to hosts who join and to who becomes one, and to nobody else', () => {
    const { knock, join, host, moderation } = createHosted();
    const cleo = join('cleo', GUEST);
    moderation.setRoom({ waitingRoom: true });
    knock('ben', GUEST);
    assert.deepEqual(join('second', HOST).result.waiting, [{ id: 'ben', name: 'Ben' }]);
    void moderation.setRole(host.participant, { participantId: 'cleo', role: 'host' });
    assert.deepEqual(cleo.outlet.ofType('waiting-updated').at(-1)?.waiting, [{ id: 'ben', name: 'Ben' }]);
  });

  it('is left by who goes, and by who comes back over another connection in the same place', () => {
    const { knock, room, host, moderation } = createHosted();
    moderation.setRoom({ waitingRoom: true });
    const first = knock('ben', GUEST);
    const second = knock('ben', GUEST);
    assert.equal(first.presence.wasReplaced, true);
    room().stopWaiting(first.presence);
    assert.equal(host.outlet.ofType('waiting-updated').at(-1)?.waiting.length, 1);
    room().stopWaiting(second.presence);
    assert.equal(host.outlet.ofType('waiting-updated').at(-1)?.waiting.length, 0);
  });
});

describe('a room without a host', () => {
  it('lets nobody in who waits, and sends them away after ten minutes', () => {
    const { knock, join, room, host, moderation, clock, registry } = createHosted();
    const ada = join('ada', GUEST);
    moderation.setRoom({ waitingRoom: true });
    const ben = knock('ben', GUEST);
    clock.advance(2 * HOST_PATIENCE_MS);
    assert.equal(ben.presence.dismissed, undefined);
    room().leave(host.participant, 'left');
    room().leave(ada.participant, 'left');
    assert.equal(registry.size, 1);
    clock.advance(HOST_PATIENCE_MS - 1);
    assert.equal(ben.presence.dismissed, undefined);
    clock.advance(1);
    assert.equal(ben.presence.dismissed, 'not-admitted');
    assert.equal(registry.size, 0);
    assert.equal(clock.waiting, 0);
  });

  it('has all the patience again once a host has been there', () => {
    const { knock, join, room, host, moderation, clock } = createHosted();
    moderation.setRoom({ waitingRoom: true });
    const ben = knock('ben', GUEST);
    room().leave(host.participant, 'left');
    clock.advance(HOST_PATIENCE_MS - 1);
    const second = join('second', HOST);
    clock.advance(HOST_PATIENCE_MS);
    room().leave(second.participant, 'left');
    clock.advance(HOST_PATIENCE_MS - 1);
    assert.equal(ben.presence.dismissed, undefined);
  });

  it('ends with the last one who waits', () => {
    const { knock, room, host, moderation, clock, registry } = createHosted();
    moderation.setRoom({ waitingRoom: true });
    const ben = knock('ben', GUEST);
    room().leave(host.participant, 'left');
    room().stopWaiting(ben.presence);
    assert.equal(registry.size, 0);
    assert.equal(clock.waiting, 0);
  });
});
