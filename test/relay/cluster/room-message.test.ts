import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeRoomMessage, encodeRoomMessage, type RoomMessage } from '../../../relay/cluster/room-message.ts';

const body = '{"text": "with spaces and\\nlines"}';
const MESSAGES: Record<string, RoomMessage> = {
  [`present 3 ada 1795236000000001 r.1 ${body}`]: {
    type: 'present',
    version: 3,
    participantId: 'ada',
    counter: 1_795_236_000_000_001,
    relay: 'r.1',
    body,
  },
  'gone 4 ada 17 r.1 left': { type: 'gone', version: 4, participantId: 'ada', counter: 17, relay: 'r.1', body: 'left' },
  'facts 5 r.1 {"locked":true}': { type: 'facts', version: 5, relay: 'r.1', body: '{"locked":true}' },
  'waiting 6 r.1 ': { type: 'waiting', version: 6, relay: 'r.1', body: '' },
  [`chat epoch 9 ada:1 1795236000000 ${body}`]: {
    type: 'chat',
    epoch: 'epoch',
    sequence: 9,
    key: 'ada:1',
    atMs: 1_795_236_000_000,
    body,
  },
  'merged epoch': { type: 'merged', epoch: 'epoch' },
  [`say r.1 ${body}`]: { type: 'say', relay: 'r.1', body },
};

describe('a message between relays', () => {
  for (const [text, message] of Object.entries(MESSAGES)) {
    it(`is written and read: ${message.type}`, () => {
      assert.equal(encodeRoomMessage(message), text);
      assert.deepEqual(decodeRoomMessage(text), message);
    });
  }

  it('of a kind that is not known is none', () => {
    for (const text of ['', 'hello world', 'presents 1 2 3']) assert.equal(decodeRoomMessage(text), undefined);
  });
});
