import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextJpegStep, nextVideoStep, RATE_STEPS } from '../../../component/encode/rate-steps.ts';

describe('the steps of frame rate and size', () => {
  it('only ever go down in what is sent, and never below a picture', () => {
    for (const steps of Object.values(RATE_STEPS)) {
      assert.deepEqual([steps[0]!.frames, steps[0]!.scale], [1, 1]);
      for (const [i, step] of steps.slice(1).entries()) {
        const before = steps[i]!;
        assert.ok(step.frames <= before.frames && step.scale <= before.scale && step.below < before.below);
      }
      assert.ok(steps.at(-1)!.scale >= 0.3 && steps.at(-1)!.frames >= 0.1);
    }
  });

  /** Share of the full bitrate, step before → step after. */
  const video = [
    { share: 1, step: 0, next: 0 },
    { share: 0.41, step: 0, next: 0 },
    { share: 0.39, step: 0, next: 1 },
    { share: 0.2, step: 0, next: 2 },
    { share: 0.01, step: 0, next: 4 },
    // Not back up at the threshold itself.
    { share: 0.45, step: 1, next: 1 },
    { share: 0.55, step: 1, next: 0 },
    { share: 1, step: 4, next: 0 },
  ];
  for (const { share, step, next } of video) {
    it(`with ${share} of the bitrate step ${step} becomes ${next}`, () => {
      const input = { step, content: 'motion', bitrateBps: share * 1e6, sentBps: share * 1e6 } as const;
      assert.equal(nextVideoStep(input, 1e6), next);
    });
  }

  it('stays where pictures need less than there is', () => {
    assert.equal(nextVideoStep({ step: 0, content: 'motion', bitrateBps: 2e5, sentBps: 1e5 }, 1e6), 0);
  });

  const jpeg = {
    step: 1,
    content: 'motion',
    bitrateBps: 1e6,
    quality: 0.4,
    sinceStepMs: 9000,
    sinceCongestionMs: 9000,
  } as const;
  it('takes fewer JPEG pictures only when their quality is at its least and too much', () => {
    assert.equal(nextJpegStep({ ...jpeg, sentBps: 2e6 }), 1);
    assert.equal(nextJpegStep({ ...jpeg, sentBps: 2e6, quality: 0.2 }), 2);
    assert.equal(nextJpegStep({ ...jpeg, sentBps: 2e6, quality: 0.2, sinceStepMs: 100 }), 1);
    assert.equal(nextJpegStep({ ...jpeg, sentBps: 2e6, quality: 0.2, step: 4 }), 4);
  });

  it('takes more of them when they are good, would fit, and it has been calm', () => {
    const good = { ...jpeg, quality: 0.6, sentBps: 6e5 };
    assert.equal(nextJpegStep(good), 0);
    assert.equal(nextJpegStep({ ...good, sinceCongestionMs: 1000 }), 1);
    assert.equal(nextJpegStep({ ...good, sentBps: 9e5 }), 1);
    assert.equal(nextJpegStep({ ...good, quality: 0.3 }), 1);
    assert.equal(nextJpegStep({ ...good, step: 0 }), 0);
  });
});
