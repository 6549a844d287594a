/** The incoming pass of one track, as the session sees it: packets → decode → canvas or loudspeaker. */
import type { PacketRoute } from '../transport/demux.ts';
import type { FromMedia, TrackReport } from './messages.ts';

export interface Subscription extends PacketRoute {
  readonly trackId: number;
  readonly participantId: string;
  /** Sound level of the last tenth of a second, 0 to 1; undefined for pictures. */
  readonly level: number | undefined;
  /** Several times a second. */
  tick(nowMs: number): void;
  report(nowMs: number): TrackReport;
  /** Idempotent; closes every frame held. */
  close(): void;
}

export type SubscriptionState = Extract<FromMedia, { type: 'subscription-state' }>;

export interface SubscriptionEvents {
  onState(state: SubscriptionState): void;
  /** Asks the publisher, through the relay, for a place to start. */
  requestKeyframe(trackId: number): void;
}
