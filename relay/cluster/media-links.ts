/**
 * Media between relays: which of our tracks others receive, which of theirs we do. Media crosses only while somebody over
 * there receives it. What is wanted is said when it changes, and again and again in whole, so that a lost message or a
 * lost relay is made up for. Knows nothing of rooms and participants.
 */
import { decodePacket, type PacketHeader } from 'stream-room/protocol/packet';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Outlet } from '../fanout/outlet.ts';
import type { Turn } from '../fanout/turn.ts';
import { demandChannel, mediaChannel } from './keys.ts';
import { decodeMediaBatch } from './media-batch.ts';
import { type Audience, RelayOutlet } from './relay-outlet.ts';

const REPEAT_INTERVAL_MS = 2_000;
/** Repetitions missed before the other relay is taken to want nothing any more. */
const PATIENCE_MS = 7_000;

/** A track that is published here. */
export interface Source {
  addOutlet(outlet: Outlet): void;
  removeOutlet(outlet: Outlet): void;
  requestKeyframe(): void;
}

/** A track that is published at another relay. */
export type Sink = (header: PacketHeader, bytes: Uint8Array) => void;

interface Wanted extends Audience {
  readonly room: string;
}

interface Demand {
  readonly from: string;
  /** Whether these are all. */
  readonly all: boolean;
  readonly tracks: readonly (readonly [room: string, trackId: number, receivers: number, struggling: number])[];
  /** Of these, keyframes. */
  readonly keyframes: readonly number[];
}

interface Peer {
  readonly outlet: RelayOutlet;
  readonly sources: Map<number, Source>;
  heardAt: number;
}

/** What we receive from one relay. */
interface Origin {
  readonly sinks: Map<number, Sink>;
  readonly wanted: Map<number, Wanted>;
}

export interface MediaLinksContext {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly turn: Turn;
  /** The name of this relay; another one after it was fenced. */
  readonly self: () => string;
}

export class MediaLinks {
  readonly #context: MediaLinksContext;
  readonly #rooms = new Map<string, (trackId: number) => Source | undefined>();
  readonly #peers = new Map<string, Peer>();
  readonly #origins = new Map<string, Origin>();
  #timer: Timer | undefined;
  #listensAs = '';

  constructor(context: MediaLinksContext) {
    this.#context = context;
  }

  start(): void {
    this.listen();
    this.#timer = this.#context.clock.every(REPEAT_INTERVAL_MS, () => this.#repeat());
  }

