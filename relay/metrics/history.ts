/**
 * The last quarter of an hour, a line every two seconds: what the operator's page draws. Numbers only, of nobody in
 * particular. Knows nothing of pages.
 */
import type { Clock, Timer } from '../clock.ts';
import type { Counters } from './counters.ts';
import type { Figures } from './figures.ts';

export const SAMPLE_INTERVAL_MS = 2_000;
/** 15 minutes. */
const MAX_SAMPLES = 450;

/** Amounts per second are averages since the sample before. */
export interface Sample {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly connections: number;
  readonly rooms: number;
  readonly participants: number;
  readonly tracks: number;
  readonly subscriptions: number;
  readonly bitsInPerSecond: number;
  readonly bitsOutPerSecond: number;
  readonly packetsOutPerSecond: number;
  /** Packets a second that were not delivered, by reason. */
  readonly dropsLink: number;
  readonly dropsKeyframe: number;
  readonly dropsSuperseded: number;
  /** The most within the interval. */
  readonly loopLagMs: number;
  readonly memoryBytes: number;
  readonly bus: 'none' | 'ok' | 'degraded';
  /** Null where there is no bus. */
  readonly busRoundTripMs: number | null;
}

export interface HistoryOptions {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly figures: Figures;
  /** The most since it was asked last. */
  readonly takeLagMs: () => number;
  readonly memoryBytes?: () => number;
}

/** Sums of which samples are differences. */
interface Totals {
  readonly atMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly packetsOut: number;
  readonly link: number;
  readonly keyframe: number;
  readonly superseded: number;
}

export class History {
  readonly #options: HistoryOptions;
  readonly #timer: Timer;
  readonly #samples: Sample[] = [];
  #before: Totals;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#before = this.#totals();
    this.#timer = options.clock.every(SAMPLE_INTERVAL_MS, () => this.#sample());
  }

  /** Oldest first; those after `afterMs` only. */
  since(afterMs: number): readonly Sample[] {
    return this.#samples.filter(({ atMs }) => atMs > afterMs);
  }

  stop(): void {
    this.#timer.cancel();
  }

  #sample(): void {
    const { clock, figures, takeLagMs, memoryBytes = process.memoryUsage.rss } = this.#options;
    const before = this.#before;
    const now = this.#totals();
    this.#before = now;
    const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1000);
    const perSecond = (name: Exclude<keyof Totals, 'atMs'>) => (now[name] - before[name]) / seconds;
    const bus = figures.bus();
    this.#samples.push({
      atMs: Math.round(clock.epochMs()),
      ...figures.census(),
      bitsInPerSecond: Math.round(perSecond('bytesIn') * 8),
      bitsOutPerSecond: Math.round(perSecond('bytesOut') * 8),
      packetsOutPerSecond: Math.round(perSecond('packetsOut')),
      dropsLink: round(perSecond('link')),
      dropsKeyframe: round(perSecond('keyframe')),
      dropsSuperseded: round(perSecond('superseded')),
      loopLagMs: round(takeLagMs()),
      memoryBytes: memoryBytes(),
      bus: bus?.state ?? 'none',
      busRoundTripMs: bus ? round(bus.roundTripMs) : null,
    });
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
  }

  #totals(): Totals {
    const { clock, counters } = this.#options;
    const { audio, video } = counters.drops;
    return {
      atMs: clock.now(),
      bytesIn: counters.bytesIn,
      bytesOut: counters.bytesOut,
      packetsOut: counters.packetsOut,
      link: audio.link + video.link,
      keyframe: audio.keyframe + video.keyframe,
      superseded: audio.superseded + video.superseded,
    };
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
