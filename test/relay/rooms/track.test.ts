/** One track: routing, keyframes, demand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RelayMessage, TrackKind } from 'stream-room/protocol/control';
import { micros } from 'stream-room/protocol/units';
import { DEMAND_INTERVAL_MS, Track } from '../../../relay/rooms/track.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryOutlet } from '../../support/memory-outlet.ts';

const ID = 7;

function createTrack(kind: TrackKind = 'video') {
  const clock = new ManualClock();
  const told: RelayMessage[] = [];
  const state = { id: ID, kind, source: 'camera', muted: false, codec: '', width: 0, height: 0, framesPerSecond: 0 };
  const track = new Track({ ...state, source: 'camera' }, clock, (message) => told.push(message));
  const route = (keyframe: boolean, bytes = new Uint8Array(1)) =>
    track.route(
      { trackId: ID, sequence: 0, timestamp: micros(0), keyframe, configured: false, rendition: 0, temporalLayer: 0 },
      bytes,
    );
  const requests = () => told.filter(({ type }) => type === 'keyframe-requested').length;
  const demand = () => told.filter(({ type }) => type === 'track-demand').at(-1);
  return { clock, told, track, route, requests, demand };
}

it('gives every outlet the same bytes, once', () => {
  const { track, route } = createTrack();
  const outlets = [new MemoryOutlet(), new MemoryOutlet()];
  for (const outlet of outlets) track.addOutlet(outlet);
  for (const outlet of outlets) track.addOutlet(outlet);
  const bytes = new Uint8Array([1]);
  route(true, bytes);
  for (const { packets } of outlets) {
    assert.equal(packets.length, 1);
    assert.equal(packets[0], bytes);
  }
});

it('gives nothing to an outlet that was taken away', () => {
  const { track, route } = createTrack();
  const outlet = new MemoryOutlet();
  track.addOutlet(outlet);
  track.removeOutlet(outlet);
  track.removeOutlet(outlet);
  route(true);
  assert.equal(outlet.packets.length, 0);
  assert.equal(outlet.opened.size, 0);
});

describe('keyframes', () => {
  it('are asked for each new receiver, coalesced', () => {
    const { track, requests, clock } = createTrack();
    for (let receiver = 0; receiver < 20; receiver++) track.addOutlet(new MemoryOutlet());
    assert.equal(requests(), 1);
    clock.advance(10_000);
    assert.equal(requests(), 2);
  });

  it('are not asked of audio, nor where nobody receives', () => {
    const audio = createTrack('audio');
    audio.track.addOutlet(new MemoryOutlet());
    assert.equal(audio.requests(), 0);
    const alone = createTrack();
    alone.track.requestKeyframe();
    assert.equal(alone.requests(), 0);
  });

  it('are asked for by an outlet that dropped one', () => {
    const { track, requests, clock, route } = createTrack();
    const outlet = new MemoryOutlet();
    track.addOutlet(outlet);
    route(true);
    clock.advance(10_000);
    assert.equal(requests(), 1);
    outlet.opened.get(ID)?.();
    assert.equal(requests(), 2);
  });

  it('are asked for when a muted track is heard again, and when its publisher is back', () => {
    const { track, requests, clock, route } = createTrack();
    const outlet = new MemoryOutlet();
    track.addOutlet(outlet);
    route(true);
    clock.advance(1_000);
    track.update({ muted: true });
    assert.equal(requests(), 1);
    track.update({ muted: false });
    assert.equal(requests(), 2);
    clock.advance(1_000);
    track.interrupt();
    assert.equal(requests(), 3);
    assert.deepEqual(outlet.interrupted, [ID]);
  });
});

it('changes only what an update names', () => {
  const { track } = createTrack();
  track.update({ codec: 'vp8', width: 640, height: undefined });
  assert.deepEqual(
    [track.state.codec, track.state.width, track.state.height, track.state.muted],
    ['vp8', 640, 0, false],
  );
});

describe('demand', () => {
  it('is told when the first receiver comes, then once a second at most', () => {
    const { track, demand, told, clock } = createTrack();
    const outlets = [new MemoryOutlet(), new MemoryOutlet(), new MemoryOutlet()];
    for (const outlet of outlets) track.addOutlet(outlet);
    assert.deepEqual(demand(), { type: 'track-demand', trackId: ID, receivers: 1, struggling: 0 });
    clock.advance(DEMAND_INTERVAL_MS);
    track.measureDemand();
    assert.deepEqual(demand(), { type: 'track-demand', trackId: ID, receivers: 3, struggling: 0 });
    const count = told.length;
    clock.advance(DEMAND_INTERVAL_MS);
    track.measureDemand();
    assert.equal(told.length, count, 'nothing changed');
  });

  it('counts those who lost more than a tenth', () => {
    const { track, demand, clock } = createTrack();
    const outlets = [0, 0.1, 0.11, 1].map((loss) => Object.assign(new MemoryOutlet(), { loss }));
    for (const outlet of outlets) track.addOutlet(outlet);
    clock.advance(DEMAND_INTERVAL_MS);
    track.measureDemand();
    assert.deepEqual(demand(), { type: 'track-demand', trackId: ID, receivers: 4, struggling: 2 });
  });

  it('is not lost where the measurement comes soon after a receiver did', () => {
    const { track, demand, clock } = createTrack();
    const outlet = new MemoryOutlet();
    track.addOutlet(outlet);
    outlet.loss = 1;
    clock.advance(DEMAND_INTERVAL_MS / 10);
    track.measureDemand();
    assert.deepEqual(demand(), { type: 'track-demand', trackId: ID, receivers: 1, struggling: 1 });
  });

  it('is told anew to a publisher that came back, even if nobody watches any more', () => {
    const { track, demand, clock, told } = createTrack();
    const outlet = new MemoryOutlet();
    track.addOutlet(outlet);
    track.removeOutlet(outlet);
    told.length = 0;
    clock.advance(5_000);
    track.interrupt();
    assert.deepEqual(demand(), { type: 'track-demand', trackId: ID, receivers: 0, struggling: 0 });
  });
});

it('ends for everybody', () => {
  const { track, route } = createTrack();
  const outlet = new MemoryOutlet();
  track.addOutlet(outlet);
  track.close();
  route(true);
  assert.equal(outlet.opened.size, 0);
  assert.equal(outlet.packets.length, 0);
});
