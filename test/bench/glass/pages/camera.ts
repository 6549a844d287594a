/** Puts the stamped scene in place of this page's camera, for whatever code asks for one. Knows no such code. */

export type ToCamera =
  | { readonly type: 'start'; readonly width: number; readonly height: number; readonly framesPerSecond: number }
  | { readonly type: 'open'; readonly writable: WritableStream<VideoFrame> }
  | { readonly type: 'count' };

export type FromCamera = { readonly type: 'frames'; readonly frames: number };

export interface CameraSize {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Replaces getUserMedia. Returns the question how many frames the camera has taken. */
export function installCamera(workerUrl: string, size: CameraSize): () => Promise<number> {
  const worker = new Worker(workerUrl);
  const tell = (message: ToCamera, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  tell({ type: 'start', ...size });
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (constraints?.audio) throw new DOMException('This camera has no sound.', 'NotFoundError');
    return new MediaStream([openTrack(tell, size)]);
  };
  return () =>
    new Promise((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromCamera>) => resolve(data.frames), { once: true });
      tell({ type: 'count' });
    });
}

/** A camera of one size: asked for another, it gives its own, as cameras do for `ideal`. */
function openTrack(tell: (message: ToCamera, transfer: Transferable[]) => void, size: CameraSize): MediaStreamTrack {
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  tell({ type: 'open', writable: track.writable }, [track.writable]);
  const { width, height, framesPerSecond: frameRate } = size;
  track.getSettings = () => ({ deviceId: 'stamped-scene', width, height, frameRate, aspectRatio: width / height });
  track.applyConstraints = async () => {};
  return track;
}
