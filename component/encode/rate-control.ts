/**
 * How much a video publication may send: bitrate or JPEG quality first, then frames per second, then size. Down within a
 * second, up with care. Pure: samples in, next state out. Knows nothing of encoders or sockets.
 */
import type { VideoCodec, VideoSettings } from '../media/messages.ts';
import type { EncoderRate, FrameSize } from './frame-encoder.ts';
import { JPEG_QUALITY, nextJpegStep, nextVideoStep, RATE_STEPS } from './rate-steps.ts';

/** What was seen since the last sample, a few times a second. */
export interface RateSample {
  readonly nowMs: number;
  /** How long the oldest unacknowledged packet waits beyond the path's own round trip. */
  readonly queueDelayMs: number;
  /** Not yet taken by the browser's socket, as time at the current bitrate, milliseconds. */
  readonly bufferedMs: number;
  /** Bits per second of this track that went out in the last second. */
  readonly sentBps: number;
  /** Receivers for whom the relay drops much of this track, 0 to 1 of all. */
  readonly strugglingRatio: number;
  /** Median time in the encoder; undefined while there are too few frames to say. */
  readonly encodeMs: number | undefined;
}

export interface RateGoal {
  readonly settings: Pick<VideoSettings, 'content' | 'framesPerSecond'>;
  readonly codec: VideoCodec;
  /** At full scale. */
  readonly size: FrameSize;
}

export interface RateState {
  readonly bitrateBps: number;
  readonly jpegQuality: number;
  /** How many steps down for want of processor time. */
  readonly processorStep: number;
  /** How many steps down for want of network: which frame rate and size belong to the bitrate. */
  readonly networkStep: number;
  readonly lastDownMs: number;
  readonly lastUpMs: number;
  /** When `networkStep` last changed. */
  readonly lastStepMs: number;
  /** Samples in a row with a queue: one alone may be a hiccup of this machine. */
  readonly queuedSamples: number;
  /** Bitrate at which the network last refused: near it, up is slow. */
  readonly refusedBps: number;
  readonly processorChangedMs: number;
  /** When a step up was last tried. */
  readonly processorTriedMs: number;
  /** How long the processor must look idle before another try; doubles with each try that failed. */
  readonly processorPatienceMs: number;
}

/** What to do with the next frames. */
export interface RateDecision extends EncoderRate {
  /** Of each side, 0 to 1. */
  readonly scale: number;
  readonly limitedBy: 'none' | 'network' | 'processor';
}

/** Two frames late at 30 per second, above the noise of a busy machine and of Wi-Fi. */
const QUEUED_MS = 120;
/** A queue of this much is seen as a frozen picture. */
const STALLED_MS = 500;
/** A step down shows in the queue only after what is queued has drained. */
const DOWN_INTERVAL_MS = 400;
/** Receivers' figures come once a second. */
const STRUGGLING_INTERVAL_MS = 1_500;
const CLEAR_AFTER_DOWN_MS = 3_000;
const UP_INTERVAL_MS = 1_000;
const UP = 1.08;
/** While the path has refused nothing yet: from the start to all within three seconds. */
const UP_UNREFUSED = 1.25;
const UP_NEAR_REFUSED = 1.03;
const MIN_BITRATE_BPS = 60_000;
/** Encoding may take this much of the time between frames: the rest of the pass, and the page, want some too. */
const MAX_ENCODE_SHARE = 0.5;
const IDLE_ENCODE_SHARE = 0.2;
const PROCESSOR_INTERVAL_MS = 1_500;
const PROCESSOR_PATIENCE_MS = 10_000;
const MAX_PROCESSOR_PATIENCE_MS = 160_000;
/** With less than this of the full bitrate a moving picture shows it, also at full size. */
const POOR_SHARE = 0.4;

