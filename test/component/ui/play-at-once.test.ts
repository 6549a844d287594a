import { expect } from '@open-wc/testing';
import { playAtOnce } from '../../../component/ui/play-at-once.ts';

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
});
