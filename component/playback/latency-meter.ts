/** Capture to paint, over the last ten seconds, once it is known how far both clocks are from the relay's. Pure. */
import { Recent } from '../support/recent.ts';

const SPAN_MS = 10_000;
/** Outside of this a clock is wrong, not a picture late: no figure is better than that one. */
const PLAUSIBLE_MS = { least: -50, most: 60_000 } as const;

export interface LatencyFigures {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Each clock minus the relay's, µs; undefined until measured. */
export interface ClockOffsets {
  readonly own: number | undefined;
  readonly publisher: number | undefined;
}

export class LatencyMeter {
  readonly #recent = new Recent(SPAN_MS);

  /** `timestamp` on the publisher's clock and `nowMicros` on this one, when the frame was painted. */
  painted(timestamp: number, nowMicros: number, offsets: ClockOffsets): void {
    if (offsets.own === undefined || offsets.publisher === undefined) return;
    const latencyMs = (nowMicros - offsets.own - (timestamp - offsets.publisher)) / 1000;
    if (latencyMs < PLAUSIBLE_MS.least || latencyMs > PLAUSIBLE_MS.most) return;
    this.#recent.add(nowMicros / 1000, Math.max(0, latencyMs));
  }

  figures(nowMicros: number): LatencyFigures | undefined {
    const ranks = this.#recent.percentiles(nowMicros / 1000, [0.5, 0.95, 0.99] as const);
    return ranks && { p50: ranks[0], p95: ranks[1], p99: ranks[2] };
  }
}
