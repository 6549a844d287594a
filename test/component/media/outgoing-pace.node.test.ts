import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VideoSettings } from '../../../component/media/messages.ts';
import { OutgoingPace } from '../../../component/media/outgoing-pace.ts';

const SETTINGS: VideoSettings = { codec: 'auto', quality: '720p', framesPerSecond: 30, content: 'motion' };
const HD = { width: 1280, height: 720 };
const calm = { queueDelayMs: 0, bufferedMs: 0, sentBps: 1e6, strugglingRatio: 0, encodeMs: 3 };

describe('the pace of what goes out', () => {
  it('is what was asked for before anything is known', () => {
    const pace = new OutgoingPace(SETTINGS, 2);
    assert.equal(pace.now, undefined);
    assert.equal(pace.framesPerSecond, 30);
  });

  it('follows source, settings and codec', () => {
    const pace = new OutgoingPace(SETTINGS, 2);
    assert.deepEqual(pace.follow(HD, 'h264', 0)?.size, HD);
    pace.settings = { ...SETTINGS, quality: '360p', framesPerSecond: 15 };
    const less = pace.follow(HD, 'h264', 0);
    assert.deepEqual(less?.size, { width: 640, height: 360 });
    assert.equal(less?.framesPerSecond, 15);
    assert.deepEqual(pace.follow({ width: 640, height: 480 }, 'vp8', 0)?.size, { width: 480, height: 360 });
  });

  it('keeps the share of the bitrate when the codec changes: MJPEG takes more for the same picture', () => {
    const pace = new OutgoingPace(SETTINGS, 2);
    const before = pace.follow(HD, 'h264', 0)!.bitrateBps;
    const after = pace.follow(HD, 'mjpeg', 0)!.bitrateBps;
    assert.ok(after > before * 4);
    assert.equal(Math.round(pace.follow(HD, 'h264', 0)!.bitrateBps), Math.round(before));
  });

  it('gives way to the network and comes back', () => {
    const pace = new OutgoingPace(SETTINGS, 2);
    const full = pace.follow(HD, 'h264', 0)!;
    let nowMs = 0;
    const run = (seconds: number, change: Partial<typeof calm>) => {
      for (const end = nowMs + seconds * 1000; nowMs < end; nowMs += 100) {
        pace.sample({ nowMs, ...calm, sentBps: pace.now!.bitrateBps, ...change });
      }
    };
    run(3, { queueDelayMs: 600 });
    assert.ok(pace.now!.size.width < full.size.width && pace.now!.framesPerSecond < 30);
    assert.equal(pace.now!.limitedBy, 'network');
    run(120, {});
    assert.deepEqual([pace.now!.size, pace.now!.framesPerSecond, pace.now!.limitedBy], [HD, 30, 'none']);
  });

  it('admits frames at its own rate', () => {
    const pace = new OutgoingPace({ ...SETTINGS, framesPerSecond: 10 }, 2);
    pace.follow(HD, 'h264', 0);
    let admitted = 0;
    for (let i = 0; i < 30; i++) if (pace.admits((i * 1000) / 30)) admitted++;
    assert.equal(admitted, 10);
  });
});
