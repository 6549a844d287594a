/**
 * One subscriber's bounded way out: what it is offered goes at once, waits as the newest of its track, or is dropped,
 * as drop-policy.ts says. Bytes are passed on as they came. Knows nothing of rooms, nor of WebSockets.
 */
import type { TrackKind } from 'stream-room/protocol/control';
import type { PacketHeader } from 'stream-room/protocol/packet';
import type { Receipt } from 'stream-room/protocol/receipt';
import { Counters } from '../metrics/counters.ts';
import { admit, createFlow, type Flow, PRESSURE, type Pressure, pressureOf } from './drop-policy.ts';
import { Flight } from './flight.ts';
import type { Turn } from './turn.ts';

/** Where a room's packets and messages go: a socket, or later another relay. */
export interface Outlet {
  /** Starts a track at its next keyframe; `onKeyframeNeeded` may be called for every packet until then. */
  open(trackId: number, kind: TrackKind, onKeyframeNeeded: () => void): void;
  close(trackId: number): void;
  /** The publisher was away: what it sends next does not follow what it sent last. */
  interrupt(trackId: number): void;
  offer(header: PacketHeader, bytes: Uint8Array): Offer;
  /** A control message, as JSON. */
  notify(message: string): void;
  /** The part of a track that was dropped since the last call, 0 to 1. */
  takeLoss(trackId: number): number;
  /** Of an outlet that stands for several receivers: how many have the track, and how many of those fall behind. */
  audienceOf?(trackId: number): { readonly receivers: number; readonly struggling: number };
}

export type Offer = 'sent' | 'dropped' | 'waiting';

/** The end of a socket that an outlet writes to. */
export interface Wire {
  readonly bufferedBytes: number;
  sendPacket(bytes: Uint8Array): void;
  sendText(text: string): void;
  cork(): void;
  uncork(): void;
}

interface Route extends Flow {
  readonly onKeyframeNeeded: () => void;
  waiting: Uint8Array | undefined;
  offered: number;
  dropped: number;
}

export class SocketOutlet implements Outlet {
  readonly #wire: Wire;
  readonly #turn: Turn;
  readonly #counters: Counters;
  readonly #flight = new Flight();
  readonly #routes = new Map<number, Route>();
  #waiting = 0;
  #turnNumber = 0;
  #isCorked = false;
  /** What the socket still held when this turn began; what this turn writes is not yet a queue. */
  #bufferedBefore = 0;

  constructor(wire: Wire, turn: Turn, counters = new Counters()) {
    this.#wire = wire;
    this.#turn = turn;
    this.#counters = counters;
  }

  open(trackId: number, kind: TrackKind, onKeyframeNeeded: () => void): void {
    if (this.#routes.has(trackId)) return;
    const route = { ...createFlow(kind), onKeyframeNeeded, waiting: undefined, offered: 0, dropped: 0 };
    this.#routes.set(trackId, route);
  }

  close(trackId: number): void {
    const route = this.#routes.get(trackId);
    if (route?.waiting) this.#waiting -= 1;
    this.#routes.delete(trackId);
  }

  interrupt(trackId: number): void {
    const route = this.#routes.get(trackId);
    if (route?.kind === 'video') route.needsKeyframe = true;
  }

  offer(header: PacketHeader, bytes: Uint8Array): Offer {
    const route = this.#routes.get(header.trackId);
    if (route === undefined) return 'dropped';
    route.offered += 1;
    const pressure = this.#pressure();
    const verdict = admit(header, route, pressure);
    if (verdict === 'send') {
      this.#forget(route);
      this.#send(bytes, route.kind);
      return 'sent';
    }
    if (verdict === 'wait') {
      this.#forget(route);
      route.waiting = bytes;
      this.#waiting += 1;
      return 'waiting';
    }
    route.dropped += 1;
    const drops = this.#counters.drops[route.kind];
    if (route.needsKeyframe && pressure === PRESSURE.open) drops.keyframe += 1;
    else drops.link += 1;
    // Not while the link is busy: the keyframe would be dropped as well, and had cost the publisher's uplink.
    if (route.needsKeyframe && pressure === PRESSURE.open) route.onKeyframeNeeded();
    return 'dropped';
  }

  notify(message: string): void {
    this.#enterTurn();
    this.#cork();
    this.#wire.sendText(message);
  }

  takeLoss(trackId: number): number {
    const route = this.#routes.get(trackId);
    if (route === undefined || route.offered === 0) return 0;
    const loss = route.dropped / route.offered;
    route.offered = 0;
    route.dropped = 0;
    return loss;
  }

  /** False for a receipt of packets that were never sent. */
  acknowledge(receipt: Receipt): boolean {
    if (!this.#flight.acknowledge(receipt, this.#turn.now())) return false;
    this.flush();
    return true;
  }

  /** Sends what waits, where the link is open again. To be called when the socket has drained. */
  flush(): void {
    if (this.#waiting === 0) return;
    this.#enterTurn();
    if (!this.#isCorked) this.#bufferedBefore = this.#wire.bufferedBytes;
    for (const route of this.#routes.values()) {
      if (route.waiting === undefined) continue;
      if (this.#pressure() !== PRESSURE.open) return;
      const bytes = route.waiting;
      route.waiting = undefined;
      this.#waiting -= 1;
      this.#send(bytes, route.kind);
    }
  }

  /** Milliseconds for which the oldest packet has been without a receipt; 0 for receivers that send none. */
  get oldestUnacknowledgedMs(): number {
    return this.#flight.oldestAgeMs(this.#turn.now());
  }

  #send(bytes: Uint8Array, kind: TrackKind): void {
    this.#cork();
    this.#wire.sendPacket(bytes);
    this.#counters.packetsOut += 1;
    this.#counters.bytesOut += bytes.byteLength;
    this.#flight.sent(bytes.byteLength, kind, this.#turn.now());
  }

  /** A picture that waited is dropped when a newer one of its track takes its place or overtakes it. */
  #forget(route: Route): void {
    if (route.waiting === undefined) return;
    route.waiting = undefined;
    route.dropped += 1;
    this.#counters.drops[route.kind].superseded += 1;
    this.#waiting -= 1;
  }

  #pressure(): Pressure {
    this.#enterTurn();
    const flight = this.#flight;
    return pressureOf(flight.queueDelayMs(this.#turn.now()), flight.unacknowledgedBytes, this.#bufferedBefore);
  }

  #enterTurn(): void {
    const { number } = this.#turn;
    if (number === this.#turnNumber) return;
    this.#turnNumber = number;
    this.#isCorked = false;
    this.#bufferedBefore = this.#wire.bufferedBytes;
  }

  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#turn.cork(this.#wire);
  }
}
