/** Opens the encoder that a codec's name stands for, where the browser has it. Knows nothing of which one is wanted. */
import type { VideoCodec } from '../media/messages.ts';
import type { EncoderRate, FrameEncoder, FrameSize, OnEncoded } from './frame-encoder.ts';
import { JpegEncoder } from './jpeg-encoder.ts';
import { probeVideoEncoder, WebCodecsEncoder } from './video-encoder.ts';

/** Undefined where this browser does not encode the codec in real time at that size. */
export type OpenEncoder = (
  codec: VideoCodec,
  size: FrameSize,
  rate: EncoderRate,
  onEncoded: OnEncoded,
) => Promise<FrameEncoder | undefined>;

export const openEncoder: OpenEncoder = async (codec, size, rate, onEncoded) => {
  if (codec === 'mjpeg') {
    return typeof OffscreenCanvas === 'undefined' ? undefined : new JpegEncoder(rate, onEncoded);
  }
  const { supported, layers } = await probeVideoEncoder(codec, size, rate);
  return supported ? new WebCodecsEncoder(codec, layers, rate, onEncoded) : undefined;
};
