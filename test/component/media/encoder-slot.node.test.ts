import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { EncodedFrame, FrameEncoder, OnEncoded } from '../../../component/encode/frame-encoder.ts';
import { EncoderSlot } from '../../../component/media/encoder-slot.ts';
import type { VideoCodec, VideoCodecChoice } from '../../../component/media/messages.ts';

const SIZE = { width: 640, height: 480 };
const RATE = { bitrateBps: 1e6, framesPerSecond: 30, jpegQuality: 0.5 };
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

class FakeEncoder implements FrameEncoder {
  inFlight = 0;
  failure: Error | undefined;
  closed = false;
  constructor(
    readonly codec: VideoCodec,
    readonly onEncoded: OnEncoded,
  ) {}
  encode(): void {}
  setRate(): void {}
  close(): void {
    this.closed = true;
  }
}

function create(
  missing: readonly VideoCodec[] = [],
  choice: VideoCodecChoice = 'auto',
  distrusted = new Set<VideoCodec>(),
) {
  mock.method(console, 'warn', () => undefined);
  const opened: FakeEncoder[] = [];
  const told = { changed: 0, exhausted: 0, encoded: 0 };
  const slot = new EncoderSlot({
    choice,
    distrusted,
    openEncoder: async (codec, _size, _rate, onEncoded) => {
      if (missing.includes(codec)) return undefined;
      const encoder = new FakeEncoder(codec, onEncoded);
      opened.push(encoder);
      return encoder;
    },
    onEncoded: () => told.encoded++,
    onChanged: () => told.changed++,
    onExhausted: () => told.exhausted++,
  });
  return { slot, opened, told };
}

const frame = (encodeMs: number) => ({ encodeMs }) as EncodedFrame;

describe('the encoder slot', () => {
  it('opens an encoder when a frame wants one, once', async () => {
    const { slot, opened, told } = create();
    assert.equal(slot.take(SIZE, RATE), 'encoder-starting');
    assert.equal(slot.take(SIZE, RATE), 'encoder-starting');
    await settled();
    assert.equal(slot.take(SIZE, RATE), opened[0]);
    assert.deepEqual([opened.length, told.changed], [1, 1]);
  });

  it('passes over codecs that are not there, and says when none is', async () => {
    const some = create(['h264', 'vp8']);
    some.slot.take(SIZE, RATE);
    await settled();
    assert.equal(some.slot.codec, 'vp9');
    const none = create(['h264', 'vp8', 'vp9', 'av1', 'mjpeg']);
    none.slot.take(SIZE, RATE);
    await settled();
    assert.equal(none.told.exhausted, 1);
  });

  it('survives an opener that throws', async () => {
    const told: string[] = [];
    const slot = new EncoderSlot({
      choice: 'auto',
      distrusted: new Set(),
      openEncoder: () => Promise.reject(new Error('no')),
      onEncoded: () => {},
      onChanged: () => {},
      onExhausted: () => told.push('exhausted'),
    });
    slot.take(SIZE, RATE);
    await settled();
    assert.deepEqual(told, ['exhausted']);
  });

  it('closes one that failed and goes on with the next codec, which others then try first, too', async () => {
    const distrusted = new Set<VideoCodec>();
    const { slot, opened, told } = create([], 'auto', distrusted);
    slot.take(SIZE, RATE);
    await settled();
    opened[0]!.failure = new Error('gone');
    assert.equal(slot.take(SIZE, RATE), 'encoder-failed');
    assert.equal(opened[0]!.closed, true);
    slot.take(SIZE, RATE);
    await settled();
    assert.equal(opened[1]!.codec, 'vp8');
    assert.deepEqual([...distrusted], ['h264']);
    assert.ok(told.changed >= 2);
  });

  it('changes the codec when encoding takes more than half of the time between frames', async () => {
    const { slot, opened } = create();
    slot.take(SIZE, RATE);
    await settled();
    for (let i = 0; i < 9; i++) opened[0]!.onEncoded(frame(20));
    slot.watch(performance.now(), 30);
    assert.equal(slot.codec, 'h264', 'nine frames say little');
    opened[0]!.onEncoded(frame(20));
    assert.equal(slot.medianMs(performance.now()), 20);
    slot.watch(performance.now(), 15);
    assert.equal(slot.codec, 'h264', 'at 15 frames a second there is time');
    slot.watch(performance.now(), 30);
    assert.deepEqual([slot.codec, opened[0]!.closed], ['vp8', true]);
    assert.equal(slot.medianMs(performance.now()), undefined);
  });

  it('takes another codec when that is asked for, and keeps the encoder when it is the same', async () => {
    const { slot, opened } = create();
    slot.take(SIZE, RATE);
    await settled();
    slot.choose('h264');
    assert.equal(opened[0]!.closed, false);
    slot.choose('mjpeg');
    assert.equal(opened[0]!.closed, true);
    slot.take(SIZE, RATE);
    await settled();
    assert.equal(opened[1]!.codec, 'mjpeg');
  });

  it('changes the codec when somebody comes who cannot show it, and back when nobody is left', async () => {
    const { slot, opened } = create();
    slot.take(SIZE, RATE);
    await settled();
    slot.choose('auto', ['h264']);
    assert.deepEqual([slot.codec, opened[0]!.closed], ['vp8', true]);
    slot.choose('auto', ['h264', 'vp8', 'vp9', 'av1']);
    assert.equal(slot.codec, 'mjpeg');
    slot.choose('auto');
    assert.equal(slot.codec, 'h264');
  });

  it('closes an encoder that arrives after another codec was asked for, or after its end', async () => {
    const { slot, opened } = create();
    slot.take(SIZE, RATE);
    slot.choose('vp9');
    await settled();
    assert.deepEqual(
      opened.map(({ codec, closed }) => [codec, closed]),
      [
        ['h264', true],
        ['vp9', false],
      ],
    );
    const late = create();
    late.slot.take(SIZE, RATE);
    late.slot.close();
    await settled();
    assert.equal(late.opened[0]!.closed, true);
    assert.equal(late.slot.take(SIZE, RATE), 'encoder-starting');
    await settled();
    assert.equal(late.opened.length, 1);
  });
});
