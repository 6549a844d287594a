import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AudioJitterBuffer } from '../../../component/playback/jitter-buffer.ts';
import { chance, click, type Heard, play, type Scene, silence } from './sound-scene.ts';

/** Two fades of 5 ms at once. */
const NO_CLICK = 0.008;

const meanOfEnd = ({ timeline }: Heard, figure: 'bufferedMs' | 'targetMs', seconds = 4): number => {
  const end = timeline.slice(-Math.round((seconds * 375) / 4));
  return end.reduce((sum, at) => sum + at[figure], 0) / end.length;
};

/** From when a sample was captured to when it is played, at the end. */
const delayMs = ({ timeline }: Heard): number => {
  const last = timeline.at(-1)!;
  return last.atMs - last.playhead! / 1000;
};

describe('the jitter buffer of sound', () => {
  const random = chance(1);
  const scenes: Record<
    string,
    { scene: Scene; delay: number; silent?: number; concealed?: number; buffered?: number }
  > = {
    'a steady network: a packet and a little more': { scene: { seconds: 10, delayMs: () => 20 }, delay: 70 },
    '30 ms of jitter': { scene: { seconds: 20, delayMs: () => 20 + random() * 30 }, delay: 95 },
    '100 ms of jitter': { scene: { seconds: 20, delayMs: () => 20 + random() * 100 }, delay: 165 },
    'jitter that ceases: the delay comes down again': {
      scene: { seconds: 40, delayMs: (at) => 20 + random() * (at < 10_000 ? 100 : 5) },
      delay: 75,
    },
    'packets in threes': { scene: { seconds: 20, delayMs: (at) => 80 - (at % 60) }, delay: 115 },
    'one packet in twenty lost: concealed, not waited for': {
      scene: { seconds: 20, delayMs: () => (random() < 0.05 ? undefined : 20) },
      delay: 70,
      concealed: 0.12,
    },
    'a low voice with losses': {
      scene: { seconds: 20, hz: 130, delayMs: () => (random() < 0.05 ? undefined : 20) },
      delay: 75,
      concealed: 0.12,
    },
    'three packets in a row lost': {
      scene: { seconds: 6, delayMs: (at) => (at > 2000 && at <= 2060 ? undefined : 20) },
      delay: 70,
    },
    'a stall of 300 ms': {
      scene: { seconds: 20, delayMs: (at) => (at > 5000 && at < 5300 ? 5320 - at : 20) },
      delay: 75,
      silent: 0.02,
      buffered: 330,
    },
    'a stall of two seconds: what it left is skipped': {
      scene: { seconds: 20, delayMs: (at) => (at > 5000 && at < 7000 ? 7020 - at : 20) },
      delay: 75,
      silent: 0.11,
      buffered: 400,
    },
    'a path that gets 80 ms longer': { scene: { seconds: 25, delayMs: (at) => (at < 8000 ? 20 : 100) }, delay: 180 },
    'a path that gets 80 ms shorter': { scene: { seconds: 30, delayMs: (at) => (at < 8000 ? 100 : 20) }, delay: 75 },
  };

  for (const [name, { scene, delay, silent = 0.002, concealed = 0.02, buffered = 250 }] of Object.entries(scenes)) {
    it(`plays without a click over ${name}`, () => {
      const heard = play(scene);
      const clicked = click(heard.samples, scene.hz);
      assert.ok(clicked < NO_CLICK, `a click of ${clicked.toFixed(4)}`);
      assert.ok(delayMs(heard) < delay, `${delayMs(heard).toFixed(0)} ms of delay, at most ${delay}`);
      assert.ok(silence(heard.samples, 200) <= silent, `silent for ${silence(heard.samples, 200).toFixed(3)}`);
      assert.ok(heard.buffer.concealedRatio <= concealed, `concealed ${heard.buffer.concealedRatio.toFixed(3)}`);
      const most = Math.max(...heard.timeline.map(({ bufferedMs }) => bufferedMs));
      assert.ok(most <= buffered, `${most.toFixed(0)} ms were waiting`);
    });
  }

  it('grows its target with jitter and lets it shrink to the least', () => {
    const calm = play({ seconds: 20, delayMs: () => 20 });
    const rough = play({ seconds: 20, delayMs: () => 20 + random() * 150 });
    assert.equal(Math.round(meanOfEnd(calm, 'targetMs')), 30);
    assert.ok(meanOfEnd(rough, 'targetMs') > 120);
    const hopeless = play({ seconds: 30, delayMs: () => 20 + random() * 3000 });
    assert.ok(meanOfEnd(hopeless, 'targetMs') <= 400);
  });

  it('says how much was concealed, and does not count a pause', () => {
    const lossy = play({ seconds: 20, delayMs: () => (random() < 0.2 ? undefined : 20) });
    assert.ok(lossy.buffer.concealedRatio > 0.08 && lossy.buffer.concealedRatio < 0.35);
    const pausing = play({ seconds: 12, delayMs: () => 20, speaks: (at) => at % 3000 < 1500 });
    assert.ok(pausing.buffer.concealedRatio < 0.01);
    assert.ok(click(pausing.samples) < NO_CLICK);
  });

  it('plays a word that is shorter than the buffer', () => {
    const { samples } = play({ seconds: 3, delayMs: () => 20, speaks: (at) => at % 1000 <= 40 });
    assert.ok(silence(samples) < 0.97);
  });

  it('is silent while nothing comes, and has no playhead then', () => {
    const buffer = new AudioJitterBuffer(48_000);
    const plane = new Float32Array(128).fill(1);
    buffer.pull([plane], 0);
    assert.ok(plane.every((sample) => sample === 0));
    assert.equal(buffer.playhead, undefined);
  });

  it('plays a mono track on both sides and keeps the sides of a stereo one apart', () => {
    const constant = (value: number) => new Float32Array(4800).fill(value);
    const pulled = (planes: Float32Array[]) => {
      const buffer = new AudioJitterBuffer(48_000);
      buffer.push({ timestamp: 0, planes }, 0);
      const output = [new Float32Array(960), new Float32Array(960)];
      buffer.pull(output, 0);
      return output.map((plane) => plane.at(-1)!);
    };
    assert.deepEqual(pulled([constant(0.5)]), [0.5, 0.5]);
    assert.deepEqual(pulled([constant(0.5), constant(-0.25)]), [0.5, -0.25]);
  });

  it('takes a publisher that starts again, or whose clock was set back', () => {
    const buffer = new AudioJitterBuffer(48_000);
    const planes = [new Float32Array(4800).fill(0.5)];
    buffer.push({ timestamp: 9e12, planes }, 0);
    buffer.push({ timestamp: 1e12, planes }, 100);
    const output = [new Float32Array(960)];
    buffer.pull(output, 100);
    assert.equal(output[0]!.at(-1), 0.5);
    assert.ok(buffer.playhead! < 2e12);
  });

  it('drops what comes twice or too late', () => {
    const buffer = new AudioJitterBuffer(48_000);
    const planes = [new Float32Array(960)];
    buffer.push({ timestamp: 1_000_000, planes }, 0);
    buffer.push({ timestamp: 1_000_000, planes }, 0);
    buffer.push({ timestamp: 990_000, planes }, 0);
    assert.equal(buffer.bufferedMs, 20);
  });

  it('ignores empty and absurdly long blocks', () => {
    const buffer = new AudioJitterBuffer(48_000);
    buffer.push({ timestamp: 0, planes: [] }, 0);
    buffer.push({ timestamp: 0, planes: [new Float32Array(0)] }, 0);
    buffer.push({ timestamp: 0, planes: [new Float32Array(480_000)] }, 0);
    assert.equal(buffer.bufferedMs, 0);
  });
});
