import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  decideRate,
  fullBitrateBps,
  initialRate,
  nextRate,
  type RateDecision,
  type RateGoal,
  type RateSample,
  type RateState,
  rescaleRate,
} from '../../../component/encode/rate-control.ts';
import type { VideoCodec, VideoSettings } from '../../../component/media/messages.ts';

const goalOf = (
  codec: VideoCodec = 'h264',
  width = 640,
  height = 480,
  content: VideoSettings['content'] = 'motion',
): RateGoal => ({ codec, size: { width, height }, settings: { content, framesPerSecond: 30 } });

/** Five samples a second. `network` sees what is sent now and says what it does to the queue. */
class Run {
  nowMs = 0;
  state: RateState;
  readonly goal: RateGoal;

  constructor(goal = goalOf()) {
    this.goal = goal;
    this.state = initialRate(0, goal);
  }

  get decided(): RateDecision {
    return decideRate(this.state, this.goal);
  }

  run(seconds: number, sample: (decided: RateDecision) => Partial<RateSample>): this {
    for (let i = 0; i < seconds * 5; i++) {
      this.nowMs += 200;
      const calm = {
        queueDelayMs: 0,
        bufferedMs: 0,
        sentBps: this.decided.bitrateBps,
        strugglingRatio: 0,
        encodeMs: 3,
      };
      this.state = nextRate(this.state, { nowMs: this.nowMs, ...calm, ...sample(this.decided) }, this.goal);
    }
    return this;
  }
}

