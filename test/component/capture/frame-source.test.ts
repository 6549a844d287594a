import { expect } from '@open-wc/testing';
import { openCamera } from '../../../component/capture/camera.ts';
import { type Capture, stopCapture } from '../../../component/capture/capture.ts';
import { openFrameSource } from '../../../component/capture/frame-source.ts';
import { openMicrophone } from '../../../component/capture/microphone.ts';
import type { AudioBlock, FrameAnswer } from '../../../component/media/messages.ts';
import { soundRuns } from '../support/sound-runs.ts';

const WORKLET = new URL('../../../component/capture/capture-worklet.ts', import.meta.url).href;
const camera = () => openCamera({ deviceId: undefined, quality: '360p', codec: 'auto', framesPerSecond: 30 });
const hasProcessor = () => globalThis.MediaStreamTrackProcessor !== undefined;

/** As in browsers that lack them. */
async function without<T>(names: readonly string[], action: () => Promise<T>): Promise<T> {
  const saved = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of names) Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
  try {
    return await action();
  } finally {
    for (const [name, descriptor] of saved) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

/** Asks over a port until there is a picture, as the media worker's timer does. */
async function askForPicture(port: MessagePort): Promise<VideoFrame | ImageBitmap> {
  port.start();
  for (let i = 0; i < 100; i++) {
    const answer = await new Promise<FrameAnswer>((resolve) => {
      port.addEventListener('message', ({ data }: MessageEvent<FrameAnswer>) => resolve(data), { once: true });
      port.postMessage({ type: 'frame' });
    });
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error('no picture came');
}

describe('frames of a capture', () => {
  let capture: Capture | undefined;
  afterEach(() => {
    if (capture) stopCapture(capture);
    capture = undefined;
  });

  it('come as a transferable stream where there is MediaStreamTrackProcessor', async function () {
    if (!hasProcessor()) this.skip();
    capture = await camera();
    const { source, transfer } = await openFrameSource(capture.track, WORKLET);
    if (source.kind !== 'stream') throw new Error(`it is a ${source.kind}`);
    expect(transfer).to.deep.equal([source.readable]);
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(source.readable, transfer);
    const readable = await new Promise<ReadableStream<VideoFrame>>((resolve) => {
      port2.onmessage = ({ data }: MessageEvent<ReadableStream<VideoFrame>>) => resolve(data);
    });
    const reader = readable.getReader();
    const { value } = await reader.read();
    expect(value?.codedWidth).to.be.greaterThan(100);
    value?.close();
    stopCapture(capture);
    let done = false;
    while (!done) {
      const next = await reader.read();
      next.value?.close();
      done = next.done;
    }
    expect(done, 'stopping the device ends the stream').to.equal(true);
  });

  it('sound comes as a stream there, too', async function () {
    if (!hasProcessor()) this.skip();
    capture = await openMicrophone(undefined);
    const { source } = await openFrameSource(capture.track, WORKLET);
    if (source.kind !== 'stream') throw new Error(`it is a ${source.kind}`);
    const reader = source.readable.getReader();
    const { value } = await reader.read();
    expect(value).to.be.instanceOf(AudioData);
    value?.close();
    await reader.cancel();
  });

  it('come on demand over a port elsewhere, a VideoFrame per question', async () => {
    await without(['MediaStreamTrackProcessor'], async () => {
      capture = await camera();
      const { source, close } = await openFrameSource(capture.track, WORKLET);
      if (source.kind !== 'port') throw new Error(`it is a ${source.kind}`);
      const before = (performance.timeOrigin + performance.now()) * 1000;
      const first = await askForPicture(source.port);
      expect(first).to.be.instanceOf(VideoFrame);
      if (first instanceof VideoFrame) {
        expect(first.timestamp).to.be.greaterThan(before - 1);
        expect(first.displayWidth).to.be.greaterThan(100);
      }
      first.close();
      (await askForPicture(source.port)).close();
      close();
      close();
    });
  });

  it('come as ImageBitmap where there is no WebCodecs at all', async () => {
    await without(['MediaStreamTrackProcessor', 'VideoFrame'], async () => {
      capture = await camera();
      const { source, close } = await openFrameSource(capture.track, WORKLET);
      if (source.kind !== 'port') throw new Error(`it is a ${source.kind}`);
      const picture = await askForPicture(source.port);
      expect(picture).to.be.instanceOf(ImageBitmap);
      picture.close();
      close();
    });
  });

  it('are null when the device has ended: the worker need not wait', async () => {
    await without(['MediaStreamTrackProcessor'], async () => {
      const ended = await camera();
      const { source, close } = await openFrameSource(ended.track, WORKLET);
      if (source.kind !== 'port') throw new Error(`it is a ${source.kind}`);
      const { port } = source;
      (await askForPicture(port)).close();
      stopCapture(ended);
      const answer = await new Promise<FrameAnswer>((resolve) => {
        port.onmessage = ({ data }: MessageEvent<FrameAnswer>) => resolve(data);
        port.postMessage({ type: 'frame' });
      });
      expect(answer).to.equal(null);
      close();
    });
  });

  it('sound comes in blocks from a worklet elsewhere', async function () {
    if (!(await soundRuns())) this.skip();
    await without(['MediaStreamTrackProcessor'], async () => {
      capture = await openMicrophone(undefined);
      const { source, close } = await openFrameSource(capture.track, WORKLET);
      if (source.kind !== 'port') throw new Error(`it is a ${source.kind}`);
      const { port } = source;
      const blocks: AudioBlock[] = [];
      await new Promise<void>((resolve) => {
        port.onmessage = ({ data }: MessageEvent<AudioBlock>) => {
          blocks.push(data);
          if (blocks.length === 20) resolve();
        };
      });
      const [first, second] = blocks;
      expect(first?.planes[0]).to.be.instanceOf(Float32Array);
      expect(second?.contextTime).to.be.greaterThan(first?.contextTime ?? 0);
      close();
      close();
    });
  });

  it('a worklet that the page refuses is a clear error', async () => {
    await without(['MediaStreamTrackProcessor'], async () => {
      capture = await openMicrophone(undefined);
      let code = '';
      await openFrameSource(capture.track, new URL('./nowhere.js', import.meta.url).href).catch((error) => {
        code = error.code;
      });
      expect(code).to.equal('media-refused');
    });
  });
});
