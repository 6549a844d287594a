/**
 * Frame rates and sizes that go with little bandwidth or processor time, in order, and when to take which. Pure. Knows
 * nothing of how the bandwidth is found out.
 */
import type { VideoSettings } from '../media/messages.ts';

export interface RateStep {
  /** The bitrate's share of the full one down to which the step before this one holds. */
  readonly below: number;
  /** Of the frames per second that were asked for. */
  readonly frames: number;
  /** Of each side. */
  readonly scale: number;
}

/** Motion: a moving face is worth more than its detail. Detail: text that cannot be read is worth nothing. */
export const RATE_STEPS: Readonly<Record<VideoSettings['content'], readonly RateStep[]>> = {
  motion: [
    { below: Number.POSITIVE_INFINITY, frames: 1, scale: 1 },
    { below: 0.4, frames: 2 / 3, scale: 1 },
    { below: 0.25, frames: 2 / 3, scale: 0.75 },
    { below: 0.14, frames: 1 / 2, scale: 0.5 },
    { below: 0.07, frames: 1 / 3, scale: 0.375 },
  ],
  detail: [
    { below: Number.POSITIVE_INFINITY, frames: 1, scale: 1 },
    { below: 0.6, frames: 1 / 2, scale: 1 },
    { below: 0.3, frames: 1 / 4, scale: 1 },
    { below: 0.12, frames: 1 / 6, scale: 0.75 },
    { below: 0.05, frames: 1 / 10, scale: 0.5 },
  ],
};

/** Quality of JPEG, 0 to 1: its range, what counts as good, and how fast it moves per sample. */
export const JPEG_QUALITY = { most: 0.65, good: 0.5, least: 0.2, down: 0.06, up: 0.02 } as const;

/** To take a step back up the bitrate must be so much above its threshold; else it would flap around it. */
const HYSTERESIS = 1.3;
/** Pictures that take less than this of what they may are easy ones, and look well with little. */
const NEEDED_SHARE = 0.7;
/** ms: a step down shows in what is sent after about so long. */
const DOWN_INTERVAL_MS = 400;
/** ms without congestion or another step. */
const CALM_MS = 3_000;

export interface StepInput {
  readonly step: number;
  readonly content: VideoSettings['content'];
  readonly bitrateBps: number;
  readonly sentBps: number;
}

/** By how much of the full bitrate is left, where the pictures need what is left. */
export function nextVideoStep({ step, content, bitrateBps, sentBps }: StepInput, fullBps: number): number {
  const steps = RATE_STEPS[content];
  const share = bitrateBps / fullBps;
  const lower = steps.findLastIndex(({ below }) => share < below);
  if (lower > step) return sentBps > bitrateBps * NEEDED_SHARE ? lower : step;
  const up = steps.findLastIndex(({ below }) => share < below * HYSTERESIS);
  return Math.min(step, up);
}

export interface JpegStepInput extends StepInput {
  readonly quality: number;
  /** Since the last step. */
  readonly sinceStepMs: number;
  readonly sinceCongestionMs: number;
}

/** By quality, which says whether the pictures fit: frames and size follow when it is at its end. */
export function nextJpegStep(input: JpegStepInput): number {
  const { step, content, bitrateBps, sentBps, quality, sinceStepMs, sinceCongestionMs } = input;
  const steps = RATE_STEPS[content];
  const isTooMuch = quality <= JPEG_QUALITY.least && sentBps > bitrateBps;
  if (isTooMuch && step < steps.length - 1 && sinceStepMs > DOWN_INTERVAL_MS) return step + 1;
  const [now, above] = [steps[step], steps[step - 1]];
  if (!now || !above || Math.min(sinceStepMs, sinceCongestionMs) < CALM_MS) return step;
  // What it would take as it is; quality, which is good now, makes up for a little too much.
  const wouldTake = (sentBps * above.frames * above.scale ** 2) / (now.frames * now.scale ** 2);
  return quality >= JPEG_QUALITY.good && wouldTake < bitrateBps * 1.1 ? step - 1 : step;
}
