import { expect } from '@open-wc/testing';
import { openCamera } from '../../../component/capture/camera.ts';
import { stopCapture } from '../../../component/capture/capture.ts';
import { openMicrophone } from '../../../component/capture/microphone.ts';
import { CallError, type CallErrorCode } from '../../../component/support/errors.ts';
import { stubMediaDevices } from './stub-devices.ts';

const camera = (deviceId?: string) => openCamera({ deviceId, quality: '360p', codec: 'auto', framesPerSecond: 30 });

async function failure(action: Promise<unknown>): Promise<CallError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof CallError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

describe('opening devices', () => {
  afterEach(() => stubMediaDevices.restore());

  it('a camera has a picture, a label and an id, and stops with its capture', async () => {
    const capture = await camera();
    expect(capture.track.kind).to.equal('video');
    expect(capture.track.readyState).to.equal('live');
    expect(capture.label).to.be.a('string').that.is.not.empty;
    expect(capture.deviceId).to.be.a('string').that.is.not.empty;
    stopCapture(capture);
    expect(capture.stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['ended']);
  });

  it('a microphone is opened for speech', async () => {
    const asked: MediaStreamConstraints[] = [];
    stubMediaDevices('getUserMedia', (original) => (constraints?: MediaStreamConstraints) => {
      asked.push(constraints ?? {});
      return original(constraints);
    });
    const capture = await openMicrophone(undefined);
    expect(capture.track.kind).to.equal('audio');
    expect(asked).to.deep.equal([
      { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: false },
    ]);
    stopCapture(capture);
  });

  it('a chosen camera that is not there is replaced by the default one, with a warning', async () => {
    const warned: unknown[][] = [];
    const warn = console.warn;
    console.warn = (...words: unknown[]) => warned.push(words);
    try {
      const capture = await camera('a camera of another day');
      expect(capture.track.readyState).to.equal('live');
      stopCapture(capture);
    } finally {
      console.warn = warn;
    }
    expect(String(warned[0]?.[0])).to.contain('chosen camera');
  });

  const rejections: readonly [name: string, message: string, code: CallErrorCode][] = [
    ['NotAllowedError', 'Permission denied by system', 'permission-system'],
    ['NotFoundError', '', 'no-camera'],
    ['NotReadableError', 'Could not start video source', 'device-busy'],
    ['AbortError', '', 'device-busy'],
    ['SecurityError', '', 'permission-system'],
  ];
  for (const [name, message, code] of rejections) {
    it(`${name} ${message} is ${code}`, async () => {
      const permissions = navigator.permissions.query;
      navigator.permissions.query = () => Promise.resolve({ state: 'granted' } as PermissionStatus);
      stubMediaDevices('getUserMedia', () => () => Promise.reject(new DOMException(message, name)));
      try {
        const error = await failure(camera());
        expect(error.code).to.equal(code);
        expect(error.cause).to.be.instanceOf(DOMException);
      } finally {
        navigator.permissions.query = permissions;
      }
    });
  }

  it('a person’s refusal is told from the system’s by what the site is allowed', async () => {
    const permissions = navigator.permissions.query;
    stubMediaDevices('getUserMedia', () => () => Promise.reject(new DOMException('', 'NotAllowedError')));
    try {
      navigator.permissions.query = () => Promise.resolve({ state: 'denied' } as PermissionStatus);
      expect((await failure(camera())).code).to.equal('permission-denied');
      navigator.permissions.query = () => Promise.reject(new TypeError('no such permission'));
      expect((await failure(camera())).code).to.equal('permission-denied');
    } finally {
      navigator.permissions.query = permissions;
    }
  });

  it('a page without mediaDevices in a secure context has too old a browser', async () => {
    stubMediaDevices('getUserMedia', () => undefined);
    expect((await failure(camera())).code).to.equal('browser-too-old');
  });

  it('a frame without allow="camera" is told from a refusal', async () => {
    const frame = document.createElement('iframe');
    frame.src = new URL('./camera-frame.html', import.meta.url).href;
    // Another host is another origin, which needs the frame's permission.
    frame.src = frame.src.replace('//localhost', '//127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'object' && data !== null && 'cameraFrame' in data) resolve(String(data.cameraFrame));
      });
    });
    document.body.append(frame);
    const code = await answer;
    frame.remove();
    // Firefox has no way to ask the policy.
    expect(code).to.equal('featurePolicy' in document ? 'permission-policy' : 'permission-denied');
  });
});
