/** One word for how well the call works, from figures (pure). Knows nothing of where figures come from. */
import type { TrackReport } from '../media/messages.ts';
import type { ConnectionQuality } from './call-state.ts';

export interface QualityFigures {
  readonly roundTripMs: number | undefined;
  /** Of all packets of the last seconds, those that the network was too narrow for: 0 to 1. */
  readonly lostRatio: number;
  /** Received tracks that stand still although their senders send. */
  readonly stalledTracks: number;
  readonly limitedBy: 'none' | 'network' | 'processor';
}

/** ms: people begin to talk over each other; a conversation becomes hard. */
const FAIR_ROUND_TRIP_MS = 200;
const POOR_ROUND_TRIP_MS = 500;
/** Of packets: visible now and then; visible all the time. */
const FAIR_LOSS = 0.02;
const POOR_LOSS = 0.1;

export function qualityVerdict(figures: QualityFigures): ConnectionQuality {
  const { roundTripMs = 0, lostRatio, stalledTracks, limitedBy } = figures;
  if (roundTripMs >= POOR_ROUND_TRIP_MS || lostRatio >= POOR_LOSS || stalledTracks > 0) return 'poor';
  if (roundTripMs >= FAIR_ROUND_TRIP_MS || lostRatio >= FAIR_LOSS || limitedBy !== 'none') return 'fair';
  return 'good';
}

/** Drops that mean too narrow a network; the others are the processor's or belong to starting and stopping. */
const NETWORK_REASONS = ['uplink-full', 'relay', 'late'];

/** Between two reports of the same call, over all their tracks. */
export function lossBetween(before: readonly TrackReport[], after: readonly TrackReport[]): number {
  const earlier = new Map(before.map((report) => [identity(report), report]));
  let packets = 0;
  let lost = 0;
  for (const report of after) {
    const start = earlier.get(identity(report));
    packets += Math.max(0, report.packets - (start?.packets ?? 0));
    lost += Math.max(0, networkDrops(report) - (start === undefined ? 0 : networkDrops(start)));
  }
  return lost === 0 ? 0 : lost / (packets + lost);
}

const identity = ({ direction, trackId, key }: TrackReport): string => `${direction} ${key ?? trackId}`;

const networkDrops = ({ dropped }: TrackReport): number =>
  NETWORK_REASONS.reduce((sum, reason) => sum + (dropped[reason] ?? 0), 0);
