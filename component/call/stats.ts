/** What `getStats()` answers: the media worker's reports, joined with what the call knows of each track (pure). */
import type { TrackReport } from '../media/messages.ts';
import type { TrackKind, TrackSource } from '../protocol/control.ts';
import type { CallState } from './call-state.ts';

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

/** Tracks that nobody watches are in it, too, with nothing received. */
export function callStats(state: CallState, reports: readonly TrackReport[]): CallStats {
  const sent = reports.filter(({ direction }) => direction === 'out').map((report) => sentTrack(report, state));
  const received = new Map(
    reports.filter(({ direction }) => direction === 'in').map((report) => [report.trackId, report]),
  );
  const remote = state.participants.flatMap((participant) =>
    participant.tracks.map((track): TrackStats => {
      const report = received.get(track.id);
      return {
        ...figures(report),
        participantId: participant.id,
        trackId: track.id,
        kind: track.kind,
        source: track.source,
        direction: 'in',
      };
    }),
  );
  return { transport: state.transport, roundTripMs: state.roundTripMs, tracks: [...sent, ...remote] };
}

const sentTrack = (report: TrackReport, state: CallState): TrackStats => ({
  ...figures(report),
  participantId: state.participantId,
  trackId: report.trackId,
  kind: report.kind,
  // The page names publications by their source.
  source: (report.key ?? 'custom') as TrackSource,
  direction: 'out',
});

const figures = (report: TrackReport | undefined) => ({
  codec: report?.codec ?? '',
  width: report?.width ?? 0,
  height: report?.height ?? 0,
  framesPerSecond: report?.framesPerSecond ?? 0,
  bitrateBps: report?.bitrateBps ?? 0,
  packets: report?.packets ?? 0,
  dropped: report?.dropped ?? {},
  glassToGlassMs: report?.glassToGlassMs,
  jitterBufferMs: report?.jitterBufferMs,
  concealedRatio: report?.concealedRatio,
  codecMs: report?.codecMs,
  keyframes: report?.keyframes,
});
