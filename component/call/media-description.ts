/** How each source is to be encoded (pure, but for what the browser can do). Knows nothing of encoders. */
import type { VideoSettings } from '../media/messages.ts';
import type { TrackSource } from '../protocol/control.ts';
import { canEncodeVideo } from '../support/browser-support.ts';
import type { KnownOptions } from './call-options.ts';
import type { MediaDescription } from './publication.ts';

/** bit/s of Opus: speech is as good as it gets, music good enough. */
const SPEECH_BITRATE = 32_000;
const MUSIC_BITRATE = 96_000;
/** Text on a screen needs detail, not motion. */
const SCREEN_FRAMES_PER_SECOND = 15;

/** @param avoid codecs that somebody in the room cannot show */
export function mediaDescription(
  source: TrackSource,
  options: KnownOptions,
  avoid: readonly string[] = [],
): MediaDescription {
  if (source === 'microphone') return { kind: 'audio', bitrateBps: SPEECH_BITRATE };
  if (source === 'screen-audio') return { kind: 'audio', bitrateBps: MUSIC_BITRATE };
  const codec = canEncodeVideo() ? options.codec : 'mjpeg';
  const avoided = avoid.length > 0 ? { avoid } : {};
  const settings: VideoSettings =
    source === 'screen'
      ? {
          codec,
          ...avoided,
          quality: '1080p',
          framesPerSecond: Math.min(options.framesPerSecond, SCREEN_FRAMES_PER_SECOND),
          content: 'detail',
        }
      : { codec, ...avoided, quality: options.quality, framesPerSecond: options.framesPerSecond, content: 'motion' };
  return { kind: 'video', settings };
}
