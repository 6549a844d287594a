/** Who is in a room, over connections in memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import { createRooms, identityOf, MemoryPresence, refusal } from '../../support/rooms.ts';

const publish = { type: 'publish', id: 1, kind: 'video', source: 'camera', muted: false } as const;
const chat = (messageId: string, text = 'Hello') => ({ type: 'chat', id: 1, messageId, text }) as const;

describe('joining', () => {
  it('shows the new one everybody, oneself included, and tells the others', () => {
    const { join } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    assert.deepEqual(
      ben.result.participants.map(({ id }) => id),
      ['ada', 'ben'],
    );
    assert.equal(ben.result.resumed, false);
    assert.deepEqual(
      ada.outlet.ofType('participant-joined').map(({ participant }) => participant.id),
      ['ben'],
    );
    assert.equal(ben.outlet.messages.length, 0);
  });

  it('is refused where the room is full, but not to those who have a place', () => {
    const { join, drop } = createRooms({ maxParticipants: 2 });
    join('ada');
    const ben = join('ben');
    assert.equal(
      refusal(() => join('cleo')),
      'room-full',
    );
    drop(ben);
    assert.equal(
      refusal(() => join('cleo')),
      'room-full',
    );
    assert.equal(join('ben').result.resumed, true);
  });
});

describe('leaving', () => {
  it('is told to the others, and ends the tracks', () => {
    const { join, room } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    const trackId = room().tracks.publish(ada.participant, publish);
    room().tracks.subscribe(ben.participant, trackId);
    room().leave(ada.participant, 'left');
    assert.deepEqual(ben.outlet.ofType('participant-left'), [
      { type: 'participant-left', participantId: 'ada', reason: 'left' },
    ]);
    assert.equal(ben.outlet.opened.size, 0);
    assert.equal(ben.participant.subscriptions.size, 0);
    assert.equal(
      refusal(() => room().tracks.subscribe(ben.participant, trackId)),
      'unknown-track',
    );
  });

  it('the last one takes the room along', () => {
    const { join, room, registry } = createRooms();
    const ada = join('ada');
    const itsRoom = room();
    itsRoom.chat(ada.participant, chat('a'));
    itsRoom.leave(ada.participant, 'left');
    itsRoom.leave(ada.participant, 'left');
    assert.equal(registry.size, 0);
    assert.deepEqual(join('ada').result.chat, []);
  });
});

describe('a broken connection', () => {
  it('keeps the place, shown as not connected, and then as connected again', () => {
    const { join, drop, clock } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    drop(ada);
    clock.advance(29_000);
    join('ada');
    clock.advance(60_000);
    assert.deepEqual(
      ben.outlet.ofType('participant-updated').map(({ participant }) => participant.connected),
      [false, true],
    );
    assert.equal(ben.outlet.ofType('participant-left').length, 0);
  });

  it('loses the place after the resume window', () => {
    const { join, drop, clock } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    drop(ada);
    clock.advance(30_000);
    assert.equal(ben.outlet.ofType('participant-left')[0]?.reason, 'lost');
    assert.equal(join('ada').result.resumed, false);
  });

  it('comes back to its tracks and subscriptions', () => {
    const { join, drop, room, route } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    const trackId = room().tracks.publish(ada.participant, publish);
    room().tracks.subscribe(ben.participant, trackId);
    drop(ben);
    route(ada.participant, trackId);
    assert.equal(ben.outlet.packets.length, 0);
    const again = join('ben');
    assert.deepEqual(
      again.result.participants[0]?.tracks.map(({ id }) => id),
      [trackId],
    );
    route(ada.participant, trackId);
    assert.equal(again.outlet.packets.length, 1);
  });

  it('as a publisher: tracks stay the same, receivers wait for a keyframe that is asked for', () => {
    const { join, drop, room, clock } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    const trackId = room().tracks.publish(ada.participant, publish);
    room().tracks.subscribe(ben.participant, trackId);
    drop(ada);
    clock.advance(5_000);
    const again = join('ada');
    assert.deepEqual(again.outlet.ofType('keyframe-requested'), [{ type: 'keyframe-requested', trackId }]);
    assert.deepEqual(ben.outlet.interrupted, [trackId]);
    assert.deepEqual(again.outlet.ofType('track-demand'), [
      { type: 'track-demand', trackId, receivers: 1, struggling: 0 },
    ]);
  });

  it('misses no chat', () => {
    const { join, drop, room } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    drop(ben);
    room().chat(ada.participant, chat('a', 'While you were out'));
    assert.deepEqual(
      join('ben').result.chat.map(({ text }) => text),
      ['While you were out'],
    );
  });

  it('is replaced by a newer one, and its own end then changes nothing', () => {
    const { join, drop, clock } = createRooms();
    const ben = join('ben');
    const first = join('ada');
    const second = join('ada');
    assert.equal(first.wasReplaced(), true);
    assert.equal(second.wasReplaced(), false);
    drop(first);
    clock.advance(60_000);
    assert.equal(ben.outlet.ofType('participant-left').length, 0);
    assert.equal(ben.outlet.ofType('participant-updated').at(-1)?.participant.connected, true);
  });
});

describe('chat', () => {
  it('goes to everybody else, once, in order', () => {
    const { join, room } = createRooms();
    const ada = join('ada');
    const ben = join('ben');
    const first = room().chat(ada.participant, chat('a', 'one'));
    const repeat = room().chat(ada.participant, chat('a', 'one'));
    room().chat(ada.participant, chat('b', 'two'));
    assert.deepEqual(repeat, first);
    assert.deepEqual(
      ben.outlet.ofType('chat').map(({ message }) => [message.sequence, message.text, message.participantId]),
      [
        [1, 'one', 'ada'],
        [2, 'two', 'ada'],
      ],
    );
    assert.equal(ada.outlet.ofType('chat').length, 0);
  });

  it('keeps the name that its sender had then', () => {
    const { join, room } = createRooms();
    const ada = join('ada');
    room().chat(ada.participant, chat('a'));
    room().update(ada.participant, { type: 'update', id: 2, name: 'Ada Lovelace' });
    assert.equal(join('ben').result.chat[0]?.name, 'Ada');
  });
});

describe('data', () => {
  it('goes to everybody else, or to whom it names', () => {
    const { join, room } = createRooms();
    const [ada, ben, cleo] = [join('ada'), join('ben'), join('cleo')];
    room().send(ada.participant, { x: 1 }, undefined);
    room().send(ada.participant, 'only you', ['cleo', 'cleo']);
    assert.deepEqual(ben.outlet.ofType('data'), [{ type: 'data', from: 'ada', data: { x: 1 } }]);
    assert.deepEqual(
      cleo.outlet.ofType('data').map(({ data }) => data),
      [{ x: 1 }, 'only you'],
    );
    assert.equal(ada.outlet.ofType('data').length, 0);
  });

  it('reaches nobody where one of the receivers is unknown', () => {
    const { join, room } = createRooms();
    const [ada, ben] = [join('ada'), join('ben')];
    assert.equal(
      refusal(() => room().send(ada.participant, 1, ['ben', 'nobody'])),
      'unknown-participant',
    );
    assert.equal(ben.outlet.ofType('data').length, 0);
  });
});

it('tells the others of names, clocks, tracks and mutes', () => {
  const { join, room } = createRooms();
  const [ada, ben] = [join('ada'), join('ben')];
  room().update(ada.participant, {
    type: 'update',
    id: 1,
    name: 'Ada L.',
    clockOffsetMicros: 12,
    cannotDecode: ['h264'],
  });
  const trackId = room().tracks.publish(ada.participant, publish);
  room().tracks.update(ada.participant, trackId, { muted: true, codec: 'vp8' });
  room().tracks.unpublish(ada.participant, trackId);
  const seen = ben.outlet.ofType('participant-updated').map(({ participant }) => participant);
  assert.equal(seen[0]?.name, 'Ada L.');
  assert.equal(seen[0]?.clockOffsetMicros, 12);
  assert.deepEqual(seen[3]?.cannotDecode, ['h264'], 'and of what it cannot show, until it says otherwise');
  assert.equal(seen[1]?.tracks[0]?.id, trackId);
  assert.deepEqual([seen[2]?.tracks[0]?.muted, seen[2]?.tracks[0]?.codec], [true, 'vp8']);
  assert.deepEqual(seen[3]?.tracks, []);
});

describe('a connection that ended before its join was done', () => {
  const request = { participantId: 'ada', name: 'Ada', identity: ANYBODY, proof: undefined };
  const gone = () => Object.assign(new MemoryPresence(), { isGone: true });

  it('was never there where it came for the first time', () => {
    const { join, room, registry, clock } = createRooms();
    const ben = join('ben');
    void room().join(request, gone());
    assert.equal(ben.outlet.ofType('participant-left').length, 1);
    room().leave(ben.participant, 'left');
    assert.equal(registry.size, 0);
    assert.equal(clock.waiting, 0);
  });

  it('is broken once more where it came back', () => {
    const { join, drop, room, clock } = createRooms();
    const ben = join('ben');
    drop(join('ada'));
    clock.advance(20_000);
    void room().join(request, gone());
    clock.advance(20_000);
    assert.equal(ben.outlet.ofType('participant-left').length, 0);
    clock.advance(10_000);
    assert.equal(ben.outlet.ofType('participant-left')[0]?.reason, 'lost');
  });
});

it('the name that a token gives is not changed', () => {
  const { join, room } = createRooms();
  const ada = join('ada', { identity: identityOf('member', { name: 'Ada' }) });
  const rename = (name: string) => refusal(() => room().update(ada.participant, { type: 'update', id: 1, name }));
  assert.equal(rename('Ben'), 'forbidden');
  assert.equal(rename('Ada'), undefined);
});
