/** What a person reads about each error: what is wrong, and what to do now. Knows nothing of where it is shown. */
import { msg } from '../localization/message.ts';
import type { CallErrorCode } from '../support/errors.ts';

export interface ErrorText {
  readonly title: string;
  readonly advice: string;
}

type Device = 'camera' | 'microphone' | 'screen' | 'both';

/** `kind` says which device it is about, where the code alone does not. */
export function errorText(code: CallErrorCode, kind: Device = 'camera'): ErrorText {
  const microphone = kind === 'microphone';
  switch (code) {
    case 'insecure-page':
      return {
        title: msg('This page is not secure'),
        advice: msg('Browsers give camera and microphone to https pages only. Open this page with https:// in front.'),
      };
    case 'browser-too-old':
      return {
        title: msg('This browser is too old'),
        advice: msg('Update it, or open this page in a current Chrome, Edge, Firefox or Safari.'),
      };
    case 'permission-denied':
      return {
        title:
          kind === 'both'
            ? msg('Camera and microphone are blocked')
            : microphone
              ? msg('The microphone is blocked')
              : msg('The camera is blocked'),
        advice: msg('Allow it in the site settings beside the address bar, then try again.'),
      };
    case 'permission-policy':
      return {
        title:
          kind === 'both'
            ? msg('This page may not use camera and microphone')
            : microphone
              ? msg('This page may not use the microphone')
              : msg('This page may not use the camera'),
        advice: msg('The website or the frame around it forbids it. Tell its owner, or open the call in its own tab.'),
      };
    case 'permission-system':
      return {
        title:
          kind === 'both'
            ? msg('The system blocks camera and microphone')
            : microphone
              ? msg('The system blocks the microphone')
              : msg('The system blocks the camera'),
        advice: msg('Allow it for this browser in the privacy settings of your computer or phone, then try again.'),
      };
    case 'no-camera':
      return { title: msg('No camera found'), advice: msg('Connect one and try again, or join without a camera.') };
    case 'no-microphone':
      return {
        title: msg('No microphone found'),
        advice: msg('Connect one and try again, or join without. You can still listen and write.'),
      };
    case 'device-busy':
      return {
        title:
          kind === 'both'
            ? msg('Camera and microphone are in use')
            : microphone
              ? msg('The microphone is in use')
              : msg('The camera is in use'),
        advice: msg('Another program holds it. Close that program and try again, or choose another device.'),
      };
    case 'device-lost':
      return {
        title:
          kind === 'both'
            ? msg('Camera and microphone are gone')
            : microphone
              ? msg('The microphone is gone')
              : msg('The camera is gone'),
        advice: msg('It was unplugged or turned off. Plug it in again, or choose another device.'),
      };
    case 'screen-unsupported':
      return {
        title: msg('This browser cannot share the screen'),
        advice: msg('Phones and some browsers do not allow it. Use a computer to share.'),
      };
    case 'screen-failed':
      return { title: msg('The screen could not be shared'), advice: msg('Try again, or choose another window.') };
    case 'bad-relay':
      return {
        title: msg('The call server’s address is wrong'),
        advice: msg('This is a mistake in the page, not yours. Tell the owner of the website.'),
      };
    case 'bad-room':
      return {
        title: msg('This room does not exist'),
        advice: msg('Check the link you were given, or ask for a new one.'),
      };
    case 'relay-unreachable':
      return {
        title: msg('The call server does not answer'),
        advice: msg('Check your internet connection. If it works, the server may be down: try again in a moment.'),
      };
    case 'refused':
      return {
        title: msg('The room did not let you in'),
        advice: msg('It may be full or closed. Ask the person who invited you, or try again later.'),
      };
    case 'bad-token':
      return {
        title: msg('Your invitation is no longer valid'),
        advice: msg('Reload this page or open it from where you were invited, to get a new one.'),
      };
    case 'no-token':
      return {
        title: msg('This website could not let you in'),
        advice: msg('Its server did not answer as it should. Try again in a moment, or tell the owner of the website.'),
      };
    case 'not-signed-in':
      return { title: msg('Sign in first'), advice: msg('Sign in to this website, then join again.') };
    case 'forbidden':
      return {
        title: msg('You are not allowed to do that'),
        advice: msg('Check that the link is complete, or ask the person who invited you.'),
      };
    case 'room-locked':
      return {
        title: msg('The room is locked'),
        advice: msg('Nobody new comes in at the moment. Ask a host to open it, then join again.'),
      };
    case 'not-admitted':
      return {
        title: msg('The host did not let you in'),
        advice: msg('Ask the person who invited you before you try again.'),
      };
    case 'replaced':
      return {
        title: msg('You joined from somewhere else'),
        advice: msg('The call goes on in the other tab or device. Join again to bring it here.'),
      };
    case 'version':
      return {
        title: msg('This page is out of date'),
        advice: msg('Reload it to get the version that the call server speaks.'),
      };
    case 'media-refused':
      return {
        title: msg('This page blocks the call’s media'),
        advice: msg('Its security rules forbid a file the call needs. Tell the owner of the website.'),
      };
    case 'encoder-failed':
      return {
        title: msg('Your picture or sound cannot be sent'),
        advice: msg('Turn it off and on again. If that does not help, choose a lower video quality.'),
      };
    case 'decoder-failed':
      return { title: msg('A picture cannot be shown'), advice: msg('Leave and join again. Sound goes on meanwhile.') };
    case 'not-joined':
      return { title: msg('You are not in the call'), advice: msg('Join first.') };
    case 'request-failed':
    case 'request-timeout':
      return { title: msg('That did not work'), advice: msg('The call server did not do it. Try again.') };
    case 'bad-argument':
      return {
        title: msg('That did not work'),
        advice: msg('The page asked for something impossible. Tell its owner.'),
      };
  }
}
