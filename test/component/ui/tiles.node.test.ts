import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { initialState } from '../../../component/call/call-state.ts';
import { SELF, tilesOf } from '../../../component/ui/tiles.ts';
import { participant, remoteTrack } from '../support/fake-call.ts';

const state = initialState('Ada');
const only = (...args: Parameters<typeof participant>) => {
  const [tile] = tilesOf({ ...state, participants: [participant(...args)] });
  assert.ok(tile);
  return tile;
};
const sound = (muted: boolean) => remoteTrack(90, { kind: 'audio', source: 'microphone', muted });

describe('tilesOf', () => {
  it('has the others in order, oneself after them, screens last', () => {
    const sharing = participant('Bo', { tracks: [remoteTrack(1), remoteTrack(2, { source: 'screen' })] });
    const tiles = tilesOf({ ...state, participants: [sharing, participant('Cy')] });
    assert.deepEqual(
      tiles.map(({ kind }) => kind),
      ['camera', 'camera', 'self', 'screen'],
    );
    assert.equal(tiles[3]?.participantId, sharing.id);
    assert.equal(tiles[3]?.trackId, 2);
    assert.equal(tiles[2]?.id, SELF);
    assert.equal(tiles[2]?.participantId, undefined);
  });

  it('shows a picture once a frame has been painted', () => {
    for (const [playback, isShown] of [
      ['unsubscribed', false],
      ['waiting', false],
      ['playing', true],
      ['stalled', true],
    ] as const) {
      assert.equal(only('Bo', { tracks: [remoteTrack(1, { playback })] }).hasPicture, isShown, playback);
    }
    assert.ok(only('Bo', { tracks: [remoteTrack(1, { playback: 'stalled' })] }).isStalled);
  });

  it('shows no picture of a camera that is off, but keeps its track', () => {
    const tile = only('Bo', { tracks: [remoteTrack(7, { playback: 'playing', muted: true })] });
    assert.equal(tile.hasPicture, false);
    assert.equal(tile.trackId, 7);
  });

  it('prefers a live picture to one that is off', () => {
    assert.equal(only('Bo', { tracks: [remoteTrack(1, { muted: true }), remoteTrack(2)] }).trackId, 2);
  });

  it('counts as muted whoever has no live microphone; a screen’s sound is none', () => {
    assert.equal(only('Bo', { tracks: [] }).isMuted, true);
    assert.equal(only('Bo', { tracks: [sound(true)] }).isMuted, true);
    assert.equal(only('Bo', { tracks: [sound(false)] }).isMuted, false);
    const screenSound = remoteTrack(4, { kind: 'audio', source: 'screen-audio' });
    assert.equal(only('Bo', { tracks: [screenSound] }).isMuted, true);
  });

  it('marks oneself while the own connection is poor, and nobody else', () => {
    const tiles = tilesOf({ ...state, quality: 'poor', participants: [participant('Bo')] });
    assert.deepEqual(
      tiles.map(({ isWeak }) => isWeak),
      [false, true],
    );
  });

  it('tells whose connection is lost and who speaks', () => {
    const tile = only('Bo', { connected: false, speaking: true });
    assert.deepEqual([tile.isConnected, tile.isSpeaking], [false, true]);
  });

  it('shows oneself by the own camera, and speaking only with the microphone on', () => {
    const stream = {} as MediaStream;
    const on = { ...state, camera: { ...state.camera, status: 'on' as const, stream } };
    assert.equal(tilesOf(on)[0]?.stream, stream);
    const loud = { ...state.microphone, level: 0.9 };
    assert.equal(tilesOf({ ...state, microphone: { ...loud, status: 'on' } })[0]?.isSpeaking, true);
    assert.equal(tilesOf({ ...state, microphone: loud })[0]?.isSpeaking, false);
    assert.equal(tilesOf({ ...state, microphone: loud })[0]?.isMuted, true);
  });
});
