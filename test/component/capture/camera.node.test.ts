import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cameraConstraints } from '../../../component/capture/camera.ts';
import type { VideoCodecChoice, VideoQuality } from '../../../component/media/messages.ts';

describe('the size asked of a camera', () => {
  const table: readonly [VideoQuality, VideoCodecChoice, processors: number, width: number, height: number][] = [
    ['360p', 'auto', 8, 640, 360],
    ['720p', 'auto', 2, 1280, 720],
    ['1080p', 'mjpeg', 2, 1920, 1080],
    ['auto', 'auto', 8, 1280, 720],
    ['auto', 'auto', 2, 640, 480],
    ['auto', 'mjpeg', 16, 640, 480],
  ];
  for (const [quality, codec, processors, width, height] of table) {
    it(`${quality} as ${codec} on ${processors} processors is ${width}×${height}, as a wish`, () => {
      assert.deepEqual(cameraConstraints({ quality, codec, framesPerSecond: 24 }, processors), {
        width: { ideal: width },
        height: { ideal: height },
        frameRate: { ideal: 24 },
      });
    });
  }
});
