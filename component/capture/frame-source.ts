/**
 * From a capture track to the frames a media worker reads, by the best way the browser has: MediaStreamTrackProcessor,
 * else a port. Knows nothing of what the worker does with them; stopping the track is its owner's part.
 */
import type { FrameSource } from '../media/messages.ts';
import { serveAudioBlocks } from './audio-block-port.ts';
import { serveVideoFrames } from './video-frame-port.ts';

export interface OpenedFrameSource {
  /** To be posted with `transfer`. */
  readonly source: FrameSource;
  readonly transfer: Transferable[];
  /** Ends what the page does for it; the transferred part is the worker's to end. Idempotent. */
  close(): void;
}

/** Frames (10 ms each) that wait while the worker is busy. Lost sound is heard, so there is room; a picture has none. */
const AUDIO_BUFFER_FRAMES = 25;
const VIDEO_BUFFER_FRAMES = 1;

/** `captureWorklet` is the address of the worklet file, loaded only where it is needed. */
export async function openFrameSource(track: MediaStreamTrack, captureWorklet: string): Promise<OpenedFrameSource> {
  if (globalThis.MediaStreamTrackProcessor !== undefined) return processorSource(track);
  const { port1, port2 } = new MessageChannel();
  const source: FrameSource = { kind: 'port', port: port2 };
  const close =
    track.kind === 'video' ? serveVideoFrames(track, port1) : await serveAudioBlocks(track, port1, captureWorklet);
  return { source, transfer: [port2], close };
}

function processorSource(track: MediaStreamTrack): OpenedFrameSource {
  const { readable } = new MediaStreamTrackProcessor({
    track: track as MediaStreamVideoTrack,
    maxBufferSize: track.kind === 'video' ? VIDEO_BUFFER_FRAMES : AUDIO_BUFFER_FRAMES,
  });
  return { source: { kind: 'stream', readable }, transfer: [readable], close: () => undefined };
}
