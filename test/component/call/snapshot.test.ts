import { expect } from '@open-wc/testing';
import { nextState } from '../../../component/call/call-reducer.ts';
import { type CallState, initialState } from '../../../component/call/call-state.ts';
import { snapshotOfTrack, snapshotOfView } from '../../../component/call/snapshot.ts';
import { createVideoCanvas } from '../../../component/call/video-canvas.ts';
import { openCamera } from '../../../component/capture/camera.ts';
import { stopCapture } from '../../../component/capture/capture.ts';
import { Source } from '../../../component/support/observable.ts';
import { joinResult, someone, track } from './fake-relay.ts';

const room = nextState(initialState('Me'), {
  type: 'joined',
  result: joinResult('participant-me--------', [someone('participant-ada-------', { tracks: [track(4)] })]),
});

/** A canvas as the media worker paints it, red. */
async function painted(): Promise<HTMLCanvasElement> {
  const canvas = createVideoCanvas();
  const offscreen = canvas.transferControlToOffscreen();
  offscreen.width = 64;
  offscreen.height = 48;
  const context = offscreen.getContext('2d');
  if (context === null) throw new Error('no context');
  context.fillStyle = 'rgb(200, 0, 0)';
  context.fillRect(0, 0, 64, 48);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return canvas;
}

describe('a snapshot', () => {
  it('of a received picture waits until it plays, has its size and colours, and closes the view', async () => {
    const state = new Source<CallState>(room);
    let closed = 0;
    const view = { canvas: await painted(), close: () => closed++ };
    const taking = snapshotOfView(view, 4, state);
    state.value = nextState(room, { type: 'playback', trackId: 4, playback: 'playing' });
    const blob = await taking;
    expect(blob.type).to.equal('image/jpeg');
    expect(closed).to.equal(1);
    const bitmap = await createImageBitmap(blob);
    expect([bitmap.width, bitmap.height]).to.deep.equal([64, 48]);
    const context = new OffscreenCanvas(64, 48).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const [red = 0, green = 255] = context?.getImageData(32, 24, 1, 1).data ?? [];
    expect(red).to.be.greaterThan(180);
    expect(green).to.be.lessThan(30);
  });

  it('of one’s own camera is a JPEG of its size', async () => {
    const capture = await openCamera({ deviceId: undefined, quality: '360p', codec: 'auto', framesPerSecond: 30 });
    const blob = await snapshotOfTrack(capture.track);
    expect(blob.type).to.equal('image/jpeg');
    const { width } = await createImageBitmap(blob);
    expect(width).to.equal(capture.track.getSettings().width);
    stopCapture(capture);
  });

  it('of a picture that never comes is an error after a while, and closes the view', async () => {
    let closed = 0;
    const view = { canvas: createVideoCanvas(), close: () => closed++ };
    let code = '';
    await snapshotOfView(view, 4, new Source<CallState>(room)).catch((error) => {
      code = error.code;
    });
    expect(code).to.equal('bad-argument');
    expect(closed).to.equal(1);
  });
});
