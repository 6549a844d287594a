/** Control messages: what both ends take and refuse, and the words for it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { JoinResult, parseClientMessage, parseRelayMessage } from '../../../component/protocol/control.ts';
import { MAX_CONTROL_BYTES } from '../../../component/protocol/limits.ts';
import { ProtocolError } from '../../../component/protocol/protocol-error.ts';

const SECRET = 'A'.repeat(43);
const ID = 'x'.repeat(22);
const join = (change: object = {}) =>
  JSON.stringify({ type: 'join', id: 1, room: 'r', name: 'n', secret: SECRET, ...change });

function errorOf(act: () => unknown): ProtocolError {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof ProtocolError);
    return error;
  }
  throw new Error('It was taken.');
}

describe('what a client may say', () => {
  const messages: readonly object[] = [
    { type: 'join', id: 0, room: 'Büro 7', name: '田中 😀', secret: SECRET },
    { type: 'leave', id: 0xffff_ffff },
    { type: 'update', id: 1 },
    { type: 'update', id: 1, name: '<b>Ada</b>', clockOffsetMicros: -1.5 },
    { type: 'publish', id: 1, kind: 'audio', source: 'screen-audio', muted: true },
    { type: 'unpublish', id: 1, trackId: 5 },
    {
      type: 'update-track',
      id: 1,
      trackId: 5,
      muted: true,
      codec: 'avc1.42E01F',
      width: 7680,
      height: 1,
      framesPerSecond: 29.97,
    },
    { type: 'update-track', id: 1, trackId: 5, codec: '' },
    { type: 'subscribe', id: 1, trackId: 0xffff_ffff },
    { type: 'unsubscribe', id: 1, trackId: 0 },
    { type: 'request-keyframe', trackId: 1 },
    { type: 'chat', id: 1, messageId: ID, text: 'two\nlines\tand a tab' },
    { type: 'send', id: 1, data: { deep: [null, 1, 'x'] } },
    { type: 'send', id: 1, data: null, to: [ID] },
    { type: 'ping', id: 1 },
    { type: 'join', id: 0, room: '~room', name: 'Ada', secret: SECRET, proof: SECRET },
    { type: 'refresh', id: 1, token: 'a.b.c' },
    { type: 'chat-since', id: 1, epoch: ID, sequence: 0 },
    { type: 'mute', id: 1, participantId: ID, trackId: 5 },
    { type: 'ask-to-unmute', id: 1, participantId: ID, source: 'microphone' },
    { type: 'remove', id: 1, participantId: ID },
    { type: 'set-role', id: 1, participantId: ID, role: 'host' },
    { type: 'set-room', id: 1 },
    { type: 'set-room', id: 1, locked: true, waitingRoom: false },
    { type: 'admit', id: 1, participantId: ID, admitted: false },
  ];
  for (const message of messages) {
    it(JSON.stringify(message), () => {
      assert.deepEqual(parseClientMessage(JSON.stringify(message)), message);
    });
  }

  it('keys that this version does not know are left out, not refused', () => {
    assert.deepEqual(parseClientMessage('{"type":"ping","id":1,"later":true,"__proto__":{"x":1}}'), {
      type: 'ping',
      id: 1,
    });
  });
});

describe('what it may not', () => {
  const table: readonly [name: string, text: string, code: string][] = [
    ['text that is no JSON', 'ping', 'bad-message'],
    ['an empty text', '', 'bad-message'],
    ['a number', '1', 'bad-message'],
    ['null', 'null', 'bad-message'],
    ['a list', '[]', 'bad-message'],
    ['no type', '{"id":1}', 'bad-message'],
    ['a type that is no text', '{"type":1,"id":1}', 'bad-message'],
    ['an unknown type', '{"type":"dance","id":1}', 'unknown-type'],
    ['what only a relay says', '{"type":"ack","id":1}', 'unknown-type'],
    ['no id', '{"type":"ping"}', 'bad-message'],
    ['a proof that is too short', join({ proof: 'A'.repeat(42) }), 'bad-message'],
    [
      'a token of 4,097 characters',
      JSON.stringify({ type: 'refresh', id: 1, token: 'x'.repeat(4_097) }),
      'bad-message',
    ],
    ['a role that there is not', `{"type":"set-role","id":1,"participantId":"${ID}","role":"king"}`, 'bad-message'],
    ['a lock that is none', '{"type":"set-room","id":1,"locked":"yes"}', 'bad-message'],
    [
      'a wish to hear a screen',
      `{"type":"ask-to-unmute","id":1,"participantId":"${ID}","source":"screen"}`,
      'bad-message',
    ],
    ['an admission without a word', `{"type":"admit","id":1,"participantId":"${ID}"}`, 'bad-message'],
    ['an id below 0', '{"type":"ping","id":-1}', 'bad-message'],
    ['an id of 2^32', '{"type":"ping","id":4294967296}', 'bad-message'],
    ['an id with a fraction', '{"type":"ping","id":1.5}', 'bad-message'],
    ['a clock at infinity', '{"type":"update","id":1,"clockOffsetMicros":1e999}', 'bad-message'],
    ['an empty room', join({ room: '' }), 'bad-message'],
    ['a room of 129 characters', join({ room: 'x'.repeat(129) }), 'bad-message'],
    ['a name of 65 characters', join({ name: 'x'.repeat(65) }), 'bad-message'],
    ['a name of 10 KB', join({ name: 'x'.repeat(10_240) }), 'bad-message'],
    ['a name with a line break', join({ name: 'a\nb' }), 'bad-message'],
    ['a name with a line separator', join({ name: 'a\u2028b' }), 'bad-message'],
    ['a name that turns text around', join({ name: 'a\u202eb' }), 'bad-message'],
    ['a name with an isolate', join({ name: 'a\u2066b' }), 'bad-message'],
    ['a name with a byte order mark', join({ name: 'a\ufeffb' }), 'bad-message'],
    ['a name with NUL', join({ name: 'a\u0000b' }), 'bad-message'],
    ['a name with blanks around', join({ name: ' a' }), 'bad-message'],
    ['a secret of 42 characters', join({ secret: 'A'.repeat(42) }), 'bad-message'],
    ['a secret in another alphabet', join({ secret: '+'.repeat(43) }), 'bad-message'],
    ['a codec with markup', '{"type":"update-track","id":1,"trackId":1,"codec":"<b>"}', 'bad-message'],
    ['241 frames a second', '{"type":"update-track","id":1,"trackId":1,"framesPerSecond":241}', 'bad-message'],
    [
      'chat with an escape sequence',
      JSON.stringify({ type: 'chat', id: 1, messageId: ID, text: '\u001b[31m' }),
      'bad-message',
    ],
    ['data for 101', JSON.stringify({ type: 'send', id: 1, data: 1, to: Array(101).fill(ID) }), 'bad-message'],
    ['data for nobody with an id', JSON.stringify({ type: 'send', id: 1, data: 1, to: ['short'] }), 'bad-message'],
    ['16 KiB and a byte', `"${'x'.repeat(MAX_CONTROL_BYTES - 1)}"`, 'too-large'],
  ];
  for (const [name, text, code] of table) {
    it(name, () => {
      const error = errorOf(() => parseClientMessage(text));
      assert.equal(error.code, code);
      assert.ok(error.message.length < 400, `${error.message.length} characters`);
    });
  }

  it('errors name the field, and show only the beginning of what was received', () => {
    const { message } = errorOf(() => parseClientMessage(join({ name: 'x'.repeat(10_000) })));
    assert.match(message, /^"name" is wrong: /);
    assert.match(message, /…/);
  });
});

describe('what a relay may say', () => {
  const track = {
    id: 1,
    kind: 'video',
    source: 'camera',
    muted: false,
    codec: '',
    width: 0,
    height: 0,
    framesPerSecond: 0,
  };
  const participant = {
    id: ID,
    name: 'Ada',
    role: 'member',
    joinedAtMs: 1.5,
    connected: true,
    clockOffsetMicros: 0,
    tracks: [track],
  };
  const chat = { messageId: ID, sequence: 1, participantId: ID, name: 'Ada', text: 'x', atMs: 1 };
  const joinResult = {
    participantId: ID,
    resumed: false,
    participants: [participant],
    grants: ['publish', 'moderate'],
    room: { locked: false, waitingRoom: true },
    waiting: [{ id: ID, name: 'Ben' }],
    epoch: ID,
    chat: [chat],
  };
  const messages: readonly object[] = [
    { type: 'ack', id: 1 },
    { type: 'ack', id: 1, result: { anything: 1 } },
    { type: 'error', id: 1, code: 'room-full', message: 'This room is full.' },
    { type: 'error', code: 'later-code', message: 'x' },
    { type: 'participant-joined', participant },
    { type: 'participant-updated', participant },
    { type: 'participant-left', participantId: ID, reason: 'lost' },
    { type: 'keyframe-requested', trackId: 1 },
    { type: 'track-demand', trackId: 1, receivers: 3, struggling: 1 },
    { type: 'chat', epoch: ID, message: chat },
    { type: 'data', from: ID, data: [1] },
    { type: 'muted', trackId: 1, by: ID },
    { type: 'unmute-asked', source: 'camera', by: ID },
    { type: 'role-changed', role: 'guest', grants: ['publish'], by: ID },
    { type: 'room-updated', room: { locked: true, waitingRoom: false } },
    { type: 'waiting-updated', waiting: [{ id: ID, name: 'Ben' }] },
    { type: 'token-expiring', inMs: 60_000 },
    { type: 'draining', delayMs: 0 },
    { type: 'admitted', result: joinResult },
  ];
  for (const message of messages) {
    it(JSON.stringify(message), () => {
      assert.deepEqual(parseRelayMessage(JSON.stringify(message)), message);
    });
  }

  it('a type of a later version is nothing, and no error', () => {
    assert.equal(parseRelayMessage('{"type":"weather","degrees":21}'), undefined);
  });

  it('a known type that is wrong is an error', () => {
    assert.equal(errorOf(() => parseRelayMessage('{"type":"ack"}')).code, 'bad-message');
    assert.equal(errorOf(() => parseRelayMessage('nonsense')).code, 'bad-message');
  });

  it('the largest answer to a join fits: a room of 250, and 200 messages of 4,000 characters', () => {
    const full = { ...participant, name: '"'.repeat(64), tracks: Array(8).fill({ ...track, codec: 'x'.repeat(64) }) };
    const result = {
      ...joinResult,
      participants: Array(250).fill(full),
      waiting: Array(250).fill({ id: ID, name: '"'.repeat(64) }),
      chat: Array(200).fill({ ...chat, text: '"'.repeat(4_000) }),
    };
    const message = parseRelayMessage(JSON.stringify({ type: 'ack', id: 1, result }));
    assert.ok(v.is(JoinResult, (message as { result: unknown }).result));
  });
});