describe('rate control', () => {
  it('reaches the full bitrate within four seconds on a free network, and stays there', () => {
    const run = new Run().run(34, () => ({}));
    assert.equal(new Run().run(4, () => ({})).decided.bitrateBps, fullBitrateBps(run.goal));
    assert.equal(run.decided.bitrateBps, fullBitrateBps(run.goal));
    assert.deepEqual([run.decided.framesPerSecond, run.decided.scale, run.decided.limitedBy], [30, 1, 'none']);
  });

  const congestion: Record<string, Partial<RateSample>> = {
    'packets wait for acknowledgement': { queueDelayMs: 300 },
    'the socket keeps what it is given': { bufferedMs: 300 },
    'nothing gets through at all': { queueDelayMs: 3000 },
  };
  for (const [name, sample] of Object.entries(congestion)) {
    it(`goes down by a third or more within a second when ${name}`, () => {
      const run = new Run().run(20, () => ({}));
      const before = run.decided.bitrateBps;
      run.run(1, () => sample);
      assert.ok(run.decided.bitrateBps <= before * 0.67, `${run.decided.bitrateBps} after ${before}`);
    });
  }

  it('takes bitrate first, then frames, then size of moving pictures', () => {
    const run = new Run().run(20, () => ({}));
    const seen: string[] = [];
    run.run(12, ({ framesPerSecond, scale }) => {
      const step = `${Math.round(framesPerSecond)}@${scale}`;
      if (seen.at(-1) !== step) seen.push(step);
      return { queueDelayMs: 300 };
    });
    assert.deepEqual(seen, ['30@1', '20@1', '20@0.75', '15@0.5', '10@0.375']);
    assert.equal(run.decided.limitedBy, 'network');
  });

  it('keeps the size of a shared screen as long as it can, and gives up frames', () => {
    const run = new Run(goalOf('h264', 1920, 1080, 'detail')).run(20, () => ({}));
    const seen: string[] = [];
    run.run(12, ({ framesPerSecond, scale }) => {
      const step = `${framesPerSecond}@${scale}`;
      if (seen.at(-1) !== step) seen.push(step);
      return { queueDelayMs: 300 };
    });
    assert.deepEqual(seen.slice(0, 3), ['30@1', '15@1', '7.5@1']);
  });

  it('never goes below what shows something', () => {
    const run = new Run().run(120, () => ({ queueDelayMs: 5000 }));
    assert.ok(run.decided.bitrateBps >= 60_000);
    assert.ok(run.decided.framesPerSecond >= 1);
  });

  for (const linkBps of [300_000, 600_000]) {
    it(`settles below a link of ${linkBps / 1000} kbit/s, uses most of it, and hardly queues`, () => {
      const run = new Run();
      let queuedBits = 0;
      let late = 0;
      let used = 0;
      run.run(90, ({ bitrateBps }) => {
        queuedBits = Math.max(0, queuedBits + (bitrateBps - linkBps) * 0.2);
        const queueDelayMs = (queuedBits * 1000) / linkBps;
        if (run.nowMs > 30_000) {
          used += Math.min(bitrateBps, linkBps) / linkBps / 300;
          if (queueDelayMs > 200) late++;
        }
        return { queueDelayMs, sentBps: bitrateBps };
      });
      assert.ok(used > 0.7, `used ${used.toFixed(2)}`);
      assert.ok(late < 15, `late for ${late / 5} s of 60`);
    });
  }

  it('takes no frames from a picture that fits, only because the start is careful', () => {
    const frames = new Set<number>();
    new Run(goalOf('mjpeg')).run(20, ({ jpegQuality, framesPerSecond }) => {
      frames.add(framesPerSecond);
      return { sentBps: 12_000_000 * (0.2 + jpegQuality) * (framesPerSecond / 30) };
    });
    assert.deepEqual([...frames], [30]);
  });

  it('comes back up no faster than it is told, and slowly where it was refused', () => {
    const run = new Run().run(20, () => ({}));
    run.run(1, () => ({ queueDelayMs: 300 }));
    const low = run.decided.bitrateBps;
    run.run(2, () => ({}));
    assert.equal(run.decided.bitrateBps, low);
    run.run(10, () => ({}));
    assert.ok(run.decided.bitrateBps > low * 1.3 && run.decided.bitrateBps < low * 2);
  });

  it('goes down for receivers who fall behind when they are the most, not when they are few', () => {
    const most = new Run().run(20, () => ({})).run(5, () => ({ strugglingRatio: 0.8 }));
    const few = new Run().run(20, () => ({})).run(5, () => ({ strugglingRatio: 0.2 }));
    assert.ok(most.decided.bitrateBps < fullBitrateBps(most.goal) * 0.7);
    assert.equal(few.decided.bitrateBps, fullBitrateBps(few.goal));
  });

  it('makes frames fewer, then smaller, when encoding takes more than half of the time there is', () => {
    const run = new Run().run(20, () => ({}));
    const seen: string[] = [];
    run.run(5, ({ framesPerSecond, scale, limitedBy }) => {
      const step = `${Math.round(framesPerSecond)}@${scale} ${limitedBy}`;
      if (seen.at(-1) !== step) seen.push(step);
      return { encodeMs: 40 };
    });
    assert.deepEqual(seen, ['30@1 none', '20@1 processor', '20@0.75 processor', '15@0.5 processor']);
  });

  it('tries again when the processor has been idle for a while, and waits longer each time that fails', () => {
    const run = new Run().run(20, () => ({}));
    const ups: number[] = [];
    let before = 0;
    run.run(180, ({ limitedBy }) => {
      const step = limitedBy === 'none' ? 0 : 1;
      if (before === 1 && step === 0) ups.push(run.nowMs);
      before = step;
      return { encodeMs: step === 0 ? 25 : 5 };
    });
    const waits = ups.slice(1).map((at, i) => at - (ups[i] ?? 0));
    assert.ok(ups.length >= 3, `${ups.length} tries`);
    for (const [i, wait] of waits.slice(1).entries()) assert.ok(wait > (waits[i] ?? 0) * 1.5, waits.join(' '));
  });

  it('steers JPEG by quality until frames take what they may', () => {
    const run = new Run(goalOf('mjpeg', 1280, 720));
    // What a 720p picture takes grows with its quality.
    const size = (quality: number) => 3_000_000 + quality * 20_000_000;
    run.run(30, ({ jpegQuality }) => ({ sentBps: size(jpegQuality) }));
    assert.ok(run.decided.jpegQuality > 0.55);
    run.run(3, ({ jpegQuality }) => ({ sentBps: size(jpegQuality), queueDelayMs: 200 }));
    assert.ok(run.decided.jpegQuality < 0.4, `${run.decided.jpegQuality}`);
  });

  it('makes JPEG pictures fewer and smaller only where the least quality does not fit, and back', () => {
    const run = new Run(goalOf('mjpeg', 640, 480));
    let linkBps = 700_000;
    let queuedBits = 0;
    const network = ({ jpegQuality, framesPerSecond, scale }: RateDecision): Partial<RateSample> => {
      const sentBps = (1_000_000 + jpegQuality * 8_000_000) * scale ** 2 * (framesPerSecond / 30);
      queuedBits = Math.max(0, queuedBits + (sentBps - linkBps) * 0.2);
      return { sentBps, queueDelayMs: (queuedBits * 1000) / linkBps };
    };
    run.run(40, network);
    assert.ok(run.decided.scale < 1 && run.decided.framesPerSecond < 30);
    assert.equal(run.decided.limitedBy, 'network');
    linkBps = 20_000_000;
    run.run(120, network);
    assert.deepEqual([run.decided.scale, run.decided.framesPerSecond, run.decided.limitedBy], [1, 30, 'none']);
  });

  it('leaves size and frames alone where the pictures need less than is allowed', () => {
    for (const codec of ['h264', 'mjpeg'] as const) {
      const run = new Run(goalOf(codec)).run(20, () => ({ sentBps: 90_000 }));
      run.run(0.8, () => ({ sentBps: 90_000, queueDelayMs: 200 }));
      run.run(3, () => ({ sentBps: 90_000 }));
      assert.deepEqual([run.decided.scale, run.decided.framesPerSecond], [1, 30], codec);
    }
  });

  it('takes a single late receipt for a hiccup', () => {
    const run = new Run().run(20, () => ({}));
    let count = 0;
    run.run(20, () => ({ queueDelayMs: count++ % 5 === 0 ? 200 : 0 }));
    assert.equal(run.decided.bitrateBps, fullBitrateBps(run.goal));
  });

  it('keeps its share when codec or size change', () => {
    const run = new Run().run(20, () => ({})).run(1, () => ({ queueDelayMs: 200 }));
    const share = run.decided.bitrateBps / fullBitrateBps(run.goal);
    const smaller = goalOf('h264', 320, 240);
    const rescaled = rescaleRate(run.state, run.goal, smaller);
    assert.ok(Math.abs(rescaled.bitrateBps / fullBitrateBps(smaller) - share) < 0.01);
    const larger = goalOf('mjpeg', 640, 480);
    assert.ok(rescaleRate(run.state, run.goal, larger).bitrateBps <= run.state.refusedBps);
  });

  const bitrates: [VideoCodec, number, number, number][] = [
    ['h264', 640, 480, 1_000_000],
    ['h264', 1280, 720, 2_280_000],
    ['h264', 1920, 1080, 4_190_000],
    ['vp9', 640, 480, 750_000],
    ['mjpeg', 1280, 720, 18_000_000],
  ];
  for (const [codec, width, height, expected] of bitrates) {
    it(`gives ${codec} at ${width}×${height} about ${expected / 1e6} Mbit/s`, () => {
      assert.ok(Math.abs(fullBitrateBps(goalOf(codec, width, height)) / expected - 1) < 0.02);
    });
  }
});
