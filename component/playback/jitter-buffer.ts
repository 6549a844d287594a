/**
 * The sound of one track between its arrival and the loudspeaker: as little delay as arrivals allow, no gaps where they
 * come late, no clicks where they do not come at all. Pure; the caller has clock and threads. Knows nothing of codecs.
 */
import { ArrivalJitter } from './arrival-jitter.ts';
import { SampleRing } from './sample-ring.ts';
import { Concealment, cut, FADE_SAMPLES, findPeriod, repeat } from './splice.ts';

export interface SoundBlock {
  /** Of the first sample, publisher's clock, µs. */
  readonly timestamp: number;
  readonly planes: readonly Float32Array[];
}

const CAPACITY_MS = 2_000;
/** Timestamps are rounded, and clocks drift: so much is taken as it comes. */
const TOLERANCE_MS = 5;
/** A longer pause is a new utterance, and starts when it arrives. */
const MAX_GAP_MS = 500;
/** Sound this old is of a publisher whose clock was set, or that started again. */
const RESTART_MS = 2_000;
/** More above the target than this is what a stall left behind: it is dropped at once, not played faster. */
const SKIP_MS = 300;
/** Deviation from the target worth a splice. */
const SPLICE_MS = 15;
/** Splices further apart than this are not noticed. */
const SPLICE_INTERVAL_MS = 60;
/** After so long without sound it starts again from a full buffer. */
const REFILL_MS = 100;
const LEVEL_SMOOTHING = 0.1;
const CONCEALED_SPAN_MS = 5_000;

