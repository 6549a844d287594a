import { expect } from '@open-wc/testing';
import { undecodableCodecs } from '../../../component/call/undecodable.ts';

const real = Object.getOwnPropertyDescriptor(globalThis, 'VideoDecoder');

function withDecoder(value: unknown): void {
  Object.defineProperty(globalThis, 'VideoDecoder', { configurable: true, writable: true, value });
}

describe('codecs that this browser cannot show', () => {
  afterEach(() => real && Object.defineProperty(globalThis, 'VideoDecoder', real));

  it('are none of those that the browsers of these tests have', async () => {
    expect(await undecodableCodecs()).to.deep.equal([]);
  });

  it('are all of them without WebCodecs', async () => {
    withDecoder(undefined);
    expect(await undecodableCodecs()).to.deep.equal(['av1', 'h264', 'vp8', 'vp9']);
  });

  it('are those that it says no to, or does not even know', async () => {
    withDecoder({
      isConfigSupported({ codec }: VideoDecoderConfig) {
        if (codec.startsWith('av01')) throw new TypeError('unknown codec');
        return Promise.resolve({ supported: !codec.startsWith('avc1') });
      },
    });
    expect(await undecodableCodecs()).to.deep.equal(['av1', 'h264']);
  });
});
