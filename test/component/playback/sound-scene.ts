/** A call's sound in a test: a sine sent in blocks over a network that the test describes, played in quanta of 128. */
import { AudioJitterBuffer } from '../../../component/playback/jitter-buffer.ts';

const RATE = 48_000;
const QUANTUM = 128;
const BLOCK = 960;
const EPOCH = 1_795_000_000_000_000;

export interface Scene {
  readonly seconds: number;
  readonly hz?: number;
  /** Milliseconds on the way of the block sent at that time; undefined: lost. */
  readonly delayMs: (sentMs: number, index: number) => number | undefined;
  /** Sound or nothing at all (a muted microphone) at that time. */
  readonly speaks?: (sentMs: number) => boolean;
}

export interface Heard {
  readonly buffer: AudioJitterBuffer;
  readonly samples: Float32Array;
  /** Sampled every 10 ms. */
  readonly timeline: readonly { atMs: number; bufferedMs: number; targetMs: number; playhead: number | undefined }[];
}

export function play({ seconds, hz = 440, delayMs, speaks = () => true }: Scene): Heard {
  const buffer = new AudioJitterBuffer(RATE);
  const arrivals: { atMs: number; index: number }[] = [];
  for (let index = 0; index * 20 < seconds * 1000; index++) {
    const sentMs = index * 20 + 20;
    const delay = speaks(sentMs) ? delayMs(sentMs, index) : undefined;
    if (delay !== undefined) arrivals.push({ atMs: sentMs + delay, index });
  }
  // TCP keeps the order: what is sent later never arrives earlier.
  let latest = 0;
  const ordered = arrivals.map(({ atMs, index }) => {
    latest = Math.max(latest, atMs);
    return { atMs: latest, index };
  });
  const samples = new Float32Array(Math.floor((seconds * RATE) / QUANTUM) * QUANTUM);
  const timeline: Heard['timeline'][number][] = [];
  let next = 0;
  for (let at = 0; at < samples.length; at += QUANTUM) {
    const nowMs = (at * 1000) / RATE;
    for (let arrival = ordered[next]; arrival && arrival.atMs <= nowMs; arrival = ordered[++next]) {
      buffer.push(
        { timestamp: EPOCH + arrival.index * 20_000, planes: [sine(arrival.index * BLOCK, BLOCK, hz)] },
        nowMs,
      );
    }
    buffer.pull([samples.subarray(at, at + QUANTUM)], nowMs);
    if ((at / QUANTUM) % 4 === 0) {
      const { bufferedMs, targetMs, playhead } = buffer;
      timeline.push({
        atMs: nowMs,
        bufferedMs,
        targetMs,
        playhead: playhead === undefined ? undefined : playhead - EPOCH,
      });
    }
  }
  return { buffer, samples, timeline };
}

const AMPLITUDE = 0.5;

function sine(from: number, length: number, hz: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => AMPLITUDE * Math.sin((2 * Math.PI * hz * (from + i)) / RATE));
}

/**
 * The largest change of slope between neighbouring samples beyond the sine's own. A block boundary cut at random gives
 * 0.1 to 1, a linear fade over 5 ms up to 0.004.
 */
export function click(samples: Float32Array, hz = 440): number {
  const own = AMPLITUDE * ((2 * Math.PI * hz) / RATE) ** 2;
  let most = 0;
  for (let i = 2; i < samples.length; i++) {
    most = Math.max(most, Math.abs(samples[i]! - 2 * samples[i - 1]! + samples[i - 2]!));
  }
  return Math.max(0, most - own);
}

/** Share of 5 ms pieces that are silent. */
export function silence(samples: Float32Array, fromMs = 0): number {
  const piece = 240;
  let silent = 0;
  let pieces = 0;
  for (let at = Math.floor((fromMs * RATE) / 1000); at + piece <= samples.length; at += piece) {
    pieces++;
    if (samples.subarray(at, at + piece).every((sample) => Math.abs(sample) < 1e-3)) silent++;
  }
  return silent / pieces;
}

/** A repeatable chance, 0 to 1 (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
