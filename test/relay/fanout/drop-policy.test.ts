/** The drop policy as tables: what a link that is behind still gets. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  admit,
  createFlow,
  type Flow,
  PRESSURE,
  type Pressure,
  pressureOf,
} from '../../../relay/fanout/drop-policy.ts';

const KiB = 1024;

describe('pressure', () => {
  const table: readonly [
    queueDelayMs: number,
    unacknowledged: number,
    buffered: number,
    name: keyof typeof PRESSURE,
  ][] = [
    [0, 0, 0, 'open'],
    [60, 0, 64 * KiB, 'open'],
    [61, 0, 0, 'busy'],
    [0, 0, 65 * KiB, 'busy'],
    [151, 0, 0, 'behind'],
    [0, 0, 129 * KiB, 'behind'],
    [401, 0, 0, 'full'],
    [0, 0, 257 * KiB, 'full'],
    [0, 5 * 1024 * KiB, 0, 'full'],
    [100, 5 * 1024 * KiB, 0, 'full'],
    [1_001, 0, 0, 'jammed'],
    [0, 0, 1025 * KiB, 'jammed'],
    [1_001, 5 * 1024 * KiB, 0, 'jammed'],
  ];
  for (const [queueDelayMs, unacknowledged, buffered, name] of table) {
    it(`is ${name} at ${queueDelayMs} ms, ${unacknowledged} bytes under way, ${buffered} bytes buffered`, () => {
      assert.equal(pressureOf(queueDelayMs, unacknowledged, buffered), PRESSURE[name]);
    });
  }
});

const key = { keyframe: true, temporalLayer: 0 };
const delta = { keyframe: false, temporalLayer: 0 };
const layer = (temporalLayer: number) => ({ keyframe: false, temporalLayer });
const ALL = Object.values(PRESSURE);

/** Verdicts for a sequence of packets, each under its pressure. */
const verdicts = (
  flow: Flow,
  ...steps: readonly (readonly [{ keyframe: boolean; temporalLayer: number }, Pressure])[]
) => steps.map(([packet, pressure]) => admit(packet, flow, pressure));

describe('audio', () => {
  it('is sent under every pressure but the last', () => {
    assert.deepEqual(
      ALL.map((pressure) => admit(key, createFlow('audio'), pressure)),
      ['send', 'send', 'send', 'send', 'drop'],
    );
  });

  it('is never dropped where any video would be sent', () => {
    for (const pressure of ALL) {
      if (admit(key, createFlow('audio'), pressure) === 'send') continue;
      for (const packet of [key, delta, layer(1)]) {
        for (const state of [
          {},
          { needsKeyframe: false },
          { keyframesInRow: 9 },
          { keyframesInRow: 9, needsKeyframe: false },
        ]) {
          assert.notEqual(admit(packet, { ...createFlow('video'), ...state }, pressure), 'send');
        }
      }
    }
  });

  it('starts again by itself: every packet of it stands alone', () => {
    const flow = createFlow('audio');
    assert.deepEqual(verdicts(flow, [key, PRESSURE.jammed], [key, PRESSURE.full]), ['drop', 'send']);
  });
});

describe('video', () => {
  it('starts with a keyframe', () => {
    const flow = createFlow('video');
    assert.deepEqual(verdicts(flow, [delta, 0], [layer(1), 0], [key, 0], [delta, 0]), ['drop', 'drop', 'send', 'send']);
  });

  it('does not start on a link that is busy', () => {
    const flow = createFlow('video');
    assert.deepEqual(verdicts(flow, [key, PRESSURE.busy], [delta, 0], [key, 0]), ['drop', 'drop', 'send']);
  });

  it('goes on while the link is busy', () => {
    const flow = createFlow('video');
    const steps = [
      [key, 0],
      [delta, PRESSURE.busy],
      [key, PRESSURE.behind],
      [delta, PRESSURE.behind],
    ] as const;
    assert.deepEqual(verdicts(flow, ...steps), ['send', 'send', 'send', 'send']);
  });

  it('gives up higher temporal layers first, and keeps the base layer', () => {
    const flow = createFlow('video');
    verdicts(flow, [key, 0]);
    assert.deepEqual(
      verdicts(flow, [layer(2), PRESSURE.behind], [layer(1), PRESSURE.behind], [layer(0), PRESSURE.behind]),
      ['drop', 'drop', 'send'],
    );
    assert.equal(flow.needsKeyframe, false);
  });

  it('drops what may build on a dropped layer until the next packet of the base layer', () => {
    const flow = createFlow('video');
    verdicts(flow, [key, 0], [layer(1), PRESSURE.behind]);
    assert.deepEqual(verdicts(flow, [layer(2), 0], [layer(1), 0], [layer(0), 0], [layer(1), 0], [layer(2), 0]), [
      'drop',
      'drop',
      'send',
      'send',
      'send',
    ]);
  });

  it('once a base packet is dropped, drops everything until a keyframe that the link can take', () => {
    const flow = createFlow('video');
    verdicts(flow, [key, 0], [delta, 0]);
    assert.deepEqual(
      verdicts(
        flow,
        [delta, PRESSURE.full],
        [delta, 0],
        [layer(1), 0],
        [key, PRESSURE.busy],
        [delta, 0],
        [key, 0],
        [delta, 0],
      ),
      ['drop', 'drop', 'drop', 'drop', 'drop', 'send', 'send'],
    );
  });

  it('never sends a delta whose predecessor was dropped, whatever the pressure does', () => {
    // Every sequence of six pressures, with a keyframe in front and in the middle.
    const flowAfter = [key, delta, delta, key, delta, delta];
    for (let number = 0; number < 5 ** 6; number++) {
      const flow = createFlow('video');
      let isWhole = false;
      flowAfter.forEach((packet, index) => {
        const verdict = admit(packet, flow, ALL[Math.floor(number / 5 ** index) % 5] as Pressure);
        if (packet.keyframe) isWhole = verdict === 'send';
        else if (verdict === 'send') assert.ok(isWhole);
        else isWhole = false;
      });
    }
  });
});

describe('pictures that stand alone (MJPEG)', () => {
  const standingAlone = () => {
    const flow = createFlow('video');
    verdicts(flow, [key, 0], [key, 0], [key, 0]);
    return flow;
  };

  it('wait for the link, the newest in place of the one before', () => {
    assert.deepEqual(
      verdicts(standingAlone(), [key, PRESSURE.busy], [key, PRESSURE.full], [key, PRESSURE.jammed], [key, 0]),
      ['wait', 'wait', 'wait', 'send'],
    );
  });

  it('are not confused with a repeated keyframe of a codec with deltas', () => {
    const flow = createFlow('video');
    assert.deepEqual(verdicts(flow, [key, 0], [key, PRESSURE.busy], [delta, PRESSURE.busy]), ['send', 'send', 'send']);
  });

  it('are no longer taken for such once a delta comes', () => {
    const flow = standingAlone();
    assert.deepEqual(verdicts(flow, [delta, 0], [key, PRESSURE.busy], [delta, PRESSURE.busy]), [
      'send',
      'send',
      'send',
    ]);
  });
});
