/** What `getStats()` answers: the media worker's reports, joined with what the call knows of each track. Knows no sockets. */
import type { TrackKind, TrackSource } from '../protocol/control.ts';

/** One track, sent or received. Rates are of the last second or so; `packets` and `dropped` count from the start. */
export interface TrackStats {
  /** Whose track it is; undefined for one's own before joining. */
  readonly participantId: string | undefined;
  /** Undefined until the relay has named it. */
  readonly trackId: number | undefined;
  readonly kind: TrackKind;
  readonly source: TrackSource;
  readonly direction: 'in' | 'out';
  /** Empty until something was sent or received. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  readonly packets: number;
  /** Count by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Received tracks, once clocks are known. */
  readonly glassToGlassMs: { readonly p50: number; readonly p95: number; readonly p99: number } | undefined;
  readonly jitterBufferMs: number | undefined;
  /** 0 to 1. */
  readonly concealedRatio: number | undefined;
  /** Median milliseconds in the encoder or decoder. */
  readonly codecMs: number | undefined;
  readonly keyframes: number | undefined;
}

export interface CallStats {
  readonly transport: 'websocket';
  readonly roundTripMs: number | undefined;
  readonly tracks: readonly TrackStats[];
}
