/** A still of a picture, as JPEG. Knows nothing of whose picture it is. */
import { CallError } from '../support/errors.ts';
import type { Observable } from '../support/observable.ts';
import type { CallState } from './call-state.ts';
import type { VideoView } from './subscriptions.ts';

/** 0 to 1: no visible artefacts, a tenth of a PNG's bytes. */
const JPEG_QUALITY = 0.92;
/** ms: a camera that is on shows a picture within this. */
const PICTURE_TIMEOUT_MS = 3_000;

/** Of a received picture as it is now; waits for the first one, and closes the view. */
export async function snapshotOfView(view: VideoView, trackId: number, state: Observable<CallState>): Promise<Blob> {
  try {
    await playing(trackId, state);
    return await jpeg(view.canvas, view.canvas.width, view.canvas.height);
  } finally {
    view.close();
  }
}

function playing(trackId: number, state: Observable<CallState>): Promise<void> {
  const isPlaying = ({ participants }: CallState) =>
    participants.some(({ tracks }) => tracks.some(({ id, playback }) => id === trackId && playback === 'playing'));
  if (isPlaying(state.value)) return Promise.resolve();
  const done = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(noPicture()), PICTURE_TIMEOUT_MS);
    done.signal.addEventListener('abort', () => clearTimeout(timer));
    state.observe((now) => isPlaying(now) && resolve(), done);
  }).finally(() => done.abort());
}

/** Of a local track. */
export async function snapshotOfTrack(track: MediaStreamTrack): Promise<Blob> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(noPicture()), PICTURE_TIMEOUT_MS);
      video.addEventListener(
        'loadeddata',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
      video.srcObject = new MediaStream([track]);
      // `loadeddata` or the timer say what came of it.
      video.play().catch(() => undefined);
    });
    return await jpeg(video, video.videoWidth, video.videoHeight);
  } finally {
    video.srcObject = null;
  }
}

async function jpeg(picture: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null || width === 0 || height === 0) throw noPicture();
  context.drawImage(picture, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  if (blob === null) throw noPicture();
  return blob;
}

export const noPicture = (): CallError =>
  new CallError('bad-argument', 'There is no picture to take. Wait until the camera is on and its picture is seen.');
