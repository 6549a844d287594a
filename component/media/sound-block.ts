/** Samples of a source, whichever way they came, as planes at a rate. Knows nothing of encoders. */
import type { AudioBlock } from './messages.ts';

export interface SoundBlock {
  /** One per channel, two at most. */
  readonly planes: readonly Float32Array<ArrayBuffer>[];
  /** Hz. */
  readonly sampleRate: number;
  /** Of the first sample, on the source's own clock, µs. */
  readonly timestamp: number;
}

/** What the capture worklet promises. */
const BLOCK_RATE = 48_000;

/** Closes what is to be closed. */
export const soundBlock = (item: AudioData | AudioBlock): SoundBlock =>
  'close' in item
    ? fromData(item)
    : { planes: item.planes.slice(0, 2), sampleRate: BLOCK_RATE, timestamp: item.contextTime * 1e6 };

function fromData(data: AudioData): SoundBlock {
  try {
    const channels = Math.min(2, data.numberOfChannels);
    const planes = Array.from({ length: channels }, (_, planeIndex) => {
      const plane = new Float32Array(data.numberOfFrames);
      data.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    return { planes, sampleRate: data.sampleRate, timestamp: data.timestamp };
  } finally {
    data.close();
  }
}

/** As one channel or two: the mean of both, or the same on both sides. */
export function mixTo(
  channels: 1 | 2,
  planes: readonly Float32Array<ArrayBuffer>[],
): readonly Float32Array<ArrayBuffer>[] {
  const [left, right] = planes;
  if (!left || planes.length === channels) return planes;
  if (channels === 2) return [left, right ?? left];
  return right ? [left.map((sample, i) => (sample + (right[i] ?? sample)) / 2)] : [left];
}
