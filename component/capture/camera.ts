/** Opens a camera in the size that a call wants. Knows nothing of what is done with its pictures. */
import type { VideoCodecChoice, VideoQuality } from '../media/messages.ts';
import { type Capture, openDevice } from './capture.ts';

export interface CameraWish {
  readonly deviceId: string | undefined;
  readonly quality: VideoQuality;
  readonly codec: VideoCodecChoice;
  readonly framesPerSecond: number;
}

export const openCamera = (wish: CameraWish): Promise<Capture> =>
  openDevice('camera', wish.deviceId, (chosen) => ({ video: { ...chosen, ...cameraConstraints(wish) }, audio: false }));

/** A living camera takes another size without going dark. One that cannot keeps the size it has. */
export const resizeCamera = (track: MediaStreamTrack, wish: Omit<CameraWish, 'deviceId'>): Promise<void> =>
  track.applyConstraints(cameraConstraints(wish));

/** Wishes, not demands: a camera that can only do less is still a camera. */
export function cameraConstraints(
  { quality, codec, framesPerSecond }: Omit<CameraWish, 'deviceId'>,
  processors: number = globalThis.navigator?.hardwareConcurrency ?? 4,
): MediaTrackConstraints {
  const [width, height] = size(quality, codec, processors);
  return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: framesPerSecond } };
}

function size(quality: VideoQuality, codec: VideoCodecChoice, processors: number): readonly [number, number] {
  switch (quality) {
    case '360p':
      return [640, 360];
    case '720p':
      return [1280, 720];
    case '1080p':
      return [1920, 1080];
    case 'auto':
      // MJPEG takes twenty times the bits, and two processors have no time for 720p beside decoding the others.
      return codec === 'mjpeg' || processors <= 2 ? [640, 480] : [1280, 720];
  }
}
