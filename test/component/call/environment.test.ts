import { expect } from '@open-wc/testing';
import { browserEnvironment } from '../../../component/call/environment.ts';

it('a call in a browser takes what the browser has', () => {
  expect(browserEnvironment.pageProtocol()).to.equal(location.protocol);
  expect(browserEnvironment.isPageSecure()).to.equal(true);
  expect(browserEnvironment.mediaDevices()).to.equal(navigator.mediaDevices);
  expect(browserEnvironment.canPlayAudio()).to.equal(true);
  expect(browserEnvironment.canSendAudio()).to.equal(true);
  expect(browserEnvironment.createCanvas()).to.be.instanceOf(HTMLCanvasElement);
  expect(Math.abs(browserEnvironment.clock.now() - Date.now())).to.be.lessThan(5_000);
});
