/**
 * How large and how often a publication's frames go out: from what the source gives, what was asked for and what rate
 * control leaves of it. Knows nothing of encoders or connections.
 */
import { maxPixels } from '../encode/codec-choice.ts';
import type { FrameSize } from '../encode/frame-encoder.ts';
import { FrameRateGate } from '../encode/frame-rate.ts';
import { encodeSize } from '../encode/frame-size.ts';
import {
  decideRate,
  initialRate,
  nextRate,
  type RateDecision,
  type RateGoal,
  type RateSample,
  type RateState,
  rescaleRate,
} from '../encode/rate-control.ts';
import type { VideoCodec, VideoSettings } from './messages.ts';

/** What the next frame is to be like. */
export interface Pace extends RateDecision {
  readonly size: FrameSize;
}

export class OutgoingPace {
  /** Processor cores of this machine. */
  readonly #cores: number;
  readonly #gate = new FrameRateGate();
  #settings: VideoSettings;
  #goal: RateGoal | undefined;
  #rate: RateState | undefined;
  #source: FrameSize | undefined;

  constructor(settings: VideoSettings, cores: number) {
    this.#settings = settings;
    this.#cores = cores;
  }

  get settings(): VideoSettings {
    return this.#settings;
  }

  set settings(settings: VideoSettings) {
    this.#settings = settings;
  }

  /** Frames per second to take now. */
  get framesPerSecond(): number {
    return this.now?.framesPerSecond ?? this.#settings.framesPerSecond;
  }

  /** Undefined before the first frame. */
  get now(): Pace | undefined {
    if (!this.#goal || !this.#rate || !this.#source) return undefined;
    const decided = decideRate(this.#rate, this.#goal);
    const { codec, size } = this.#goal;
    const limit = maxPixels(codec, size, this.#cores);
    return { ...decided, size: encodeSize(this.#source, this.#settings, decided.scale, limit) };
  }

  /** False where a frame captured then comes too soon. */
  admits(capturedMs: number): boolean {
    return this.#gate.admits(capturedMs, this.framesPerSecond);
  }

  /** A frame of that size is about to be encoded in that codec. */
  follow(source: FrameSize, codec: VideoCodec, nowMs: number): Pace | undefined {
    this.#source = source;
    const before = this.#goal;
    const settings = this.#settings;
    const size = encodeSize(source, settings);
    if (before?.codec !== codec || before.settings !== settings || !isSameSize(before.size, size)) {
      const goal = { codec, settings, size };
      this.#rate = this.#rate && before ? rescaleRate(this.#rate, before, goal) : initialRate(nowMs, goal);
      this.#goal = goal;
    }
    return this.now;
  }

  /** What became of the frames since the last sample. */
  sample(sample: RateSample): void {
    if (this.#rate && this.#goal) this.#rate = nextRate(this.#rate, sample, this.#goal);
  }
}

export const isSameSize = (a: FrameSize, b: FrameSize | undefined): boolean =>
  b !== undefined && a.width === b.width && a.height === b.height;