/** Bits per second for a good picture: 1 Mbit/s for 640×480 at 30 frames in H.264; less than linear in both. */
export function fullBitrateBps({ codec, size, settings }: RateGoal): number {
  const pixels = (size.width * size.height) / (640 * 480);
  const frames = settings.framesPerSecond / 30;
  if (codec === 'mjpeg') return 6_000_000 * pixels * frames;
  const efficiency = { h264: 1, vp8: 1.1, vp9: 0.75, av1: 0.65 }[codec];
  return Math.max(150_000, 1_000_000 * pixels ** 0.75 * frames ** 0.6 * efficiency);
}

/** Starts at 60 % of the full bitrate: a good picture within a second or two, and no flood into an unknown path. */
export const initialRate = (nowMs: number, goal: RateGoal): RateState => ({
  bitrateBps: fullBitrateBps(goal) * 0.6,
  jpegQuality: 0.5,
  processorStep: 0,
  networkStep: 0,
  lastDownMs: Number.NEGATIVE_INFINITY,
  lastUpMs: nowMs,
  lastStepMs: nowMs,
  queuedSamples: 0,
  refusedBps: Number.POSITIVE_INFINITY,
  processorChangedMs: nowMs,
  processorTriedMs: Number.NEGATIVE_INFINITY,
  processorPatienceMs: PROCESSOR_PATIENCE_MS,
});

/** The same share of another goal's bitrate, after a change of codec, size or settings; not beyond what was refused. */
export function rescaleRate(state: RateState, before: RateGoal, goal: RateGoal): RateState {
  const bitrateBps = (state.bitrateBps * fullBitrateBps(goal)) / fullBitrateBps(before);
  return { ...state, bitrateBps: Math.max(MIN_BITRATE_BPS, Math.min(bitrateBps, state.refusedBps)) };
}

export function nextRate(state: RateState, sample: RateSample, goal: RateGoal): RateState {
  return forProcessor(forNetwork(state, sample, goal), sample, goal);
}

function forNetwork(state: RateState, sample: RateSample, goal: RateGoal): RateState {
  const full = fullBitrateBps(goal);
  const isQueued = Math.max(sample.queueDelayMs, sample.bufferedMs) > QUEUED_MS;
  const queuedSamples = isQueued ? state.queuedSamples + 1 : 0;
  const bitrateBps = nextBitrate({ ...state, queuedSamples }, sample, full);
  const went = Math.sign(bitrateBps - state.bitrateBps);
  const jpegQuality = nextJpegQuality(state, sample, bitrateBps);
  const networkStep = nextStep({ ...state, bitrateBps, jpegQuality }, sample, goal);
  return {
    ...state,
    bitrateBps,
    jpegQuality,
    networkStep,
    queuedSamples,
    lastDownMs: went < 0 ? sample.nowMs : state.lastDownMs,
    lastUpMs: went > 0 ? sample.nowMs : state.lastUpMs,
    lastStepMs: networkStep === state.networkStep ? state.lastStepMs : sample.nowMs,
    refusedBps: went < 0 ? state.bitrateBps : state.refusedBps,
  };
}

function nextBitrate(state: RateState, sample: RateSample, full: number): number {
  const { bitrateBps, lastDownMs, lastUpMs, refusedBps, queuedSamples } = state;
  const { nowMs, strugglingRatio, sentBps } = sample;
  const queuedMs = Math.max(sample.queueDelayMs, sample.bufferedMs);
  const sinceDownMs = nowMs - lastDownMs;
  if (queuedMs > QUEUED_MS) {
    const isHiccup = queuedSamples < 2 && queuedMs < STALLED_MS;
    if (isHiccup || sinceDownMs < DOWN_INTERVAL_MS) return Math.min(full, bitrateBps);
    const factor = queuedMs > STALLED_MS ? 0.5 : 0.75;
    // From what really went out: a target far above it would take several steps to matter.
    const from = sentBps > 0 ? Math.min(bitrateBps, Math.max(sentBps, bitrateBps / 2)) : bitrateBps;
    return Math.max(MIN_BITRATE_BPS, from * factor);
  }
  if (strugglingRatio > 0.5) {
    return sinceDownMs < STRUGGLING_INTERVAL_MS ? bitrateBps : Math.max(MIN_BITRATE_BPS, bitrateBps * 0.8);
  }
  const isClear = queuedMs < QUEUED_MS / 3 && strugglingRatio === 0;
  if (!isClear || sinceDownMs < CLEAR_AFTER_DOWN_MS || nowMs - lastUpMs < UP_INTERVAL_MS) {
    return Math.min(full, bitrateBps);
  }
  if (!Number.isFinite(refusedBps)) return Math.min(full, bitrateBps * UP_UNREFUSED);
  const isNearRefused = bitrateBps > refusedBps * 0.85 && bitrateBps < refusedBps * 1.1;
  return Math.min(full, bitrateBps * (isNearRefused ? UP_NEAR_REFUSED : UP));
}

