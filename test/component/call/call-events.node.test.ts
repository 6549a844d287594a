import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventsBetween } from '../../../component/call/call-events.ts';
import { type CallAction, nextState } from '../../../component/call/call-reducer.ts';
import { type CallState, initialState } from '../../../component/call/call-state.ts';
import { receivedEntry } from '../../../component/call/chat-log.ts';
import type { RelayMessage } from '../../../component/protocol/control.ts';
import { CallError } from '../../../component/support/errors.ts';
import { EPOCH, joinResult, someone, track } from './fake-relay.ts';

const ME = 'participant-me--------';
const ADA = 'participant-ada-------';
const message = (messageId: string, participantId = ADA) => ({
  messageId,
  sequence: 1,
  participantId,
  name: 'x',
  text: 'hi',
  atMs: 1,
});
const join = (chat = [] as ReturnType<typeof message>[], resumed = false): CallAction => ({
  type: 'joined',
  result: joinResult(ME, [someone(ME), someone(ADA, { tracks: [track(1)] })], { resumed, chat }),
});
const connecting = nextState(initialState('Me'), { type: 'connecting' });
const joined = nextState(connecting, join());
const broken = nextState(joined, { type: 'reconnecting' });
const withCamera = (status: 'starting' | 'on' | 'off' | 'failed', error?: CallError): CallAction => ({
  type: 'source',
  source: 'camera',
  change: { status, error },
});
const starting = nextState(joined, withCamera('starting'));
const on = nextState(starting, withCamera('on'));
const promoted: RelayMessage = { type: 'role-changed', role: 'host', grants: ['publish', 'moderate'], by: ADA };
const waiter = (name: string) => ({ id: `waiting-${name}-----------`, name });
const refusal = new CallError('permission-denied', 'no');

describe('the events of a change', () => {
  const table: readonly [what: string, from: CallState, action: CallAction, types: readonly string[]][] = [
    ['connecting', initialState('Me'), { type: 'connecting' }, ['connection-change']],
    ['joining: and who is there', connecting, join(), ['connection-change', 'join', 'participant-join']],
    [
      'joining: what was said before is no news',
      connecting,
      join([message('m-1')]),
      ['connection-change', 'join', 'participant-join'],
    ],
    ['breaking', joined, { type: 'reconnecting' }, ['connection-change']],
    ['coming back is no joining', broken, join([], true), ['connection-change']],
    [
      'coming back: what was said meanwhile is news',
      broken,
      join([message('m-1')], true),
      ['connection-change', 'chat-message'],
    ],
    [
      'leaving',
      joined,
      { type: 'ended', reason: 'left', error: undefined },
      ['connection-change', 'participant-leave', 'leave'],
    ],
    [
      'being removed',
      joined,
      { type: 'ended', reason: 'removed', error: refusal },
      ['connection-change', 'participant-leave', 'error', 'leave'],
    ],
    [
      'never getting in',
      connecting,
      { type: 'ended', reason: 'refused', error: refusal },
      ['connection-change', 'error'],
    ],
    [
      'somebody leaving',
      joined,
      { type: 'relay', message: { type: 'participant-left', participantId: ADA, reason: 'left' } },
      ['participant-leave'],
    ],
    [
      'somebody muting',
      joined,
      {
        type: 'relay',
        message: { type: 'participant-updated', participant: someone(ADA, { tracks: [track(1, { muted: true })] }) },
      },
      ['participant-update'],
    ],
    [
      'somebody’s clock',
      joined,
      {
        type: 'relay',
        message: {
          type: 'participant-updated',
          participant: someone(ADA, { clockOffsetMicros: 9, tracks: [track(1)] }),
        },
      },
      [],
    ],
    [
      'a picture that begins to play',
      joined,
      { type: 'playback', trackId: 1, playback: 'playing' },
      ['participant-update'],
    ],
    [
      'a sound level',
      joined,
      { type: 'voices', voices: new Map([[ADA, { level: 0.3, speaking: true }]]), activeSpeakerId: ADA },
      [],
    ],
    [
      'a message',
      joined,
      { type: 'chat-entries', entries: [receivedEntry(message('m-2'), EPOCH, ME)] },
      ['chat-message'],
    ],
    ['being promoted', joined, { type: 'relay', message: promoted }, ['role-change']],
    [
      'being promoted again',
      nextState(joined, { type: 'relay', message: promoted }),
      { type: 'relay', message: promoted },
      [],
    ],
    [
      'a room that is locked',
      joined,
      { type: 'relay', message: { type: 'room-updated', room: { locked: true, waitingRoom: false } } },
      ['room-change'],
    ],
    [
      'two who wait, of whom one has waited before',
      nextState(joined, { type: 'relay', message: { type: 'waiting-updated', waiting: [waiter('a')] } }),
      { type: 'relay', message: { type: 'waiting-updated', waiting: [waiter('a'), waiter('b')] } },
      ['participant-waiting'],
    ],
    ['waiting oneself', connecting, { type: 'waiting', participantId: ME }, ['connection-change']],
    [
      'being let in',
      nextState(connecting, { type: 'waiting', participantId: ME }),
      join([message('m-1')]),
      ['connection-change', 'join', 'participant-join'],
    ],
    ['a camera being asked for', joined, withCamera('starting'), []],
    ['a camera that is on', starting, withCamera('on'), ['permission', 'camera-toggle']],
    ['a camera that is refused', starting, withCamera('failed', refusal), ['permission', 'error']],
    [
      'a camera that is pulled out',
      on,
      withCamera('failed', new CallError('device-lost', 'gone')),
      ['camera-toggle', 'error'],
    ],
    ['a camera that is turned off', on, withCamera('off'), ['camera-toggle']],
    ['quality', joined, { type: 'quality', quality: 'fair' }, ['quality-change']],
    ['blocked sound', joined, { type: 'audio-blocked', blocked: true }, ['audio-blocked']],
    [
      'leaving a poor and silent call',
      nextState(
        nextState(nextState(initialState('Me'), { type: 'connecting' }), { type: 'quality', quality: 'poor' }),
        {
          type: 'audio-blocked',
          blocked: true,
        },
      ),
      { type: 'ended', reason: 'left', error: undefined },
      ['connection-change'],
    ],
    ['nothing', joined, { type: 'quality', quality: 'good' }, []],
  ];
  for (const [what, from, action, types] of table) {
    it(what, () => {
      assert.deepEqual(
        eventsBetween(from, nextState(from, action), 'team').map(({ type }) => type),
        types,
      );
    });
  }

  it('carry what happened', () => {
    const [, joinEvent] = eventsBetween(connecting, joined, 'team');
    assert.deepEqual((joinEvent as CustomEvent).detail, { room: 'team', participantId: ME });
    const left = eventsBetween(joined, nextState(joined, { type: 'ended', reason: 'left', error: undefined }), 'team');
    assert.deepEqual((left.at(-1) as CustomEvent).detail, { room: 'team', reason: 'left' });
    const [permission] = eventsBetween(starting, nextState(starting, withCamera('failed', refusal)), 'team');
    assert.deepEqual((permission as CustomEvent).detail, { kind: 'camera', state: 'denied', error: refusal });
  });
});
