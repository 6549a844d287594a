/**
 * Which codec a publication uses, and which next when that one fails or is too slow. Pure: who asks also tries, and
 * tells what came of it. Codecs are named by WebCodecs' strings, whose level follows the frame size.
 */
import type { VideoCodec, VideoCodecChoice } from '../media/messages.ts';
import type { FrameSize } from './frame-encoder.ts';

export type WebCodec = Exclude<VideoCodec, 'mjpeg'>;

/** H.264 first: the cheapest in software on few cores, and in hardware nearly everywhere. MJPEG needs no codec at all. */
const PREFERRED: readonly VideoCodec[] = ['h264', 'vp8', 'vp9', 'av1', 'mjpeg'];
/** An encoder that ran so long and then failed was reset by something outside it; it deserves another try. */
const PROVEN_MS = 5_000;
/** Software VP8 uses two threads from 640×480 pixels, and those wait for each other whenever the cores are busy. */
const VP8_THREADS_PIXELS = 640 * 480;
/** Just below it, in even sides: 2.5 percent fewer pixels, and 5 instead of 200 ms on two busy cores. */
const VP8_SINGLE_THREAD_PIXELS = 632 * 474;
/** With more cores than this, two VP8 threads find one each. */
const FEW_CORES = 4;

/** The codecs to try, best first, ending in MJPEG, which stays whatever is to be avoided. */
export const codecOrder = (choice: VideoCodecChoice, avoid: readonly string[] = []): readonly VideoCodec[] =>
  (choice === 'auto' ? PREFERRED : [choice, ...PREFERRED.filter((codec) => codec !== choice)]).filter(
    (codec) => codec === 'mjpeg' || !avoid.includes(codec),
  );

export class CodecChoice {
  readonly #choice: VideoCodecChoice;
  /** Not tried yet, best first; the first is the current one. */
  #left: readonly VideoCodec[];
  /** Median encode time of those that were too slow, by codec. */
  readonly #slow = new Map<VideoCodec, number>();

  /**
   * @param distrusted codecs that failed before in this browser, tried only when nothing better is left
   * @param avoid codecs that somebody who receives them could not show
   */
  constructor(
    choice: VideoCodecChoice,
    distrusted: ReadonlySet<VideoCodec> = new Set(),
    avoid: readonly string[] = [],
  ) {
    this.#choice = choice;
    const order = codecOrder(choice, avoid);
    const trusted = order.filter((codec) => !distrusted.has(codec));
    this.#left = trusted.length > 0 ? trusted : order;
  }

  /** Undefined once all have failed. */
  get current(): VideoCodec | undefined {
    return this.#left[0];
  }

  /** The current codec is not to be had, or broke after running for `ranMs`. */
  failed(ranMs: number): void {
    if (ranMs < PROVEN_MS) this.#left = this.#left.slice(1);
  }

  /**
   * The current codec takes too long. True where `current` is now another one, worth opening; false where smaller or
   * fewer frames are the only way. A codec that was asked for by name stays.
   */
  tooSlow(medianMs: number): boolean {
    const { current } = this;
    if (this.#choice !== 'auto' || current === undefined || current === 'mjpeg') return false;
    this.#slow.set(current, medianMs);
    // The other two cost more than these in every software encoder.
    const untried = this.#left.find((codec) => (codec === 'h264' || codec === 'vp8') && !this.#slow.has(codec));
    const quickest = [...this.#slow].reduce((best, one) => (one[1] < best[1] ? one : best))[0];
    const next = untried ?? quickest;
    if (next === current || !this.#left.includes(next)) return false;
    this.#left = [next, ...this.#left.filter((codec) => codec !== next)];
    return true;
  }
}

/** Upper limit of pixels for a codec, on a machine with that many cores. */
export const maxPixels = (codec: VideoCodec, size: FrameSize, cores: number): number => {
  const area = size.width * size.height;
  // A size far above was asked for knowingly.
  const isAtThreshold = area >= VP8_THREADS_PIXELS && area < VP8_THREADS_PIXELS * 1.2;
  return codec === 'vp8' && cores <= FEW_CORES && isAtThreshold ? VP8_SINGLE_THREAD_PIXELS : Number.POSITIVE_INFINITY;
};

/** Levels by luma pixels, for up to 30 frames a second or a little more: a higher one than needed is harmless. */
const LEVELS = [
  { pixels: 1280 * 720, h264: 'avc1.42E01F', vp9: 'vp09.00.31.08', av1: 'av01.0.05M.08' },
  { pixels: 1920 * 1088, h264: 'avc1.42E02A', vp9: 'vp09.00.41.08', av1: 'av01.0.09M.08' },
  { pixels: Number.POSITIVE_INFINITY, h264: 'avc1.42E034', vp9: 'vp09.00.52.08', av1: 'av01.0.13M.08' },
] as const;

/** H.264 as Constrained Baseline: every decoder takes it, and none reorders frames. */
export function codecString(codec: WebCodec, { width, height }: FrameSize): string {
  if (codec === 'vp8') return 'vp8';
  const level = LEVELS.find(({ pixels }) => width * height <= pixels) ?? LEVELS[2];
  return level[codec];
}
