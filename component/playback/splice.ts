/** Cutting, repeating and replacing stretches of sound without a click: overlap-add at the best-fitting place. Pure. */
import type { SampleRing } from './sample-ring.ts';

/** Samples over which one stretch fades into another: 5 ms at 48 kHz. */
export const FADE_SAMPLES = 240;
/** Periods of voices, 67 to 400 Hz; what is cut or repeated is one of them, or several. */
const MIN_PERIOD = 120;
const MAX_PERIOD = 720;
/** A concealed stretch is heard at full volume for 10 ms, and gone after 60: a longer repeat sounds like a robot. */
const CONCEAL_FULL = 480;
const CONCEAL_END = 2_880;
/** Every other sample and lag: voices have nothing above 6 kHz that would decide the match. */
const STRIDE = 2;

/**
 * Distance from `offset` to where the sound is most like what follows `offset`; `direction` 1 looks ahead, -1 back.
 * Undefined where too little sound is there.
 */
export function findPeriod(ring: SampleRing, offset: number, direction: 1 | -1): number | undefined {
  const room = direction === 1 ? ring.length - offset : ring.past + offset;
  const most = Math.min(MAX_PERIOD, direction === 1 ? room - FADE_SAMPLES : room);
  let best: number | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let lag = MIN_PERIOD; lag <= most; lag += STRIDE) {
    let product = 0;
    let energy = 1e-9;
    for (let i = 0; i < FADE_SAMPLES; i += STRIDE) {
      const other = ring.at(0, offset + direction * lag + i);
      product += ring.at(0, offset + i) * other;
      energy += other * other;
    }
    const score = product / Math.sqrt(energy);
    if (score <= bestScore) continue;
    bestScore = score;
    best = lag;
  }
  return best;
}

/** Leaves out the next `count` samples; the ring must hold FADE_SAMPLES more. */
export function cut(ring: SampleRing, count: number): void {
  for (let channel = 0; channel < ring.channels; channel++) {
    for (let i = 0; i < FADE_SAMPLES; i++) {
      const share = (i + 0.5) / FADE_SAMPLES;
      const value = ring.at(channel, i) * (1 - share) + ring.at(channel, count + i) * share;
      ring.set(channel, count + i, value);
    }
  }
  ring.advance(count);
}

/** Plays the last `count` samples once more; the ring must hold them, and FADE_SAMPLES waiting. */
export function repeat(ring: SampleRing, count: number): void {
  for (let channel = 0; channel < ring.channels; channel++) {
    for (let i = 0; i < FADE_SAMPLES; i++) {
      const share = (i + 0.5) / FADE_SAMPLES;
      const value = ring.at(channel, i) * (1 - share) + ring.at(channel, i - count) * share;
      ring.set(channel, i - count, value);
    }
  }
  ring.advance(-count);
}

/** What is heard in place of missing sound: the last period again and again, fading away. Made when sound runs out. */
export class Concealment {
  readonly #loops: readonly Float32Array[];
  /** The step from the last sample to the loop, taken away over the first samples. */
  readonly #steps: readonly number[];
  #played = 0;

  /** `end`: offset in the ring after the last good sample. Silent where too little sound is there to repeat. */
  constructor(ring: SampleRing, end = 0) {
    const known = ring.past + end;
    const period = known >= MIN_PERIOD + 2 * FADE_SAMPLES ? findPeriod(ring, end - FADE_SAMPLES, -1) : undefined;
    if (period === undefined || known < 2 * period) {
      const last = Array.from({ length: ring.channels }, (_, channel) => (known > 0 ? ring.at(channel, end - 1) : 0));
      this.#loops = last.map(() => new Float32Array(1));
      this.#steps = last;
      return;
    }
    const blend = Math.floor(period / 4);
    this.#loops = Array.from({ length: ring.channels }, (_, channel) => {
      const loop = new Float32Array(period);
      for (let i = 0; i < period; i++) {
        const share = Math.max(0, (i - (period - blend) + 1) / blend);
        // Towards its end the loop becomes what came before its start, so that it closes without a step.
        const before = known >= 2 * period ? ring.at(channel, end - 2 * period + i) : 0;
        loop[i] = ring.at(channel, end - period + i) * (1 - share) + before * share;
      }
      return loop;
    });
    this.#steps = this.#loops.map((_, channel) => ring.at(channel, end - 1) - ring.at(channel, end - period - 1));
  }

  /** Samples played since the sound ran out. */
  get played(): number {
    return this.#played;
  }

  /** The sample `ahead` of the next one. */
  at(channel: number, ahead = 0): number {
    const place = this.#played + ahead;
    if (place >= CONCEAL_END) return 0;
    const loop = this.#loops[channel];
    if (!loop) return 0;
    const volume = place < CONCEAL_FULL ? 1 : (CONCEAL_END - place) / (CONCEAL_END - CONCEAL_FULL);
    const step = place < FADE_SAMPLES ? (this.#steps[channel] ?? 0) * (1 - place / FADE_SAMPLES) : 0;
    return ((loop[place % loop.length] ?? 0) + step) * volume;
  }

  advance(count: number): void {
    this.#played += count;
  }
}