export class AudioJitterBuffer {
  readonly #sampleRate: number;
  readonly #jitter = new ArrivalJitter();
  #ring: SampleRing;
  /** Of the next sample to be played; undefined before the first block. */
  #head: number | undefined;
  #isPlaying = false;
  #fillingSinceMs: number | undefined;
  #concealment: Concealment | undefined;
  /** Samples left of the fade from concealment to sound. */
  #fade = 0;
  /** What would be waiting had the last blocks come without jitter, smoothed: compared with the target. */
  #levelMs: number | undefined;
  #lastSpliceMs = Number.NEGATIVE_INFINITY;
  #concealedRatio = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#ring = new SampleRing(1, this.#samples(CAPACITY_MS));
  }

  get bufferedMs(): number {
    return this.#millis(this.#ring.length);
  }

  get targetMs(): number {
    return this.#jitter.targetMs;
  }

  /** Of the last seconds in which there should have been sound, 0 to 1. */
  get concealedRatio(): number {
    return this.#concealedRatio;
  }

  /** Of the next sample to be pulled, µs on the publisher's clock; undefined while nothing plays. */
  get playhead(): number | undefined {
    return this.#isPlaying ? this.#head : undefined;
  }

  push(block: SoundBlock, nowMs: number): void {
    const length = block.planes[0]?.length ?? 0;
    if (length === 0 || length > this.#ring.capacity / 2) return;
    if (block.planes.length !== this.#ring.channels) this.#restart(Math.min(2, block.planes.length));
    const blockMs = this.#millis(length);
    const lateMs = this.#jitter.arrived(block.timestamp / 1000, nowMs, blockMs);
    if (!this.#place(block, length)) return;
    this.#fillingSinceMs ??= nowMs;
    this.#follow(lateMs, nowMs);
  }

  /** Fills the planes, whatever there is; a mono track fills them all alike. */
  pull(output: readonly Float32Array[], nowMs: number): void {
    const count = output[0]?.length ?? 0;
    if (!this.#isPlaying) this.#startWhenFull(nowMs);
    for (const plane of output) plane.fill(0);
    if (!this.#isPlaying) return;
    const sound = Math.min(count, this.#ring.length);
    for (const [channel, plane] of output.entries())
      this.#write(plane, Math.min(channel, this.#ring.channels - 1), sound);
    if (sound > 0) this.#advance(sound);
    if (sound < count) this.#conceal(output, sound, count);
    this.#count(sound, 0);
  }

  #startWhenFull(nowMs: number): void {
    const waitedMs = nowMs - (this.#fillingSinceMs ?? nowMs);
    // A word shorter than the buffer is played when the buffer's time is up.
    const isFull = this.bufferedMs >= this.targetMs || (this.#ring.length > 0 && waitedMs >= this.targetMs);
    if (!isFull) return;
    this.#isPlaying = true;
    this.#levelMs = undefined;
    this.#concealment ??= new Concealment(this.#ring);
    this.#fade = FADE_SAMPLES;
  }

  #write(plane: Float32Array, channel: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const sample = this.#ring.at(channel, i);
      const fading = this.#fade - i;
      if (fading <= 0 || !this.#concealment) plane[i] = sample;
      else {
        const share = fading / FADE_SAMPLES;
        plane[i] = sample * (1 - share) + this.#concealment.at(channel, i) * share;
      }
    }
  }

  #advance(count: number): void {
    this.#ring.advance(count);
    this.#head = (this.#head ?? 0) + this.#micros(count);
    this.#concealment?.advance(count);
    this.#fade = Math.max(0, this.#fade - count);
    if (this.#fade === 0) this.#concealment = undefined;
  }

  #conceal(output: readonly Float32Array[], from: number, count: number): void {
    // Where a fade was under way the old one goes on: what was heard is not in the ring.
    this.#concealment ??= new Concealment(this.#ring);
    for (const [channel, plane] of output.entries()) {
      const source = Math.min(channel, this.#ring.channels - 1);
      for (let i = from; i < count; i++) plane[i] = this.#concealment.at(source, i - from);
    }
    this.#concealment.advance(count - from);
    this.#fade = FADE_SAMPLES;
    if (this.#millis(this.#concealment.played) < REFILL_MS) return;
    this.#isPlaying = false;
    this.#fillingSinceMs = undefined;
  }

  /** Puts the block where its timestamp belongs; false where it came too late. */
  #place(block: SoundBlock, length: number): boolean {
    const waiting = this.#ring.length;
    const tail = (this.#head ?? block.timestamp) + this.#micros(waiting);
    const gapMs = (block.timestamp - tail) / 1000;
    if (gapMs < -RESTART_MS) {
      this.#restart(this.#ring.channels);
      this.#head = block.timestamp;
      this.#ring.append(block.planes);
      return true;
    }
    const overlap = gapMs < -TOLERANCE_MS ? this.#samples(-gapMs) : 0;
    if (overlap >= length) return false;
    const concealed = waiting === 0 ? (this.#concealment?.played ?? 0) : 0;
    const missingMs = gapMs - this.#millis(concealed);
    if (concealed > 0 && missingMs <= MAX_GAP_MS) {
      this.#count(0, concealed);
      this.#jitter.ranDry(missingMs <= 0 && this.#millis(concealed) < REFILL_MS * 2);
    }
    const isHole = missingMs > TOLERANCE_MS && missingMs <= MAX_GAP_MS && this.#isPlaying;
    if (isHole) this.#fill(this.#samples(missingMs), block.planes);
    else this.#ring.append(block.planes, overlap);
    this.#head = block.timestamp + this.#micros(length) - this.#micros(this.#ring.length);
    return true;
  }

  /** Sound for packets that were lost between what waits and what came, and what came, without a step between them. */
  #fill(count: number, planes: readonly Float32Array[]): void {
    const end = this.#ring.length;
    // With nothing waiting, what conceals already goes on; it fades into the ring, which then holds the same.
    const concealment = (end === 0 ? this.#concealment : undefined) ?? new Concealment(this.#ring, end);
    const length = planes[0]?.length ?? 0;
    const filled = Array.from({ length: this.#ring.channels }, (_, channel) => {
      const source = planes[Math.min(channel, planes.length - 1)];
      const plane = new Float32Array(count + length);
      for (let i = 0; i < count; i++) plane[i] = concealment.at(channel, i);
      for (let i = 0; i < length; i++) {
        const share = Math.min(1, (i + 0.5) / FADE_SAMPLES);
        plane[count + i] = concealment.at(channel, count + i) * (1 - share) + (source?.[i] ?? 0) * share;
      }
      return plane;
    });
    this.#ring.append(filled);
    this.#count(0, count);
  }

  /** Samples that were played as they came, and in place of others. A pause is neither. */
  #count(genuine: number, concealed: number): void {
    const share = Math.min(1, (genuine + concealed) / this.#samples(CONCEALED_SPAN_MS));
    this.#concealedRatio += (concealed / Math.max(1, genuine + concealed) - this.#concealedRatio) * share;
  }

  /** Keeps the delay near the target: a period left out or repeated now and then, or a jump after a stall. */
  #follow(lateMs: number, nowMs: number): void {
    const { targetMs } = this;
    const excessMs = this.bufferedMs - targetMs;
    if (excessMs > SKIP_MS) {
      this.#cut(this.#samples(excessMs));
      this.#levelMs = undefined;
      return;
    }
    if (!this.#isPlaying) return;
    const seenMs = this.bufferedMs + lateMs;
    this.#levelMs = this.#levelMs === undefined ? seenMs : this.#levelMs + (seenMs - this.#levelMs) * LEVEL_SMOOTHING;
    if (nowMs - this.#lastSpliceMs < SPLICE_INTERVAL_MS || this.#fade > 0) return;
    // Also of what really waits: after a path has become longer, what came before it misleads for a while.
    const isAbove = this.#levelMs > targetMs + SPLICE_MS && this.bufferedMs > targetMs;
    if (isAbove) this.#spliced(this.#cut(findPeriod(this.#ring, 0, 1)), nowMs);
    else if (this.#levelMs < targetMs - SPLICE_MS) this.#spliced(this.#repeat(findPeriod(this.#ring, 0, -1)), nowMs);
  }

  #cut(count: number | undefined): number {
    if (count === undefined || this.#ring.length < count + FADE_SAMPLES) return 0;
    cut(this.#ring, count);
    this.#head = (this.#head ?? 0) + this.#micros(count);
    return -count;
  }

  #repeat(count: number | undefined): number {
    if (count === undefined || this.#ring.past < count || this.#ring.length < FADE_SAMPLES) return 0;
    repeat(this.#ring, count);
    this.#head = (this.#head ?? 0) - this.#micros(count);
    return count;
  }

  #spliced(change: number, nowMs: number): void {
    if (change === 0) return;
    this.#lastSpliceMs = nowMs;
    this.#levelMs = (this.#levelMs ?? 0) + this.#millis(change);
  }

  #restart(channels: number): void {
    this.#ring = new SampleRing(channels, this.#ring.capacity);
    this.#head = undefined;
    this.#isPlaying = false;
    this.#fillingSinceMs = undefined;
    this.#concealment = undefined;
    this.#fade = 0;
    this.#levelMs = undefined;
    this.#jitter.restart();
  }

  #samples(ms: number): number {
    return Math.round((ms * this.#sampleRate) / 1000);
  }

  #millis(samples: number): number {
    return (samples * 1000) / this.#sampleRate;
  }

  #micros(samples: number): number {
    return (samples * 1e6) / this.#sampleRate;
  }
}
