import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LatencyMeter } from '../../../component/playback/latency-meter.ts';

const NOW = 1_795_000_000_000_000;

describe('the latency meter', () => {
  it('has no figure until both clocks are known', () => {
    const meter = new LatencyMeter();
    meter.painted(NOW - 20_000, NOW, { own: undefined, publisher: 0 });
    meter.painted(NOW - 20_000, NOW, { own: 0, publisher: undefined });
    assert.equal(meter.figures(NOW), undefined);
  });

  it('compares instants on the relay’s clock', () => {
    const meter = new LatencyMeter();
    // The publisher is an hour ahead of the relay, this browser 5 s behind it; on the way for 42 ms.
    const offsets = { own: -5_000_000, publisher: 3_600_000_000 };
    meter.painted(NOW + 3_600_000_000, NOW - 5_000_000 + 42_000, offsets);
    assert.deepEqual(meter.figures(NOW - 5_000_000 + 42_000), { p50: 42, p95: 42, p99: 42 });
  });

  it('gives percentiles of the last ten seconds', () => {
    const meter = new LatencyMeter();
    const offsets = { own: 0, publisher: 0 };
    for (let i = 0; i < 100; i++) meter.painted(NOW - 500_000, NOW, offsets);
    const later = NOW + 11_000_000;
    for (let i = 1; i <= 100; i++) meter.painted(later - i * 1000, later, offsets);
    assert.deepEqual(meter.figures(later), { p50: 51, p95: 96, p99: 100 });
  });

  it('leaves out what only a wrong clock can explain', () => {
    const meter = new LatencyMeter();
    meter.painted(NOW + 3_000_000, NOW, { own: 0, publisher: 0 });
    meter.painted(NOW - 120_000_000, NOW, { own: 0, publisher: 0 });
    assert.equal(meter.figures(NOW), undefined);
  });
});
