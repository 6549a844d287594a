/** Everything a call takes from the browser, in one place, so that tests can give it something else. */
import { type CameraWish, openCamera } from '../capture/camera.ts';
import type { Capture } from '../capture/capture.ts';
import { type OpenedFrameSource, openFrameSource } from '../capture/frame-source.ts';
import { openMicrophone } from '../capture/microphone.ts';
import { openScreen } from '../capture/screen.ts';
import { canPlayAudio, canSendAudio } from '../support/browser-support.ts';
import { type Clock, systemClock } from '../support/clock.ts';
import { type MediaHost, openMediaHost } from './media-host.ts';
import { openSpeaker, type SpeakerOptions, type SpeakerPort } from './speaker.ts';
import { undecodableCodecs } from './undecodable.ts';
import { createVideoCanvas } from './video-canvas.ts';
import { isPageHidden, pageWakes, type WakeSource } from './wakes.ts';

export interface CallEnvironment {
  readonly clock: Clock;
  readonly wakes: WakeSource;
  /** `location.protocol`; undefined outside a page. */
  readonly pageProtocol: () => string | undefined;
  /** https, or localhost: without it there are no devices, no WebCodecs and no worklets. */
  readonly isPageSecure: () => boolean;
  readonly isPageHidden: () => boolean;
  /** `navigator.mediaDevices`, which insecure pages do not have. */
  readonly mediaDevices: () => MediaDevices | undefined;
  readonly canPlayAudio: () => boolean;
  readonly canSendAudio: () => boolean;
  /** Names of video codecs that this browser cannot show. */
  readonly undecodableCodecs: () => Promise<readonly string[]>;
  readonly openMediaHost: (workerAddress: string) => Promise<MediaHost>;
  readonly openSpeaker: (options: SpeakerOptions) => SpeakerPort;
  readonly openCamera: (wish: CameraWish) => Promise<Capture>;
  readonly openMicrophone: (deviceId: string | undefined) => Promise<Capture>;
  readonly openScreen: () => Promise<Capture>;
  readonly openFrameSource: (track: MediaStreamTrack, captureWorklet: string) => Promise<OpenedFrameSource>;
  readonly createCanvas: () => HTMLCanvasElement;
}

export const browserEnvironment: CallEnvironment = {
  clock: systemClock,
  wakes: pageWakes,
  pageProtocol: () => globalThis.location?.protocol,
  isPageSecure: () => globalThis.isSecureContext !== false,
  isPageHidden,
  mediaDevices: () => globalThis.navigator?.mediaDevices,
  canPlayAudio,
  canSendAudio,
  undecodableCodecs,
  openMediaHost,
  openSpeaker,
  openCamera,
  openMicrophone,
  openScreen,
  openFrameSource,
  createCanvas: createVideoCanvas,
};
