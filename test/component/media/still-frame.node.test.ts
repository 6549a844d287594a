import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StillFrame } from '../../../component/media/still-frame.ts';

/** Counts how many of it and its clones are open. */
class Picture {
  static open = 0;
  constructor() {
    Picture.open++;
  }
  clone(): Picture {
    return new Picture();
  }
  close(): void {
    Picture.open--;
  }
}
const picture = () => new Picture() as unknown as VideoFrame;

describe('the still frame', () => {
  const quiet = { keyframe: false, repeats: false };
  /** Silence of the source, what is needed, and whether the picture comes again. */
  const table = [
    { silentMs: 100, need: { keyframe: true, repeats: true }, comes: false },
    { silentMs: 300, need: { keyframe: true, repeats: false }, comes: true },
    { silentMs: 300, need: { keyframe: false, repeats: true }, comes: false },
    { silentMs: 1100, need: { keyframe: false, repeats: true }, comes: true },
    { silentMs: 9000, need: quiet, comes: false },
  ];
  for (const { silentMs, need, comes } of table) {
    it(`${comes ? 'comes' : 'does not come'} again after ${silentMs} ms, ${JSON.stringify(need)}`, () => {
      const still = new StillFrame();
      still.keep(picture(), 1000);
      assert.equal(still.due(1000 + silentMs, need) !== undefined, comes);
    });
  }

  it('repeats at its own pace, not at each look', () => {
    const still = new StillFrame();
    still.keep(picture(), 0);
    const times = [];
    for (let nowMs = 0; nowMs < 5000; nowMs += 100) {
      if (still.due(nowMs, { keyframe: false, repeats: true })) times.push(nowMs);
    }
    assert.deepEqual(times, [1000, 2000, 3000, 4000]);
  });

  it('holds one picture, and none once cleared', () => {
    Picture.open = 0;
    const still = new StillFrame();
    for (let i = 0; i < 5; i++) {
      const frame = picture();
      still.keep(frame, i);
      frame.close();
      assert.equal(Picture.open, 1);
    }
    still.clear();
    assert.equal(Picture.open, 0);
    assert.equal(still.due(10_000, { keyframe: true, repeats: true }), undefined);
  });

  it('keeps no ImageBitmap', () => {
    const still = new StillFrame();
    still.keep({ close: () => {} } as ImageBitmap, 0);
    assert.equal(still.due(10_000, { keyframe: true, repeats: true }), undefined);
  });
});
