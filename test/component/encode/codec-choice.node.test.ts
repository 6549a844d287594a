import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodecChoice, codecOrder, codecString, maxPixels } from '../../../component/encode/codec-choice.ts';
import type { VideoCodecChoice } from '../../../component/media/messages.ts';

describe('the choice of a codec', () => {
  const orders: Record<VideoCodecChoice, string> = {
    auto: 'h264 vp8 vp9 av1 mjpeg',
    h264: 'h264 vp8 vp9 av1 mjpeg',
    vp8: 'vp8 h264 vp9 av1 mjpeg',
    vp9: 'vp9 h264 vp8 av1 mjpeg',
    av1: 'av1 h264 vp8 vp9 mjpeg',
    mjpeg: 'mjpeg h264 vp8 vp9 av1',
  };
  for (const [choice, order] of Object.entries(orders)) {
    it(`tries for ${choice}: ${order}`, () => {
      assert.equal(codecOrder(choice as VideoCodecChoice).join(' '), order);
      const codecs = new CodecChoice(choice as VideoCodecChoice);
      const tried: string[] = [];
      for (let codec = codecs.current; codec; codec = codecs.current) {
        tried.push(codec);
        codecs.failed(0);
      }
      assert.equal(tried.join(' '), order);
    });
  }

  it('tries a codec again that had proven itself, once it fails after all', () => {
    const codecs = new CodecChoice('auto');
    codecs.failed(60_000);
    assert.equal(codecs.current, 'h264');
    codecs.failed(200);
    assert.equal(codecs.current, 'vp8');
  });

  it('leaves out codecs that failed before in this browser, unless nothing else is left', () => {
    assert.equal(new CodecChoice('auto', new Set(['h264'])).current, 'vp8');
    assert.equal(new CodecChoice('h264', new Set(['h264'])).current, 'vp8');
    assert.equal(new CodecChoice('auto', new Set(['h264', 'vp8', 'vp9', 'av1', 'mjpeg'] as const)).current, 'h264');
  });

  it('uses none that somebody cannot show, even where it was asked for; MJPEG everybody can', () => {
    assert.equal(codecOrder('auto', ['h264']).join(' '), 'vp8 vp9 av1 mjpeg');
    assert.equal(codecOrder('av1', ['av1', 'h264', 'x265']).join(' '), 'vp8 vp9 mjpeg');
    assert.equal(codecOrder('vp8', ['av1', 'h264', 'vp8', 'vp9', 'mjpeg']).join(' '), 'mjpeg');
    assert.equal(new CodecChoice('auto', new Set(['vp8']), ['h264']).current, 'vp9');
  });

  it('tries VP8 where H.264 is too slow, and goes back where that is slower still', () => {
    const codecs = new CodecChoice('auto');
    assert.equal(codecs.tooSlow(20), true);
    assert.equal(codecs.current, 'vp8');
    assert.equal(codecs.tooSlow(200), true);
    assert.equal(codecs.current, 'h264');
    assert.equal(codecs.tooSlow(25), false);
    assert.equal(codecs.current, 'h264');
  });

  it('keeps VP8 where it is the quicker of two slow ones', () => {
    const codecs = new CodecChoice('auto');
    codecs.tooSlow(40);
    assert.equal(codecs.tooSlow(20), false);
    assert.equal(codecs.current, 'vp8');
  });

  it('never changes a codec that was asked for because it is slow', () => {
    const codecs = new CodecChoice('av1');
    assert.equal(codecs.tooSlow(500), false);
    assert.equal(codecs.current, 'av1');
  });

  const strings = [
    ['h264', 640, 480, 'avc1.42E01F'],
    ['h264', 1280, 720, 'avc1.42E01F'],
    ['h264', 1920, 1080, 'avc1.42E02A'],
    ['h264', 3840, 2160, 'avc1.42E034'],
    ['vp8', 1920, 1080, 'vp8'],
    ['vp9', 640, 480, 'vp09.00.31.08'],
    ['av1', 1920, 1080, 'av01.0.09M.08'],
  ] as const;
  for (const [codec, width, height, expected] of strings) {
    it(`names ${codec} at ${width}×${height} ${expected}`, () =>
      assert.equal(codecString(codec, { width, height }), expected));
  }

  it('keeps VP8 just below two threads on few cores, where that costs nothing to see', () => {
    assert.ok(maxPixels('vp8', { width: 640, height: 480 }, 2) < 640 * 480);
    assert.equal(maxPixels('vp8', { width: 640, height: 480 }, 8), Number.POSITIVE_INFINITY);
    assert.equal(maxPixels('vp8', { width: 640, height: 360 }, 2), Number.POSITIVE_INFINITY);
    assert.equal(maxPixels('vp8', { width: 1280, height: 720 }, 2), Number.POSITIVE_INFINITY);
    assert.equal(maxPixels('h264', { width: 640, height: 480 }, 2), Number.POSITIVE_INFINITY);
  });
});
