/** Judges the connection of a stay in a room every two seconds. Knows nothing of rooms, nor of what the verdict is for. */
import type { TrackReport } from '../media/messages.ts';
import { type Clock, every } from '../support/clock.ts';
import type { CallState, ConnectionQuality } from './call-state.ts';
import type { MediaHost } from './media-host.ts';
import { lossBetween, qualityVerdict } from './quality.ts';
import { mediaReport } from './reports.ts';

export interface QualityWatchOptions {
  readonly clock: Clock;
  readonly media: MediaHost;
  readonly isJoined: () => boolean;
  readonly state: () => CallState;
  readonly onQuality: (quality: ConnectionQuality) => void;
}

const INTERVAL_MS = 2_000;

export function watchQuality(options: QualityWatchOptions, signal: AbortSignal): void {
  const { clock, media, isJoined, state, onQuality } = options;
  let last: readonly TrackReport[] = [];
  const judge = async () => {
    if (!isJoined()) return;
    // A worker too busy for figures is no verdict on the network.
    const reports = await mediaReport(media, clock).catch(() => undefined);
    if (reports === undefined || !isJoined()) return;
    const lostRatio = lossBetween(last, reports);
    last = reports;
    const { roundTripMs, participants, camera } = state();
    const stalledTracks = participants
      .filter(({ connected }) => connected)
      .flatMap(({ tracks }) => tracks)
      .filter(({ playback, muted }) => playback === 'stalled' && !muted).length;
    onQuality(qualityVerdict({ roundTripMs, lostRatio, stalledTracks, limitedBy: camera.limitedBy }));
  };
  every(clock, INTERVAL_MS, () => void judge(), signal);
}
