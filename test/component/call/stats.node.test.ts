import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nextState } from '../../../component/call/call-reducer.ts';
import { initialState } from '../../../component/call/call-state.ts';
import { callStats } from '../../../component/call/stats.ts';
import type { TrackReport } from '../../../component/media/messages.ts';
import { joinResult, someone, track } from './fake-relay.ts';

const ME = 'participant-me--------';
const ADA = 'participant-ada-------';
const state = nextState(initialState('Me'), {
  type: 'joined',
  result: joinResult(ME, [someone(ME), someone(ADA, { tracks: [track(4), track(5, { kind: 'audio' })] })]),
});
const figures = { codec: 'vp8', width: 640, height: 480, framesPerSecond: 29.8, bitrateBps: 500_000, packets: 90 };

it('statistics have every track that is sent or could be received, each with its owner', () => {
  const reports: TrackReport[] = [
    { ...figures, direction: 'out', kind: 'video', trackId: 2, key: 'camera', dropped: { 'uplink-full': 1 } },
    { ...figures, direction: 'out', kind: 'audio', trackId: undefined, key: 'microphone', dropped: {} },
    {
      ...figures,
      direction: 'in',
      kind: 'video',
      trackId: 4,
      participantId: ADA,
      dropped: { relay: 2 },
      glassToGlassMs: { p50: 12, p95: 20, p99: 31 },
      codecMs: 1.5,
    },
  ];
  const { transport, tracks } = callStats(nextState(state, { type: 'round-trip', roundTripMs: 8 }), reports);
  assert.equal(transport, 'websocket');
  assert.deepEqual(
    tracks.map(({ participantId, trackId, direction, kind, source }) => [
      participantId,
      trackId,
      direction,
      kind,
      source,
    ]),
    [
      [ME, 2, 'out', 'video', 'camera'],
      [ME, undefined, 'out', 'audio', 'microphone'],
      [ADA, 4, 'in', 'video', 'camera'],
      [ADA, 5, 'in', 'audio', 'microphone'],
    ],
  );
  assert.deepEqual(tracks[2]?.glassToGlassMs, { p50: 12, p95: 20, p99: 31 });
  assert.deepEqual(tracks[2]?.dropped, { relay: 2 });
  assert.equal(tracks[2]?.codecMs, 1.5);
  assert.equal(tracks[3]?.packets, 0, 'nobody receives it, and it is there all the same');
});

it('statistics of a call that was never joined are empty', () => {
  assert.deepEqual(callStats(initialState('Me'), []), { transport: 'websocket', roundTripMs: undefined, tracks: [] });
});

it('a report of a track that has left the room is left out', () => {
  const gone: TrackReport = { ...figures, direction: 'in', kind: 'video', trackId: 77, dropped: {} };
  assert.equal(
    callStats(state, [gone]).tracks.some(({ trackId }) => trackId === 77),
    false,
  );
});
