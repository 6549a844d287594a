/** How large frames are encoded. Pure; knows nothing of codecs. */
import type { VideoQuality, VideoSettings } from '../media/messages.ts';
import type { FrameSize } from './frame-encoder.ts';

/** Pixels of the shorter side: a preset means the same for a phone held upright. */
const SHORT_SIDE: Readonly<Record<VideoQuality, number>> = { auto: 720, '360p': 360, '720p': 720, '1080p': 1080 };
/** Text on a shared screen is unreadable below its own size. */
const SHORT_SIDE_OF_DETAIL = 1080;
/** Smaller than this is no picture of a person any more, whatever the network does. */
const MIN_SHORT_SIDE = 90;

/**
 * The source's aspect at the preset's height, `scale` (0 to 1) of it where rate control wants less; never larger than
 * the source. Sides are even, as 4:2:0 chroma wants them.
 */
export function encodeSize(
  source: FrameSize,
  { quality, content }: Pick<VideoSettings, 'quality' | 'content'>,
  scale = 1,
  maxPixels = Number.POSITIVE_INFINITY,
): FrameSize {
  const preset = quality === 'auto' && content === 'detail' ? SHORT_SIDE_OF_DETAIL : SHORT_SIDE[quality];
  const shortSide = Math.min(source.width, source.height);
  const wanted = Math.max(Math.min(preset, shortSide) * scale, Math.min(MIN_SHORT_SIDE, shortSide));
  const byPixels = Math.sqrt(maxPixels / (source.width * source.height));
  const factor = Math.min(1, wanted / shortSide, byPixels);
  return { width: even(source.width * factor), height: even(source.height * factor) };
}

const even = (side: number): number => Math.max(2, 2 * Math.floor((side + 0.5) / 2));
