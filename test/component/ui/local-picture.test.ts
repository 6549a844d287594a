import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import { playAtOnce, streamOnce } from '../../../component/ui/local-picture.ts';

function localStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
  return canvas.captureStream();
}

describe('playing a local picture at once', () => {
  it('starts a muted video that is neither seen nor told to play by itself', async () => {
    const video = document.createElement('video');
    video.muted = true;
    video.style.visibility = 'hidden';
    video.addEventListener('loadstart', playAtOnce);
    const playing = new Promise((resolve) => video.addEventListener('play', resolve, { once: true }));
    document.body.append(video);
    video.srcObject = localStream();
    await playing;
    expect(video.paused).to.equal(false);
    video.remove();
  });

  it('takes an interrupted start for nothing', async () => {
    const video = document.createElement('video');
    let unhandled = 0;
    const count = () => {
      unhandled += 1;
    };
    addEventListener('unhandledrejection', count);
    video.addEventListener('loadstart', (event) => {
      playAtOnce(event);
      video.srcObject = null;
    });
    const started = new Promise((resolve) => video.addEventListener('loadstart', resolve, { once: true }));
    video.srcObject = localStream();
    await started;
    await new Promise((resolve) => setTimeout(resolve, 50));
    removeEventListener('unhandledrejection', count);
    expect(unhandled).to.equal(0);
  });

  it('loads a stream once, however often the video is drawn, and another stream once more', async () => {
    const box = document.createElement('div');
    let loads = 0;
    const draw = (stream: MediaStream) =>
      render(
        html`<video .srcObject=${streamOnce(stream)} @loadstart=${() => {
          loads += 1;
        }}></video>`,
        box,
      );
    const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
    const first = localStream();
    for (let i = 0; i < 3; i++) {
      draw(first);
      await settled();
    }
    expect(loads).to.equal(1);
    draw(localStream());
    await settled();
    expect(loads).to.equal(2);
  });
});
