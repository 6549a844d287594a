import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CallAction, nextState } from '../../../component/call/call-reducer.ts';
import { type CallState, initialState } from '../../../component/call/call-state.ts';
import { CallError } from '../../../component/support/errors.ts';
import { joinResult, someone, track } from './fake-relay.ts';

const ME = 'participant-me--------';
const ADA = 'participant-ada-------';
const BOB = 'participant-bob-------';

const join = (others: ReturnType<typeof someone>[], resumed = false): CallAction => ({
  type: 'joined',
  result: joinResult(ME, [someone(ME), ...others], { resumed }),
});
const after = (...actions: CallAction[]): CallState => actions.reduce(nextState, initialState('Me'));
const room = after({ type: 'connecting' }, join([someone(ADA, { tracks: [track(1), track(2, { kind: 'audio' })] })]));

describe('the state of a call', () => {
  const steps: readonly [
    what: string,
    from: CallState,
    action: CallAction,
    change: (state: CallState) => unknown,
    to: unknown,
  ][] = [
    [
      'connecting clears the last end',
      after({ type: 'ended', reason: 'left', error: undefined }),
      { type: 'connecting' },
      (s) => [s.connection, s.endReason],
      ['connecting', undefined],
    ],
    [
      'joining shows the others, not oneself',
      initialState('Me'),
      join([someone(ADA), someone(ME)]),
      (s) => s.participants.map(({ id }) => id),
      [ADA],
    ],
    [
      'joining says who one is',
      initialState('Me'),
      join([]),
      (s) => [s.connection, s.participantId],
      ['connected', ME],
    ],
    [
      'everybody stands in order of joining',
      initialState('Me'),
      join([someone(BOB, { joinedAtMs: 9 }), someone(ADA, { joinedAtMs: 3 })]),
      (s) => s.participants.map(({ id }) => id),
      [ADA, BOB],
    ],
    [
      'a newcomer comes last',
      room,
      { type: 'relay', message: { type: 'participant-joined', participant: someone(BOB) } },
      (s) => s.participants.map(({ id }) => id),
      [ADA, BOB],
    ],
    [
      'a newcomer who is known stays one',
      room,
      { type: 'relay', message: { type: 'participant-joined', participant: someone(ADA, { name: 'Again' }) } },
      (s) => s.participants.map(({ name }) => name),
      ['Again'],
    ],
    [
      'news of oneself is no participant',
      room,
      { type: 'relay', message: { type: 'participant-joined', participant: someone(ME) } },
      (s) => s === room,
      true,
    ],
    [
      'an update replaces tracks',
      room,
      { type: 'relay', message: { type: 'participant-updated', participant: someone(ADA, { tracks: [track(5)] }) } },
      (s) => s.participants[0]?.tracks.map(({ id, playback }) => [id, playback]),
      [[5, 'unsubscribed']],
    ],
    [
      'who leaves is gone',
      room,
      { type: 'relay', message: { type: 'participant-left', participantId: ADA, reason: 'left' } },
      (s) => s.participants,
      [],
    ],
    [
      'who was never there cannot leave',
      room,
      { type: 'relay', message: { type: 'participant-left', participantId: BOB, reason: 'left' } },
      (s) => s === room,
      true,
    ],
    [
      'a broken connection keeps the room',
      room,
      { type: 'reconnecting' },
      (s) => [s.connection, s.participants.length],
      ['reconnecting', 1],
    ],
    [
      'the end empties the room and keeps the reason',
      room,
      { type: 'ended', reason: 'replaced', error: new CallError('replaced', 'x') },
      (s) => [s.connection, s.endReason, s.error?.code, s.participants.length],
      ['ended', 'replaced', 'replaced', 0],
    ],
    [
      'playback belongs to its track',
      room,
      { type: 'playback', trackId: 2, playback: 'playing' },
      (s) => s.participants[0]?.tracks.map(({ playback }) => playback),
      ['unsubscribed', 'playing'],
    ],
    [
      'playback of an unknown track changes nothing',
      room,
      { type: 'playback', trackId: 99, playback: 'playing' },
      (s) => s === room,
      true,
    ],
    [
      'voices reach their participants',
      room,
      { type: 'voices', voices: new Map([[ADA, { level: 0.5, speaking: true }]]), activeSpeakerId: ADA },
      (s) => [s.participants[0]?.level, s.participants[0]?.speaking, s.activeSpeakerId],
      [0.5, true, ADA],
    ],
    [
      'the same voices change nothing',
      room,
      { type: 'voices', voices: new Map(), activeSpeakerId: undefined },
      (s) => s === room,
      true,
    ],
    [
      'a source changes by itself',
      room,
      { type: 'source', source: 'camera', change: { status: 'starting' } },
      (s) => [s.camera.status, s.microphone.status],
      ['starting', 'off'],
    ],
    [
      'the same source changes nothing',
      room,
      { type: 'source', source: 'camera', change: { status: 'off' } },
      (s) => s === room,
      true,
    ],
    [
      'the same round trip changes nothing',
      after({ type: 'round-trip', roundTripMs: 7 }),
      { type: 'round-trip', roundTripMs: 7 },
      (s) => s.roundTripMs,
      7,
    ],
    ['blocked sound is noted', room, { type: 'audio-blocked', blocked: true }, (s) => s.audioBlocked, true],
    ['quality is noted', room, { type: 'quality', quality: 'poor' }, (s) => s.quality, 'poor'],
    [
      'a message of ours is not a change',
      room,
      { type: 'relay', message: { type: 'keyframe-requested', trackId: 1 } },
      (s) => s === room,
      true,
    ],
  ];
  for (const [what, from, action, change, to] of steps) {
    it(what, () => {
      const frozen = JSON.stringify(from);
      assert.deepEqual(change(nextState(from, action)), to);
      assert.equal(JSON.stringify(from), frozen, 'the state before is not touched');
    });
  }

  it('an update keeps playback and voice of tracks that stay', () => {
    const state = [
      { type: 'playback', trackId: 1, playback: 'playing' },
      { type: 'voices', voices: new Map([[ADA, { level: 0.4, speaking: true }]]), activeSpeakerId: ADA },
      {
        type: 'relay',
        message: { type: 'participant-updated', participant: someone(ADA, { name: 'A.', tracks: [track(1)] }) },
      },
    ].reduce<CallState>((s, action) => nextState(s, action as CallAction), room);
    const [ada] = state.participants;
    assert.equal(ada?.tracks[0]?.playback, 'playing');
    assert.equal(ada?.speaking, true);
    assert.equal(ada?.name, 'A.');
  });

  it('a resumed connection shows who left meanwhile as gone', () => {
    const state = [{ type: 'reconnecting' } as const, join([], true)].reduce<CallState>(nextState, room);
    assert.deepEqual(state.participants, []);
  });

  it('a relay that forgot everybody keeps their places, disconnected, until they are forgotten', () => {
    const waiting = [{ type: 'reconnecting' } as const, join([], false)].reduce<CallState>(nextState, room);
    assert.deepEqual(
      waiting.participants.map(({ id, connected, tracks }) => [id, connected, tracks.length]),
      [[ADA, false, 0]],
    );
    const forgotten = nextState(waiting, { type: 'forget', participantIds: new Set([ADA]) });
    assert.deepEqual(forgotten.participants, []);
  });

  it('the active speaker who leaves is nobody any more', () => {
    const speaking = nextState(room, { type: 'voices', voices: new Map(), activeSpeakerId: ADA });
    const left = nextState(speaking, {
      type: 'relay',
      message: { type: 'participant-left', participantId: ADA, reason: 'left' },
    });
    assert.equal(left.activeSpeakerId, undefined);
  });
});
