/** Opens a microphone for speech. Knows nothing of what is done with its sound. */
import { type Capture, openDevice } from './capture.ts';

export const openMicrophone = (deviceId: string | undefined): Promise<Capture> =>
  openDevice('microphone', deviceId, (chosen) => ({
    audio: { ...chosen, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: false,
  }));
