import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceWatch } from '../../../component/media/source-watch.ts';

/** [milliseconds at which frames came, asked at, stuck?] */
const CASES: Readonly<Record<string, readonly [readonly number[], number, boolean]>> = {
  'no frame yet: a camera may take its time': [[], 60_000, false],
  'one frame, just now': [[100], 1_000, false],
  'one frame, and nothing for longer than that': [[100], 1_700, true],
  'a few frames, then nothing': [[100, 150, 200, 250], 1_800, true],
  'a few frames, slowly': [[100, 1_000, 2_000], 3_000, false],
  'it ran, then fell silent: not for us to judge': [[100, 150, 200, 250, 300], 60_000, false],
};

describe('a source that stops right after its first frames', () => {
  for (const [name, [frames, askedMs, expected]] of Object.entries(CASES)) {
    it(name, () => {
      const watch = new SourceWatch();
      for (const atMs of frames) watch.frame(atMs);
      assert.equal(watch.isStuck(askedMs), expected);
    });
  }
});
