import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lossBetween, type QualityFigures, qualityVerdict } from '../../../component/call/quality.ts';
import type { TrackReport } from '../../../component/media/messages.ts';

const good: QualityFigures = { roundTripMs: 30, lostRatio: 0, stalledTracks: 0, limitedBy: 'none' };

describe('the verdict', () => {
  const table: readonly [figures: Partial<QualityFigures>, verdict: string][] = [
    [{}, 'good'],
    [{ roundTripMs: undefined }, 'good'],
    [{ roundTripMs: 199 }, 'good'],
    [{ roundTripMs: 200 }, 'fair'],
    [{ roundTripMs: 500 }, 'poor'],
    [{ lostRatio: 0.01 }, 'good'],
    [{ lostRatio: 0.02 }, 'fair'],
    [{ lostRatio: 0.1 }, 'poor'],
    [{ limitedBy: 'network' }, 'fair'],
    [{ limitedBy: 'processor' }, 'fair'],
    [{ stalledTracks: 1 }, 'poor'],
    [{ limitedBy: 'network', lostRatio: 0.5 }, 'poor'],
  ];
  for (const [figures, verdict] of table) {
    it(`${JSON.stringify(figures)} is ${verdict}`, () => {
      assert.equal(qualityVerdict({ ...good, ...figures }), verdict);
    });
  }
});

describe('the loss between two reports', () => {
  const report = (packets: number, dropped: Record<string, number>, about: Partial<TrackReport> = {}): TrackReport => ({
    direction: 'in',
    kind: 'video',
    trackId: 1,
    codec: 'vp8',
    width: 640,
    height: 480,
    framesPerSecond: 30,
    bitrateBps: 0,
    packets,
    dropped,
    ...about,
  });

  it('is nothing where nothing was dropped, or nothing sent', () => {
    assert.equal(lossBetween([], []), 0);
    assert.equal(lossBetween([report(0, {})], [report(100, {})]), 0);
  });

  it('is what the network dropped of what was sent since', () => {
    assert.equal(lossBetween([report(100, { relay: 50 })], [report(190, { relay: 60 })]), 0.1);
    assert.equal(lossBetween([], [report(60, { relay: 10, late: 10, 'uplink-full': 20 })]), 0.4);
  });

  it('is not what the processor or a start dropped', () => {
    assert.equal(
      lossBetween([report(0, {})], [report(50, { 'encoder-busy': 40, 'decoder-busy': 3, 'no-keyframe': 9 })]),
      0,
    );
  });

  it('does not mix up tracks, nor count backwards when one starts anew', () => {
    const before = [report(500, { relay: 90 }), report(10, {}, { direction: 'out', key: 'camera' })];
    const after = [report(20, { relay: 0 }), report(30, {}, { direction: 'out', key: 'camera', trackId: 9 })];
    assert.equal(lossBetween(before, after), 0);
  });
});
