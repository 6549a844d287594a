/** Somebody in a room. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANYBODY } from '../../../relay/auth/identity.ts';
import { Participant } from '../../../relay/rooms/participant.ts';
import { identityOf, MemoryPresence } from '../../support/rooms.ts';

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

describe('what it may do', () => {
  const all = ['publish', 'subscribe', 'chat', 'send', 'moderate'];

  it('is what its token says, and then what a host says', () => {
    const ada = new Participant('ada', 'Ada', identityOf('guest'), 1);
    assert.deepEqual([...ada.grants], ['publish', 'subscribe', 'chat']);
    ada.role = 'host';
    assert.deepEqual([ada.role, ...ada.grants], ['host', ...all]);
    assert.equal(ada.renew(identityOf('member')), false);
    assert.equal(ada.role, 'host');
  });

  it('is never what its token took away', () => {
    const ada = new Participant('ada', 'Ada', identityOf('member', { grants: new Set(['chat']) }), 1);
    ada.role = 'host';
    assert.deepEqual([...ada.grants], ['chat', 'moderate']);
    assert.equal(ada.renew(identityOf('member')), true);
    assert.deepEqual([...ada.grants], all);
  });

  it('changes with a newer token, and so does the name that it gives', () => {
    const ada = new Participant('ada', 'Ada', identityOf('guest'), 1);
    assert.equal(ada.renew(identityOf('guest')), false);
    assert.equal(ada.renew(identityOf('host', { name: 'Ada Lovelace' })), true);
    assert.deepEqual([ada.role, ada.name], ['host', 'Ada Lovelace']);
  });
});
