/** What every page of the glass bench has at hand, as `window.glass`. */
import { installCamera } from './camera.ts';
import { findRemotePicture, startSampling } from './sampler.ts';
import { receive, send } from './stream-flow.ts';
import { accept, answerOffer, offer } from './web-rtc.ts';

const glass = {
  installCamera,
  startSampling,
  findRemotePicture,
  webRtc: { offer, answerOffer, accept },
  streamFlow: { send, receive },
};

export type Glass = typeof glass;

declare global {
  interface Window {
    glass: Glass;
  }
}

window.glass = glass;
