import { expect } from '@open-wc/testing';
import { createVideoCanvas } from '../../../component/call/video-canvas.ts';

it('a video canvas can be painted elsewhere; a browser that cannot says so', () => {
  expect(createVideoCanvas().transferControlToOffscreen()).to.be.instanceOf(OffscreenCanvas);
  const method = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
  Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
  try {
    expect(createVideoCanvas).to.throw(/Use a newer one/);
  } finally {
    if (method) Object.defineProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen', method);
  }
});
