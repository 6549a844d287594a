import { expect } from '@open-wc/testing';
import type { VideoCodec } from '../../../component/media/messages.ts';
import { FakeRelay } from './fake-relay.ts';
import { Camera, colourOf, createView, open, Page, settings, until } from './support.ts';

const TRACK = 7;
const isFirefox = navigator.userAgent.includes('Firefox');

describe('the pass of pictures', () => {
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0)) end();
    document.body.replaceChildren();
  });

  async function call(codec: VideoCodec | 'auto', camera = new Camera()) {
    const relay = new FakeRelay();
    const sender = new Page({ openTransport: relay.open });
    const receiver = new Page({ openTransport: relay.open });
    await Promise.all([sender.connect(), receiver.connect()]);
    const { canvas, offscreen } = createView();
    receiver.post({
      type: 'subscribe',
      trackId: TRACK,
      participantId: 'p',
      output: { kind: 'video', canvas: offscreen },
    });
    receiver.post({ type: 'clock', participantId: 'p', clockOffsetMicros: 0 });
    sender.post({
      type: 'publish',
      key: 'camera',
      media: { kind: 'video', settings: settings(codec) },
      source: { kind: 'stream', readable: camera.readable },
    });
    sender.post({ type: 'bind', key: 'camera', trackId: TRACK });
    ends.push(() => {
      camera.stop();
      sender.post({ type: 'close' });
      receiver.post({ type: 'close' });
    });
    return { relay, sender, receiver, camera, canvas };
  }

  for (const codec of ['h264', 'vp8', 'vp9', 'av1', 'mjpeg'] as const) {
    it(`shows on the canvas what the camera saw, in ${codec}`, async () => {
      const { canvas, camera, receiver } = await call(codec);
      await until(() => colourOf(canvas) === 'red', 'red');
      camera.colour = 'blue';
      await until(() => colourOf(canvas) === 'blue', 'blue');
      expect([canvas.width, canvas.height]).to.deep.equal(codec === 'vp8' ? [632, 474] : [640, 480]);
      const [seen] = receiver.report();
      if (!isFirefox || codec !== 'h264')
        expect(seen?.codec).to.include({ h264: 'avc1', vp8: 'vp8', vp9: 'vp09', av1: 'av01', mjpeg: 'mjpeg' }[codec]);
    });
  }

  it('closes every frame', async () => {
    const { canvas, camera, sender, receiver } = await call('auto');
    await until(() => colourOf(canvas) === 'red' && camera.made.length > 10, 'red');
    sender.post({ type: 'close' });
    receiver.post({ type: 'close' });
    camera.stop();
    await until(() => open(camera.made).length === 0, 'all frames to be closed');
    expect(camera.made.length).to.be.greaterThan(3);
  });
});
