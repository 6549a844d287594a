import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeSize } from '../../../component/encode/frame-size.ts';
import type { VideoQuality, VideoSettings } from '../../../component/media/messages.ts';

describe('the size of encoded frames', () => {
  type Row = [from: string, quality: VideoQuality, content: VideoSettings['content'], scale: number, to: string];
  const table: Row[] = [
    ['1280x720', 'auto', 'motion', 1, '1280x720'],
    ['1920x1080', 'auto', 'motion', 1, '1280x720'],
    ['1920x1080', 'auto', 'detail', 1, '1920x1080'],
    ['2560x1440', 'auto', 'detail', 1, '1920x1080'],
    ['1920x1080', '360p', 'motion', 1, '640x360'],
    ['1920x1080', '720p', 'detail', 1, '1280x720'],
    ['3840x2160', '1080p', 'motion', 1, '1920x1080'],
    // Never enlarged.
    ['640x480', '1080p', 'motion', 1, '640x480'],
    ['320x240', '360p', 'motion', 1, '320x240'],
    // A phone held upright: the shorter side counts.
    ['720x1280', '360p', 'motion', 1, '360x640'],
    ['1280x720', 'auto', 'motion', 0.5, '640x360'],
    ['1280x720', 'auto', 'motion', 0.75, '960x540'],
    // Never so small that nobody is recognized, and never odd.
    ['640x360', 'auto', 'motion', 0.1, '160x90'],
    ['641x361', 'auto', 'motion', 1, '640x360'],
    ['1x1', 'auto', 'motion', 1, '2x2'],
  ];
  const parse = (text: string) => {
    const [width = 0, height = 0] = text.split('x').map(Number);
    return { width, height };
  };
  for (const [from, quality, content, scale, to] of table) {
    it(`${from}, ${quality}, ${content}, scaled by ${scale}: ${to}`, () =>
      assert.deepEqual(encodeSize(parse(from), { quality, content }, scale), parse(to)));
  }

  it('keeps to a number of pixels', () => {
    const size = encodeSize({ width: 640, height: 480 }, { quality: 'auto', content: 'motion' }, 1, 632 * 474);
    assert.deepEqual(size, { width: 632, height: 474 });
  });
});
