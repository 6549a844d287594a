/**
 * One published track: what the roster says of it, where its packets go, and what its publisher is told of demand.
 * Knows nothing of sockets or codecs.
 */
import type { RelayMessage, Track as TrackState } from 'stream-room/protocol/control';
import type { PacketHeader } from 'stream-room/protocol/packet';
import type { Clock } from '../clock.ts';
import type { Outlet } from '../fanout/outlet.ts';
import { KeyframeRequests } from './keyframe-requests.ts';

/** Demand is told this often at most. */
export const DEMAND_INTERVAL_MS = 1_000;
/** A receiver struggles where more than this part of the track was dropped for it in the last interval. */
const STRUGGLING_LOSS = 0.1;

export type TrackChange = {
  readonly [Key in 'muted' | 'codec' | 'width' | 'height' | 'framesPerSecond']?: TrackState[Key] | undefined;
};

export class Track {
  readonly id: number;
  #state: TrackState;
  readonly #clock: Clock;
  readonly #tellPublisher: (message: RelayMessage) => void;
  readonly #onClosed: () => void;
  readonly #keyframes: KeyframeRequests;
  /** An array, since it is walked for every packet. */
  readonly #outlets: Outlet[] = [];
  /** A host muted it: whatever its publisher sends is for nobody, until it is unmuted there. */
  #isStopped = false;
  #told = { receivers: 0, struggling: 0, at: Number.NEGATIVE_INFINITY };

  constructor(
    state: TrackState,
    clock: Clock,
    tellPublisher: (message: RelayMessage) => void,
    onClosed: () => void = () => {},
  ) {
    this.id = state.id;
    this.#state = state;
    this.#clock = clock;
    this.#tellPublisher = tellPublisher;
    this.#onClosed = onClosed;
    this.#keyframes = new KeyframeRequests(clock, () =>
      tellPublisher({ type: 'keyframe-requested', trackId: this.id }),
    );
  }

  get state(): TrackState {
    return this.#state;
  }

  get receivers(): number {
    return this.#outlets.length;
  }

  update(change: TrackChange): void {
    const wasMuted = this.#state.muted;
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#state = { ...this.#state, ...given };
    if (this.#isStopped && change.muted === false) {
      this.#isStopped = false;
      for (const outlet of this.#outlets) outlet.interrupt(this.id);
    }
    if (wasMuted && !this.#state.muted) this.requestKeyframe();
  }

  /** Muted by somebody else than its publisher, who may not have heard of it yet. */
  stop(): void {
    this.#state = { ...this.#state, muted: true };
    this.#isStopped = true;
  }

  addOutlet(outlet: Outlet): void {
    if (!this.#outlets.includes(outlet)) this.#outlets.push(outlet);
    outlet.open(this.id, this.#state.kind, this.#onKeyframeNeeded);
    this.requestKeyframe();
    this.#tellReceivers();
  }

  removeOutlet(outlet: Outlet): void {
    const index = this.#outlets.indexOf(outlet);
    if (index === -1) return;
    this.#outlets.splice(index, 1);
    outlet.close(this.id);
    this.#tellReceivers();
  }

  route(header: PacketHeader, bytes: Uint8Array): void {
    if (this.#isStopped) return;
    if (header.keyframe) this.#keyframes.satisfied();
    for (const outlet of this.#outlets) outlet.offer(header, bytes);
  }

  /** Audio needs none: every packet of it stands alone. */
  requestKeyframe(): void {
    if (this.#state.kind === 'video' && this.#outlets.length > 0) this.#keyframes.request();
  }

  /** The publisher is back after a break: what it sends now does not follow what it sent before. */
  interrupt(): void {
    for (const outlet of this.#outlets) outlet.interrupt(this.id);
    // Over its new connection it has been told nothing.
    this.#told = { receivers: -1, struggling: 0, at: Number.NEGATIVE_INFINITY };
    this.#tellDemand(0);
    this.requestKeyframe();
  }

  /** Called once per DEMAND_INTERVAL_MS. */
  measureDemand(): void {
    let struggling = 0;
    for (const outlet of this.#outlets) {
      const audience = outlet.audienceOf?.(this.id);
      // What does not even get to them all is lost for each.
      if (outlet.takeLoss(this.id) > STRUGGLING_LOSS) struggling += audience?.receivers ?? 1;
      else struggling += audience?.struggling ?? 0;
    }
    this.#tellDemand(struggling);
  }

  /** As another relay has it, which alone decides on it. */
  mirror(state: TrackState): void {
    this.#state = state;
  }

  /** Ends it for every receiver. */
  close(): void {
    this.#keyframes.close();
    for (const outlet of this.#outlets) outlet.close(this.id);
    this.#outlets.length = 0;
    this.#onClosed();
  }

  readonly #onKeyframeNeeded = (): void => this.requestKeyframe();

  /** At once, where nothing was told just before: else the next measurement tells it. */
  #tellReceivers(): void {
    if (this.#clock.now() - this.#told.at >= DEMAND_INTERVAL_MS) this.#tellDemand(this.#told.struggling);
  }

  #tellDemand(struggling: number): void {
    let receivers = 0;
    for (const outlet of this.#outlets) receivers += outlet.audienceOf?.(this.id).receivers ?? 1;
    if (this.#told.receivers === receivers && this.#told.struggling === struggling) return;
    this.#told = { receivers, struggling, at: this.#clock.now() };
    this.#tellPublisher({ type: 'track-demand', trackId: this.id, receivers, struggling });
  }
}
