/**
 * Answers a worker's requests for video frames with pictures of a track, where there is no MediaStreamTrackProcessor.
 * The worker's timers ask, because a hidden page has none of its own. Knows nothing of encoders.
 */
import { type FrameAnswer, nowMicros } from '../media/messages.ts';

/** Takes the port over. Returns what ends it. */
export function serveVideoFrames(track: MediaStreamTrack, port: MessagePort): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  // Rejects where the track ends before it shows a picture; the answers below say so then.
  video.play().catch(() => undefined);

  const closed = new AbortController();
  port.addEventListener('message', () => void answer(), { signal: closed.signal });
  port.start();

  async function answer(): Promise<void> {
    const frame = await picture(video, track).catch(() => null);
    if (closed.signal.aborted) {
      frame?.close();
      return;
    }
    port.postMessage(frame, frame === null ? [] : [frame]);
  }

  return () => {
    if (closed.signal.aborted) return;
    closed.abort();
    port.close();
    video.srcObject = null;
  };
}

async function picture(video: HTMLVideoElement, track: MediaStreamTrack): Promise<FrameAnswer> {
  const hasPicture = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
  if (track.readyState === 'ended' || !hasPicture) return null;
  // Browsers pause a video whose page goes to the background while it is starting.
  if (video.paused) await video.play();
  return globalThis.VideoFrame === undefined
    ? createImageBitmap(video)
    : new VideoFrame(video, { timestamp: nowMicros() });
}
