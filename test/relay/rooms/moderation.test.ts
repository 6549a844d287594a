/** What hosts do to others. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRooms, identityOf, refusal } from '../../support/rooms.ts';

const publish = { type: 'publish', id: 1, kind: 'video', source: 'camera', muted: false } as const;

function createHosted() {
  const rooms = createRooms();
  const host = rooms.join('host', { identity: identityOf('host', { subject: 'boss' }) });
  const ada = rooms.join('ada', { identity: identityOf('guest', { subject: 'a' }) });
  const ben = rooms.join('ben', { identity: identityOf('member') });
  return { ...rooms, host, ada, ben, by: host.participant, moderation: rooms.room().moderation };
}

describe('muting', () => {
  it('stops the packets at once, tells the publisher, and shows everybody else', () => {
    const { room, route, by, host, ada, ben, moderation } = createHosted();
    const trackId = room().tracks.publish(ada.participant, publish);
    room().tracks.subscribe(ben.participant, trackId);
    route(ada.participant, trackId);
    void moderation.mute(by, { participantId: 'ada', trackId });
    route(ada.participant, trackId);
    assert.equal(ben.outlet.packets.length, 1);
    assert.deepEqual(ada.outlet.ofType('muted'), [{ type: 'muted', trackId, by: 'host' }]);
    for (const { outlet } of [host, ben]) {
      assert.equal(outlet.ofType('participant-updated').at(-1)?.participant.tracks[0]?.muted, true);
    }
  });

  it('holds until the publisher starts the track again; receivers then wait for a keyframe', () => {
    const { room, route, by, ada, ben, moderation, clock } = createHosted();
    const { tracks } = room();
    const trackId = tracks.publish(ada.participant, publish);
    tracks.subscribe(ben.participant, trackId);
    void moderation.mute(by, { participantId: 'ada', trackId });
    tracks.update(ada.participant, trackId, { codec: 'vp8' });
    route(ada.participant, trackId);
    assert.equal(ben.outlet.packets.length, 0);
    clock.advance(1_000);
    tracks.update(ada.participant, trackId, { muted: false });
    assert.deepEqual(ben.outlet.interrupted, [trackId]);
    assert.equal(ada.outlet.ofType('keyframe-requested').length, 2);
    route(ada.participant, trackId);
    assert.equal(ben.outlet.packets.length, 1);
  });

  it('knows whose track it is', () => {
    const { room, by, ada, moderation } = createHosted();
    const trackId = room().tracks.publish(ada.participant, publish);
    assert.equal(
      refusal(() => moderation.mute(by, { participantId: 'ben', trackId })),
      'unknown-track',
    );
    assert.equal(
      refusal(() => moderation.mute(by, { participantId: 'nobody', trackId })),
      'unknown-participant',
    );
  });
});

it('a wish to unmute is passed on, and nothing else happens', () => {
  const { by, ada, ben, moderation } = createHosted();
  void moderation.askToUnmute(by, { participantId: 'ada', source: 'microphone' });
  assert.deepEqual(ada.outlet.ofType('unmute-asked'), [{ type: 'unmute-asked', source: 'microphone', by: 'host' }]);
  assert.equal(ben.outlet.messages.length, 0);
});

describe('removing', () => {
  it('ends the participation, and everybody is told why', () => {
    const { by, ada, ben, moderation } = createHosted();
    void moderation.remove(by, { participantId: 'ada' });
    assert.equal(ada.presence.dismissed, 'removed');
    assert.deepEqual(ben.outlet.ofType('participant-left'), [
      { type: 'participant-left', participantId: 'ada', reason: 'removed' },
    ]);
  });

  it('is for the person: no other connection, secret or token of the same subject comes back', () => {
    const { by, join, moderation } = createHosted();
    const tab = join('second tab', { identity: identityOf('guest', { subject: 'a' }) });
    void moderation.remove(by, { participantId: 'ada' });
    assert.equal(tab.presence.dismissed, 'removed');
    for (const id of ['ada', 'second tab', 'third']) {
      assert.equal(
        refusal(() => join(id, { identity: identityOf('member', { subject: 'a' }) })),
        'forbidden',
      );
    }
    assert.equal(
      refusal(() => join('ada', { identity: identityOf('guest', { subject: 'other' }) })),
      'forbidden',
    );
    join('cleo', { identity: identityOf('guest', { subject: 'c' }) });
  });

  it('reaches those of the subject who wait', () => {
    const { by, knock, moderation } = createHosted();
    moderation.setRoom({ waitingRoom: true });
    const tab = knock('second tab', { identity: identityOf('guest', { subject: 'a' }) });
    void moderation.remove(by, { participantId: 'ada' });
    assert.equal(tab.presence.dismissed, 'removed');
  });

  it('lasts for ten minutes longer than the room', () => {
    const { by, host, ben, room, join, moderation, clock } = createHosted();
    void moderation.remove(by, { participantId: 'ada' });
    room().leave(host.participant, 'left');
    room().leave(ben.participant, 'left');
    const again = () => join('ada', { identity: identityOf('guest') });
    assert.equal(refusal(again), 'forbidden');
    clock.advance(9 * 60_000);
    assert.equal(refusal(again), 'forbidden');
    clock.advance(10 * 60_000);
    assert.equal(refusal(again), undefined);
  });

  it('reaches somebody whose connection is broken', () => {
    const { by, ada, drop, join, moderation, clock } = createHosted();
    drop(ada);
    void moderation.remove(by, { participantId: 'ada' });
    assert.equal(
      refusal(() => join('ada', { identity: identityOf('guest') })),
      'forbidden',
    );
    clock.advance(60_000);
  });

  it('is not for oneself, nor for hosts by their token', () => {
    const { by, ben, room, moderation } = createHosted();
    assert.equal(
      refusal(() => moderation.remove(by, { participantId: 'host' })),
      'forbidden',
    );
    void moderation.setRole(by, { participantId: 'ben', role: 'host' });
    assert.equal(
      refusal(() => room().moderation.remove(ben.participant, { participantId: 'host' })),
      'forbidden',
    );
    void moderation.remove(by, { participantId: 'ben' });
    assert.equal(ben.presence.dismissed, 'removed');
  });
});

describe('roles', () => {
  it('are told to whom it is about with what they allow, and shown to the others', () => {
    const { by, host, ada, moderation } = createHosted();
    void moderation.setRole(by, { participantId: 'ada', role: 'member' });
    assert.deepEqual(ada.outlet.ofType('role-changed'), [
      { type: 'role-changed', role: 'member', grants: ['publish', 'subscribe', 'chat', 'send'], by: 'host' },
    ]);
    assert.equal(host.outlet.ofType('participant-updated').at(-1)?.participant.role, 'member');
    void moderation.setRole(by, { participantId: 'ada', role: 'member' });
    assert.equal(ada.outlet.ofType('role-changed').length, 1);
  });

  it('given by a host outlive a newer token and a newer connection, and end with the stay', () => {
    const { by, ada, room, join, moderation } = createHosted();
    const guest = identityOf('guest', { subject: 'a' });
    void moderation.setRole(by, { participantId: 'ada', role: 'host' });
    room().renew(ada.presence, ada.participant, guest);
    assert.equal(ada.participant.role, 'host');
    const again = join('ada', { identity: guest });
    assert.equal(again.result.participants.find(({ id }) => id === 'ada')?.role, 'host');
    assert.ok(again.result.grants.includes('moderate'));
    room().leave(again.participant, 'left');
    assert.equal(join('ada', { identity: guest }).participant.role, 'guest');
  });

  it('do not bring back what a token took away', () => {
    const { by, join, moderation } = createHosted();
    const cleo = join('cleo', { identity: identityOf('guest', { grants: new Set(['subscribe', 'chat']) }) });
    void moderation.setRole(by, { participantId: 'cleo', role: 'host' });
    assert.deepEqual([...cleo.participant.grants], ['subscribe', 'chat', 'send', 'moderate']);
  });

  it('of hosts by their token are taken by nobody', () => {
    const { by, moderation } = createHosted();
    void moderation.setRole(by, { participantId: 'ben', role: 'host' });
    assert.equal(
      refusal(() => moderation.setRole(by, { participantId: 'host', role: 'guest' })),
      'forbidden',
    );
    void moderation.setRole(by, { participantId: 'ben', role: 'guest' });
  });

  it('of newer tokens end what they no longer allow', () => {
    const { room, ada, ben } = createHosted();
    const { tracks } = room();
    const adas = tracks.publish(ada.participant, publish);
    const bens = tracks.publish(ben.participant, publish);
    tracks.subscribe(ada.participant, bens);
    tracks.subscribe(ben.participant, adas);
    room().renew(ada.presence, ada.participant, identityOf('guest', { subject: 'a', grants: new Set(['chat']) }));
    assert.deepEqual(ada.outlet.ofType('role-changed'), [
      { type: 'role-changed', role: 'guest', grants: ['chat'], by: 'ada' },
    ]);
    assert.deepEqual(ben.outlet.ofType('participant-updated').at(-1)?.participant.tracks, []);
    assert.equal(ada.outlet.opened.size + ben.outlet.opened.size, 0);
  });
});

it('what changes nothing about a room is told to nobody', () => {
  const { host, ben, moderation } = createHosted();
  moderation.setRoom({});
  moderation.setRoom({ locked: false });
  moderation.setRoom({ locked: true });
  moderation.setRoom({ locked: true });
  for (const { outlet } of [host, ben]) {
    assert.deepEqual(outlet.ofType('room-updated'), [
      { type: 'room-updated', room: { locked: true, waitingRoom: false } },
    ]);
  }
});
