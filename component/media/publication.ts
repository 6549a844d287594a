/** The outgoing pass of one source, as the session sees it: frames → encode → packets → connection. */

import type { FrameSource, FromMedia, PublicationKey, TrackReport } from './messages.ts';
import type { Demand } from './outgoing-track.ts';

export interface Publication {
  readonly key: PublicationKey;
  readonly trackId: number | undefined;
  /** Sound level of the last tenth of a second, 0 to 1; undefined for pictures. */
  readonly level: number | undefined;
  /** Takes the source over, and ends the one before. */
  setSource(source: FrameSource): void;
  bind(trackId: number | undefined): void;
  setPaused(paused: boolean): void;
  setDemand(demand: Demand): void;
  requestKeyframe(): void;
  /** Several times a second. */
  tick(nowMs: number): void;
  report(nowMs: number): TrackReport;
  /** Idempotent; closes every frame held. */
  close(): void;
}

export type PublicationState = Extract<FromMedia, { type: 'publication-state' }>;
export type PublicationFailed = Extract<FromMedia, { type: 'publication-failed' }>;

export interface PublicationEvents {
  onState(state: PublicationState): void;
  /** The publication has closed itself. */
  onFailed(failed: PublicationFailed): void;
}
