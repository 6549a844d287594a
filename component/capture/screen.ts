/** Asks the person for a screen, window or tab to share. Knows nothing of what is done with it. */
import { type Capture, captureFailure } from './capture.ts';

/** Text needs detail, not motion. */
const FRAMES_PER_SECOND = 15;

/** Phones have no such thing. */
export const canShareScreen = (): boolean => globalThis.navigator?.mediaDevices?.getDisplayMedia !== undefined;

/** The stream has an audio track where the person shares sound too. Has to be called from a click. Rejects with CallError. */
export async function openScreen(): Promise<Capture> {
  try {
    const devices = navigator.mediaDevices;
    if (!canShareScreen()) throw new TypeError('getDisplayMedia is missing');
    const stream = await devices.getDisplayMedia({
      video: { frameRate: { ideal: FRAMES_PER_SECOND } },
      // Sound of a tab is music or film as often as speech: processing made for speech would spoil it.
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const track = stream.getVideoTracks()[0];
    if (track === undefined) throw new DOMException('The browser gave a stream without a picture.', 'NotFoundError');
    return { stream, track, deviceId: undefined, label: track.label };
  } catch (error) {
    throw await captureFailure('screen', error);
  }
}
