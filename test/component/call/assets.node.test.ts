import assert from 'node:assert/strict';
import { it } from 'node:test';
import { assetAddresses } from '../../../component/call/assets.ts';

it('by default the files lie where the sources are', () => {
  const { media, speaker, capture } = assetAddresses(undefined);
  assert.match(media, /component\/media\/worker\.ts$/);
  assert.match(speaker, /component\/playback\/speaker-worklet\.ts$/);
  assert.match(capture, /component\/capture\/capture-worklet\.ts$/);
});

it('elsewhere they have their built names', () => {
  for (const base of ['https://cdn.example.com/v1', 'https://cdn.example.com/v1/']) {
    assert.deepEqual(assetAddresses(base), {
      media: 'https://cdn.example.com/v1/stream-room-media.js',
      speaker: 'https://cdn.example.com/v1/stream-room-speaker.js',
      capture: 'https://cdn.example.com/v1/stream-room-capture.js',
    });
  }
});
