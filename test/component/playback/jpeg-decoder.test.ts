import { expect } from '@open-wc/testing';
import type { DecodedPicture } from '../../../component/playback/frame-decoder.ts';
import { JpegDecoder, jpegSize } from '../../../component/playback/jpeg-decoder.ts';
import { sleep, until } from '../media/support.ts';

async function jpeg(width: number, height: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.fillRect(0, 0, width / 2, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
  return new Uint8Array(await blob.arrayBuffer());
}

function create() {
  const pictures: DecodedPicture[] = [];
  const failures: Error[] = [];
  const decoder = new JpegDecoder({
    onPicture: (picture) => pictures.push(picture),
    onFailure: (error) => failures.push(error),
  });
  return { decoder, pictures, failures };
}

const chunk = (bytes: Uint8Array, timestamp = 0, size?: { width: number; height: number }) => ({
  bytes,
  timestamp,
  keyframe: true,
  configuration: size && ({ kind: 'video', codec: 'mjpeg', ...size } as const),
});

describe('the JPEG decoder', () => {
  it('decodes, and says which picture it was', async () => {
    const { decoder, pictures } = create();
    decoder.decode(chunk(await jpeg(64, 48), 123, { width: 64, height: 48 }));
    await until(() => pictures.length === 1, 'a picture');
    const [picture] = pictures;
    expect([picture!.width, picture!.height, picture!.timestamp]).to.deep.equal([64, 48, 123]);
  });

  it('decodes only the newest of those that come at once', async () => {
    const { decoder, pictures } = create();
    const bytes = await jpeg(640, 480);
    for (let i = 0; i < 20; i++) decoder.decode(chunk(bytes, i));
    await until(() => pictures.length === 2, 'two pictures');
    await sleep(100);
    expect(pictures.map(({ timestamp }) => timestamp)).to.deep.equal([0, 19]);
    expect(decoder.skipped).to.equal(18);
  });

  it('skips what is no JPEG, or another than was announced, and fails after ten in a row', async () => {
    const { decoder, pictures, failures } = create();
    const good = await jpeg(32, 32);
    const bad = [
      Uint8Array.of(),
      good.subarray(0, 40),
      Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff),
    ];
    for (const bytes of bad) {
      decoder.decode(chunk(bytes));
      await sleep(20);
    }
    decoder.decode(chunk(good, 0, { width: 7680, height: 4320 }));
    await sleep(20);
    expect([pictures.length, decoder.skipped, failures.length]).to.deep.equal([0, 4, 0]);
    decoder.decode(chunk(good));
    await until(() => pictures.length === 1, 'a good one');
    for (let i = 0; i < 10; i++) {
      decoder.decode(chunk(Uint8Array.of(1)));
      await sleep(5);
    }
    expect(failures.length).to.equal(1);
    expect(decoder.failure).to.equal(failures[0]);
  });

  it('gives nothing more once closed', async () => {
    const { decoder, pictures } = create();
    decoder.decode(chunk(await jpeg(640, 480)));
    decoder.close();
    decoder.decode(chunk(await jpeg(8, 8)));
    await sleep(100);
    expect(pictures.length).to.equal(0);
  });

  it('reads the size of a JPEG from its header, and of nothing else', async () => {
    expect(jpegSize(await jpeg(320, 200))).to.deep.equal({ width: 320, height: 200 });
    expect(jpegSize(crypto.getRandomValues(new Uint8Array(500)).fill(0xff, 0, 3))).to.satisfy(
      (size: unknown) => size === undefined || typeof size === 'object',
    );
    expect(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0))).to.equal(undefined);
    expect(jpegSize(new Uint8Array(0))).to.equal(undefined);
    expect(jpegSize(new Uint8Array(5000).fill(0xff))).to.equal(undefined);
  });
});