  /** Under the present name of this relay. */
  listen(): void {
    const { bus, self } = this.#context;
    this.#stopListening();
    this.#listensAs = self();
    // Where Redis is away they are there as soon as it is back.
    bus.subscribe(demandChannel(self()), (bytes) => this.#receiveDemand(bytes)).catch(ignore);
    bus.media.subscribe(mediaChannel(self()), (bytes) => this.#receiveMedia(bytes)).catch(ignore);
  }

  close(): void {
    this.#timer?.cancel();
    for (const relay of [...this.#peers.keys()]) this.#forget(relay);
    this.#stopListening();
  }

  /** Where the tracks of a room are found that are published here. */
  addRoom(room: string, find: (trackId: number) => Source | undefined): void {
    this.#rooms.set(room, find);
  }

  removeRoom(room: string): void {
    this.#rooms.delete(room);
  }

  /** Packets of this track go to `sink`, once they are wanted. */
  attach(relay: string, trackId: number, sink: Sink): void {
    const origin = this.#origins.get(relay) ?? { sinks: new Map(), wanted: new Map() };
    this.#origins.set(relay, origin);
    origin.sinks.set(trackId, sink);
  }

  detach(relay: string, room: string, trackId: number): void {
    const origin = this.#origins.get(relay);
    if (!origin) return;
    this.want(relay, room, trackId, { receivers: 0, struggling: 0 });
    origin.sinks.delete(trackId);
    if (origin.sinks.size === 0) this.#origins.delete(relay);
  }

  /** Who receives it here now. */
  want(relay: string, room: string, trackId: number, audience: Audience): void {
    const wanted = this.#origins.get(relay)?.wanted;
    if (!wanted || (audience.receivers === 0 && !wanted.has(trackId))) return;
    if (audience.receivers === 0) wanted.delete(trackId);
    else wanted.set(trackId, { room, ...audience });
    this.#tell(relay, { tracks: [[room, trackId, audience.receivers, audience.struggling]] });
  }

  /** @param receivers of the track here, in case the other relay knows nothing of them yet */
  requestKeyframe(relay: string, room: string, trackId: number, receivers: number): void {
    const wanted = this.#origins.get(relay)?.wanted;
    if (!wanted || receivers === 0) return;
    const struggling = wanted.get(trackId)?.struggling ?? 0;
    wanted.set(trackId, { room, receivers, struggling });
    this.#tell(relay, { tracks: [[room, trackId, receivers, struggling]], keyframes: [trackId] });
  }

  #repeat(): void {
    for (const [relay, { wanted }] of this.#origins) {
      if (wanted.size === 0) continue;
      const tracks = [...wanted].map(
        ([id, { room, receivers, struggling }]) => [room, id, receivers, struggling] as const,
      );
      this.#tell(relay, { all: true, tracks });
    }
    const now = this.#context.clock.now();
    for (const [relay, { outlet, heardAt }] of this.#peers) {
      if (now - heardAt >= PATIENCE_MS) this.#forget(relay);
      else outlet.flush();
    }
  }

  #tell(relay: string, demand: Partial<Demand>): void {
    const { bus, self } = this.#context;
    const whole: Demand = { from: self(), all: false, tracks: [], keyframes: [], ...demand };
    bus.publish(demandChannel(relay), JSON.stringify(whole)).catch(ignore);
  }

  #receiveDemand(bytes: Buffer): void {
    const { from, all, tracks, keyframes } = JSON.parse(bytes.toString()) as Demand;
    const peer = this.#peers.get(from) ?? this.#addPeer(from);
    peer.heardAt = this.#context.clock.now();
    for (const [room, trackId, receivers, struggling] of tracks) {
      this.#serve(peer, room, trackId, { receivers, struggling });
    }
    for (const trackId of keyframes) peer.sources.get(trackId)?.requestKeyframe();
    if (!all) return;
    const wanted = new Set(tracks.map(([, trackId]) => trackId));
    for (const trackId of [...peer.sources.keys()]) if (!wanted.has(trackId)) this.#stop(peer, trackId);
  }

  #serve(peer: Peer, room: string, trackId: number, audience: Audience): void {
    if (audience.receivers === 0) {
      this.#stop(peer, trackId);
      return;
    }
    const source = this.#rooms.get(room)?.(trackId);
    if (!source) return;
    peer.outlet.setAudience(trackId, audience);
    if (peer.sources.get(trackId) === source) return;
    this.#stop(peer, trackId);
    peer.outlet.setAudience(trackId, audience);
    peer.sources.set(trackId, source);
    source.addOutlet(peer.outlet);
  }

  #stop(peer: Peer, trackId: number): void {
    peer.outlet.setAudience(trackId, { receivers: 0, struggling: 0 });
    peer.sources.get(trackId)?.removeOutlet(peer.outlet);
    peer.sources.delete(trackId);
  }

  #receiveMedia(bytes: Buffer): void {
    const batch = decodeMediaBatch(bytes);
    const sinks = batch && this.#origins.get(batch.relay)?.sinks;
    if (!sinks) return;
    for (const packet of batch.packets) {
      const header = decodePacket(packet);
      sinks.get(header.trackId)?.(header, packet);
    }
  }

  #addPeer(relay: string): Peer {
    const { bus, turn, self, clock } = this.#context;
    const outlet = new RelayOutlet(bus.media, mediaChannel(relay), self, turn);
    const peer = { outlet, sources: new Map(), heardAt: clock.now() };
    this.#peers.set(relay, peer);
    return peer;
  }

  #forget(relay: string): void {
    const peer = this.#peers.get(relay);
    this.#peers.delete(relay);
    for (const trackId of [...(peer?.sources.keys() ?? [])]) if (peer) this.#stop(peer, trackId);
  }

  #stopListening(): void {
    if (this.#listensAs === '') return;
    this.#context.bus.unsubscribe(demandChannel(this.#listensAs));
    this.#context.bus.media.unsubscribe(mediaChannel(this.#listensAs));
    this.#listensAs = '';
  }
}

/** What is not heard is said again. */
const ignore = (): void => {};
