import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mixTo, soundBlock } from '../../../component/media/sound-block.ts';

const plane = (...samples: number[]) => Float32Array.from(samples);

describe('sound blocks', () => {
  it('take what the capture worklet sends', () => {
    const block = soundBlock({ planes: [plane(1, 2)], contextTime: 1.5 });
    assert.deepEqual(block, { planes: [plane(1, 2)], sampleRate: 48_000, timestamp: 1_500_000 });
  });

  it('take at most two channels of what a device sends, and close it', () => {
    let closed = 0;
    const data = {
      numberOfChannels: 6,
      numberOfFrames: 2,
      sampleRate: 44_100,
      timestamp: 77,
      copyTo: (to: Float32Array, { planeIndex }: { planeIndex: number }) => to.fill(planeIndex),
      close: () => closed++,
    } as unknown as AudioData;
    const block = soundBlock(data);
    assert.deepEqual(block, { planes: [plane(0, 0), plane(1, 1)], sampleRate: 44_100, timestamp: 77 });
    assert.equal(closed, 1);
  });

  it('close data that cannot be copied', () => {
    let closed = 0;
    const data = {
      numberOfChannels: 1,
      numberOfFrames: 1,
      copyTo: () => {
        throw new TypeError('closed already');
      },
      close: () => closed++,
    } as unknown as AudioData;
    assert.throws(() => soundBlock(data), TypeError);
    assert.equal(closed, 1);
  });

  it('become mono by their mean, and stereo by the same on both sides', () => {
    assert.deepEqual(mixTo(1, [plane(1, 0), plane(0, 0.5)]), [plane(0.5, 0.25)]);
    assert.deepEqual(mixTo(2, [plane(1)]), [plane(1), plane(1)]);
    assert.deepEqual(mixTo(1, [plane(1)]), [plane(1)]);
    assert.deepEqual(mixTo(2, [plane(1), plane(2)]), [plane(1), plane(2)]);
  });
});
