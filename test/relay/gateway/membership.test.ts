/** The place of a connection, with tokens and rooms that are real and a connection that only notes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { ANYBODY, type Identity } from '../../../relay/auth/identity.ts';
import { Membership } from '../../../relay/gateway/membership.ts';
import { ANSWERED } from '../../../relay/gateway/requests.ts';
import { Registry } from '../../../relay/rooms/registry.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryOutlet } from '../../support/memory-outlet.ts';
import { identityOf } from '../../support/rooms.ts';

const PROOF = 'p'.repeat(43);

function createDoor(open: 'no' | 'secret-rooms' | 'any-room' = 'no') {
  const clock = new ManualClock();
  const registry = new Registry(clock, { maxParticipants: 10, maxRooms: 2, resumeWindowMs: 30_000 });
  const connect = (identity: Identity = ANYBODY) => {
    const replies: { type: string; id?: number; result?: { participants: { name: string }[] } }[] = [];
    const closes: unknown[] = [];
    const member = {
      outlet: new MemoryOutlet(),
      identity,
      reply: (message: object) => replies.push(message as (typeof replies)[number]),
      close: (code: number, errorCode: string) => closes.push([code, errorCode]),
    };
    const membership = new Membership(member, { config: { open }, registry });
    const join = (room: string, { proof, secret = 'A' }: { proof?: string; secret?: string } = {}) =>
      membership.join({ type: 'join', id: 7, room, name: 'Ada', secret: secret.repeat(43), proof });
    return { member, membership, join, replies, closes };
  };
  return { clock, registry, connect };
}

describe('joining', () => {
  it('is answered at the moment of being seated, before anything that the room says', async () => {
    const ada = createDoor().connect();
    assert.equal(await ada.join('one'), ANSWERED);
    assert.deepEqual([ada.replies[0]?.type, ada.replies[0]?.id], ['ack', 7]);
    assert.equal(ada.membership.seat.participant.name, 'Ada');
  });

  it('happens once', async () => {
    const ada = createDoor().connect();
    await ada.join('one');
    await assert.rejects(ada.join('two'), { code: 'already-joined' });
  });

  it('works in the room of the token only, under the name that it gives', async () => {
    const ada = createDoor().connect(identityOf('member', { room: 'one', name: 'Ada Lovelace' }));
    await assert.rejects(ada.join('two'), { code: 'forbidden' });
    assert.equal(ada.membership.hasJoined, false);
    await ada.join('one');
    assert.equal(ada.replies[0]?.result?.participants[0]?.name, 'Ada Lovelace');
  });

  it('without a token works in rooms with a secret, where others are not open', async () => {
    const door = createDoor('secret-rooms');
    await assert.rejects(door.connect().join('one'), { code: 'forbidden' });
    assert.equal(await door.connect().join('~one', { proof: PROOF }), ANSWERED);
    assert.equal(await door.connect(identityOf('guest')).join('one'), ANSWERED);
  });

  it('is refused in one room more than the relay may have', async () => {
    const door = createDoor('any-room');
    await door.connect().join('one');
    const ben = door.connect();
    await ben.join('two');
    await assert.rejects(door.connect().join('three'), { code: 'unavailable' });
    ben.membership.leave();
    assert.equal(await door.connect().join('three'), ANSWERED);
  });

  it('leaves nothing behind where it is refused', async () => {
    const door = createDoor('any-room');
    await assert.rejects(door.connect().join('~one'), { code: 'forbidden' });
    assert.equal(door.registry.size, 0);
    assert.equal(door.clock.waiting, 0);
  });
});

describe('waiting', () => {
  it('is the answer, then being admitted is a message of its own', async () => {
    const door = createDoor();
    const host = door.connect(identityOf('host'));
    await host.join('one', { secret: 'H' });
    const { room, participant } = host.membership.seat;
    room.moderation.setRoom({ waitingRoom: true });
    const ada = door.connect(identityOf('member'));
    const answer = await ada.join('one');
    assert.ok(answer !== ANSWERED && answer.waiting);
    assert.throws(() => ada.membership.seat, { code: 'not-joined', message: /until you are let in/ });
    room.moderation.admit({ participantId: answer.participantId, admitted: true });
    assert.deepEqual(
      ada.replies.map(({ type }) => type),
      ['admitted'],
    );
    assert.ok(ada.membership.participant);
    room.moderation.remove(participant, { participantId: answer.participantId });
    assert.deepEqual(ada.closes, [[CLOSE_CODES.forbidden, 'removed']]);
    assert.equal(ada.membership.hasJoined, false);
  });

  it('ends with the connection', async () => {
    const door = createDoor();
    const host = door.connect(identityOf('host'));
    await host.join('one', { secret: 'H' });
    host.membership.seat.room.moderation.setRoom({ waitingRoom: true });
    const ada = door.connect();
    await ada.join('one');
    ada.membership.end(1006);
    assert.deepEqual(
      host.member.outlet.ofType('waiting-updated').map(({ waiting }) => waiting.length),
      [1, 0],
    );
  });
});

describe('the end of the socket', () => {
  for (const [code, left] of [
    [1000, 1],
    [1001, 1],
    [1005, 1],
    [1006, 0],
    [4504, 0],
  ] as const) {
    it(`with ${code} ${left ? 'gives the place up' : 'keeps the place for a while'}`, async () => {
      const door = createDoor();
      const ben = door.connect();
      await ben.join('one', { secret: 'B' });
      const ada = door.connect();
      await ada.join('one');
      ada.membership.end(code);
      assert.equal(ben.member.outlet.ofType('participant-left').length, left);
    });
  }
});

it('a newer connection of the same participant closes the older one with 4409', async () => {
  const door = createDoor();
  const [older, newer] = [door.connect(), door.connect()];
  await older.join('one');
  await newer.join('one');
  assert.deepEqual(older.closes, [[CLOSE_CODES.replaced, 'replaced']]);
  assert.deepEqual(newer.closes, []);
});