/** JPEG has no bitrate to set: quality follows what the frames really took. */
function nextJpegQuality({ jpegQuality }: RateState, { sentBps }: RateSample, bitrateBps: number): number {
  const { most, least, down, up } = JPEG_QUALITY;
  if (sentBps > bitrateBps * 1.1) return Math.max(least, jpegQuality - (sentBps > bitrateBps * 1.5 ? 2 * down : down));
  if (sentBps < bitrateBps * 0.85) return Math.min(most, jpegQuality + up);
  return jpegQuality;
}

function nextStep(state: RateState, { nowMs, sentBps }: RateSample, goal: RateGoal): number {
  const { networkStep: step, bitrateBps, jpegQuality: quality } = state;
  const input = { step, content: goal.settings.content, bitrateBps, sentBps };
  if (goal.codec !== 'mjpeg') return nextVideoStep(input, fullBitrateBps(goal));
  // The start was only careful: what the path takes is not known yet, and is in a moment.
  const isRising = !Number.isFinite(state.refusedBps) && bitrateBps < fullBitrateBps(goal);
  if (isRising) return step;
  const sinceStepMs = nowMs - state.lastStepMs;
  return nextJpegStep({ ...input, quality, sinceStepMs, sinceCongestionMs: nowMs - state.lastDownMs });
}

function forProcessor(state: RateState, { nowMs, encodeMs }: RateSample, goal: RateGoal): RateState {
  if (encodeMs === undefined) return state;
  const share = encodeMs / (1000 / decideRate(state, goal).framesPerSecond);
  const sinceMs = nowMs - state.processorChangedMs;
  const last = RATE_STEPS[goal.settings.content].length - 1;
  if (share > MAX_ENCODE_SHARE && state.processorStep < last && sinceMs > PROCESSOR_INTERVAL_MS) {
    // Soon after a step up: that try failed, and the next one waits longer.
    const failed = nowMs - state.processorTriedMs < PROCESSOR_PATIENCE_MS;
    const patience = failed ? state.processorPatienceMs * 2 : state.processorPatienceMs;
    return {
      ...state,
      processorStep: state.processorStep + 1,
      processorChangedMs: nowMs,
      processorPatienceMs: Math.min(MAX_PROCESSOR_PATIENCE_MS, patience),
    };
  }
  if (share < IDLE_ENCODE_SHARE && state.processorStep > 0 && sinceMs > state.processorPatienceMs) {
    return { ...state, processorStep: state.processorStep - 1, processorChangedMs: nowMs, processorTriedMs: nowMs };
  }
  return state;
}

export function decideRate(state: RateState, goal: RateGoal): RateDecision {
  const { settings } = goal;
  const index = Math.max(state.networkStep, state.processorStep);
  const step = RATE_STEPS[settings.content][index] ?? { frames: 1, scale: 1 };
  return {
    bitrateBps: state.bitrateBps,
    jpegQuality: state.jpegQuality,
    framesPerSecond: Math.max(1, settings.framesPerSecond * step.frames),
    scale: step.scale,
    limitedBy: limitedBy(state, fullBitrateBps(goal)),
  };
}

function limitedBy({ networkStep, processorStep, refusedBps, bitrateBps }: RateState, full: number) {
  if (networkStep > 0 && networkStep >= processorStep) return 'network';
  if (processorStep > 0) return 'processor';
  return Number.isFinite(refusedBps) && bitrateBps < full * POOR_SHARE ? 'network' : 'none';
}
