/** Who is told what. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Participant } from '../../../relay/rooms/participant.ts';
import { isHost, Roster } from '../../../relay/rooms/roster.ts';
import { identityOf, MemoryPresence, refusal } from '../../support/rooms.ts';

function create() {
  const roster = new Roster();
  const add = (id: string, role: 'member' | 'host' = 'member') => {
    const participant = new Participant(id, id, identityOf(role), 1);
    const presence = new MemoryPresence();
    participant.presence = presence;
    roster.add(participant);
    return { participant, outlet: presence.outlet };
  };
  return { roster, add };
}

const message = { type: 'data', from: 'x', data: 1 } as const;

it('tells everybody, everybody else, or hosts', () => {
  const { roster, add } = create();
  const [ada, ben] = [add('ada', 'host'), add('ben')];
  roster.tellAll(message);
  roster.tellOthers(ada.participant, message);
  roster.tellHosts(message);
  assert.deepEqual([ada.outlet.messages.length, ben.outlet.messages.length], [2, 2]);
  ada.participant.presence = undefined;
  roster.tellAll(message);
  assert.equal(ada.outlet.messages.length, 2);
});

it('sends to whom one names, once, or to nobody where one of them is unknown', () => {
  const { roster, add } = create();
  const [ada, ben] = [add('ada'), add('ben')];
  roster.send(message, ada.participant, ['ben', 'ben', 'ada']);
  assert.equal(
    refusal(() => roster.send(message, ada.participant, ['ben', 'nobody'])),
    'unknown-participant',
  );
  roster.send(message, ada.participant, undefined);
  assert.deepEqual([ada.outlet.messages.length, ben.outlet.messages.length], [1, 2]);
});

it('knows whether a host is there, connected or expected back', () => {
  const { roster, add } = create();
  add('ben');
  assert.equal(roster.hasHost, false);
  const ada = add('ada', 'host');
  ada.participant.presence = undefined;
  assert.equal(roster.hasHost, true);
  roster.delete(ada.participant);
  assert.equal(roster.hasHost, false);
});

it('deletes nobody who has come anew under the same id', () => {
  const { roster, add } = create();
  const old = add('ada');
  roster.delete(old.participant);
  const { participant } = add('ada');
  assert.equal(roster.delete(old.participant), false);
  assert.equal(roster.find('ada'), participant);
});

it('a host is who may moderate, whatever its role is called', () => {
  assert.equal(isHost(identityOf('host', { grants: new Set(['chat']) })), false);
  assert.equal(isHost(identityOf('host')), true);
});
