import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { StillFrame } from '../../../component/media/still-frame.ts';

/** Counts how many of it, its clones and views are open. */
class Picture {
  static open = 0;
  readonly timestamp = 0;
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

const globals = globalThis as { VideoFrame?: unknown };

describe('the still frame', () => {
  before(() => {
    globals.VideoFrame = Picture;
  });
  after(() => {
    delete globals.VideoFrame;
  });
  beforeEach(() => {
    Picture.open = 0;
  });

  /** Silence of the screen, whether a keyframe is wanted, and whether the picture comes again. */
  const table = [
    { silentMs: 100, keyframe: true, comes: false },
    { silentMs: 300, keyframe: true, comes: true },
    { silentMs: 300, keyframe: false, comes: false },
    { silentMs: 1100, keyframe: false, comes: true },
  ];
  for (const { silentMs, keyframe, comes } of table) {
    const wanted = keyframe ? 'a keyframe is' : 'no keyframe is';
    it(`${comes ? 'comes' : 'does not come'} again after ${silentMs} ms where ${wanted} wanted`, () => {
      const still = new StillFrame();
      still.keep(picture(), 1000);
      assert.equal(still.due(1000 + silentMs, keyframe) !== undefined, comes);
    });
  }

  it('repeats at its own pace, not at each look', () => {
    const still = new StillFrame();
    still.keep(picture(), 0);
    const times = [];
    for (let nowMs = 0; nowMs < 5000; nowMs += 100) {
      if (still.due(nowMs, false)) times.push(nowMs);
    }
    assert.deepEqual(times, [1000, 2000, 3000, 4000]);
  });

  it('holds one picture, and none once cleared', () => {
    const still = new StillFrame();
    for (let i = 0; i < 5; i++) {
      const frame = picture();
      still.keep(frame, i);
      frame.close();
      assert.equal(Picture.open, 1);
    }
    still.clear();
    assert.equal(Picture.open, 0);
    assert.equal(still.due(10_000, true), undefined);
  });

  it('keeps no ImageBitmap', () => {
    const still = new StillFrame();
    still.keep({ close: () => {} } as ImageBitmap, 0);
    assert.equal(still.due(10_000, true), undefined);
  });
});
