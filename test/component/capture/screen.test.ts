import { expect } from '@open-wc/testing';
import { stopCapture } from '../../../component/capture/capture.ts';
import { canShareScreen, openScreen } from '../../../component/capture/screen.ts';
import type { CallError } from '../../../component/support/errors.ts';
import { stubMediaDevices } from './stub-devices.ts';

function canvasStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
  return canvas.captureStream();
}

const failure = (): Promise<CallError> =>
  openScreen().then(
    () => {
      throw new Error('it should have failed');
    },
    (error: CallError) => error,
  );

describe('sharing a screen', () => {
  afterEach(() => stubMediaDevices.restore());

  it('asks for picture and sound, and gives what the person chose', async () => {
    const asked: (DisplayMediaStreamOptions | undefined)[] = [];
    stubMediaDevices('getDisplayMedia', () => (options) => {
      asked.push(options);
      return Promise.resolve(canvasStream());
    });
    expect(canShareScreen()).to.equal(true);
    const capture = await openScreen();
    expect(capture.track.kind).to.equal('video');
    expect(asked[0]?.video).to.be.an('object');
    expect(asked[0]?.audio).to.be.an('object');
    stopCapture(capture);
    expect(capture.track.readyState).to.equal('ended');
  });

  it('says permission-denied where the person chose nothing', async () => {
    stubMediaDevices('getDisplayMedia', () => () => Promise.reject(new DOMException('', 'NotAllowedError')));
    expect((await failure()).code).to.equal('permission-denied');
  });

  it('is not there on phones, and says so', async () => {
    stubMediaDevices('getDisplayMedia', () => undefined);
    expect(canShareScreen()).to.equal(false);
    expect((await failure()).code).to.equal('screen-unsupported');
  });

  it('a stream without a picture is a failure', async () => {
    stubMediaDevices('getDisplayMedia', () => () => Promise.resolve(new MediaStream()));
    expect((await failure()).code).to.equal('screen-failed');
  });
});
