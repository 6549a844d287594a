import { expect } from '@open-wc/testing';
import { canEncodeVideo, canPlayAudio, canSendAudio } from '../../../component/support/browser-support.ts';

function withoutGlobal(name: string, check: () => boolean): boolean {
  const saved = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
  try {
    return check();
  } finally {
    if (saved) Object.defineProperty(globalThis, name, saved);
  }
}

describe('what the browser can do', () => {
  for (const [check, needs] of [
    [canEncodeVideo, ['VideoEncoder']],
    [canSendAudio, ['AudioEncoder']],
    [canPlayAudio, ['AudioDecoder', 'AudioWorkletNode']],
  ] as const) {
    it(`${check.name} is true here, and false without ${needs.join(' or ')}`, () => {
      expect(check()).to.equal(true);
      for (const name of needs) expect(withoutGlobal(name, check), name).to.equal(false);
      expect(check()).to.equal(true);
    });
  }
});
