import assert from 'node:assert/strict';
import { it } from 'node:test';
import { knownOptions } from '../../../component/call/call-options.ts';
import { mediaDescription } from '../../../component/call/media-description.ts';

const options = knownOptions({
  relay: '',
  room: '',
  name: '',
  codec: 'vp9',
  quality: '720p',
  framesPerSecond: 24,
});

it('without an encoder of the browser’s all video is MJPEG', () => {
  assert.equal(globalThis.VideoEncoder, undefined, 'Node has none');
  assert.deepEqual(mediaDescription('camera', options), {
    kind: 'video',
    settings: { codec: 'mjpeg', quality: '720p', framesPerSecond: 24, content: 'motion' },
  });
});

it('with one it is what was asked for; screens keep detail and give up motion', () => {
  Object.assign(globalThis, { VideoEncoder: class {} });
  try {
    assert.deepEqual(mediaDescription('camera', options), {
      kind: 'video',
      settings: { codec: 'vp9', quality: '720p', framesPerSecond: 24, content: 'motion' },
    });
    assert.deepEqual(mediaDescription('screen', options), {
      kind: 'video',
      settings: { codec: 'vp9', quality: '1080p', framesPerSecond: 15, content: 'detail' },
    });
    assert.deepEqual(mediaDescription('camera', options, ['h264']), {
      kind: 'video',
      settings: { codec: 'vp9', avoid: ['h264'], quality: '720p', framesPerSecond: 24, content: 'motion' },
    });
  } finally {
    Reflect.deleteProperty(globalThis, 'VideoEncoder');
  }
});

it('the sound of a screen has more bits than speech', () => {
  assert.deepEqual(mediaDescription('microphone', options), { kind: 'audio', bitrateBps: 32_000 });
  assert.deepEqual(mediaDescription('screen-audio', options), { kind: 'audio', bitrateBps: 96_000 });
});
