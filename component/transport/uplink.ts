/**
 * What is on its way and not yet acknowledged, from the packets sent and the receipts that came back: the only honest
 * sign of a full uplink, since kernels take megabytes before `bufferedAmount` leaves zero. Pure: the caller has the clock.
 */
import { RECEIPT_DELAY_MS, type Receipt } from '../protocol/receipt.ts';
import { Recent } from '../support/recent.ts';

interface Sent {
  readonly atMs: number;
  readonly bytes: number;
  readonly trackId: number;
}

/** The path's own delay is the least round trip of this long: routes change, and a minimum kept forever would lie. */
const MIN_ROUND_TRIP_SPAN_MS = 30_000;
/** A packet more than this is in flight even on a path without delay: one that encodes, one that waits. */
const SPARE_FRAMES = 2;

export class Uplink {
  #sent: Sent[] = [];
  /** How many packets of `#sent` were acknowledged but not yet removed. */
  #first = 0;
  /** Packets acknowledged since the connection opened, as the receiver counts. */
  #acknowledged = 0;
  #unacknowledgedBytes = 0;
  readonly #byTrack = new Map<number, number>();
  readonly #roundTrips = new Recent(MIN_ROUND_TRIP_SPAN_MS);
  readonly #delivered = new Recent(1000);
  #roundTripMs: number | undefined;
  #minRoundTripMs: number | undefined;

  sent(nowMs: number, trackId: number, bytes: number): void {
    this.#sent.push({ atMs: nowMs, bytes, trackId });
    this.#unacknowledgedBytes += bytes;
    this.#byTrack.set(trackId, this.unacknowledged(trackId) + 1);
  }

  /** Receipts that acknowledge what was never sent are ignored: the other end is wrong, and silence is the safe answer. */
  receive(nowMs: number, receipt: Receipt): void {
    const count = (receipt.packets - this.#acknowledged) >>> 0;
    if (count === 0 || count > this.#sent.length - this.#first) return;
    const end = this.#first + count;
    const last = this.#sent[end - 1];
    let bytes = 0;
    for (let i = this.#first; i < end; i++) {
      const packet = this.#sent[i];
      if (!packet) continue;
      bytes += packet.bytes;
      const left = this.unacknowledged(packet.trackId) - 1;
      if (left > 0) this.#byTrack.set(packet.trackId, left);
      else this.#byTrack.delete(packet.trackId);
    }
    this.#unacknowledgedBytes -= bytes;
    this.#delivered.add(nowMs, bytes);
    this.#acknowledged = receipt.packets;
    this.#first = end;
    if (this.#first > 64) {
      this.#sent = this.#sent.slice(this.#first);
      this.#first = 0;
    }
    if (last) this.#measured(nowMs, Math.max(0, nowMs - last.atMs - receipt.held / 1000));
  }

  #measured(nowMs: number, roundTripMs: number): void {
    this.#roundTripMs = roundTripMs;
    this.#roundTrips.add(nowMs, roundTripMs);
    this.#minRoundTripMs = this.#roundTrips.percentiles(nowMs, [0] as const)?.[0];
  }

  /** False until the first receipt: nothing can be said about the backlog then. */
  get measured(): boolean {
    return this.#roundTripMs !== undefined;
  }

  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  get unacknowledgedBytes(): number {
    return this.#unacknowledgedBytes;
  }

  /** Packets of a track on their way. */
  unacknowledged(trackId: number): number {
    return this.#byTrack.get(trackId) ?? 0;
  }

  /** How long the oldest packet has been on its way beyond what the path itself takes, milliseconds. */
  queueDelayMs(nowMs: number): number {
    const oldest = this.#sent[this.#first];
    if (!oldest || this.#minRoundTripMs === undefined) return 0;
    return Math.max(0, nowMs - oldest.atMs - this.#minRoundTripMs - RECEIPT_DELAY_MS);
  }

  /** Bits per second that arrived at the relay in the last second. */
  deliveredBps(nowMs: number): number {
    return this.#delivered.perSecond(nowMs) * 8;
  }

  /** Frames of a track that may be on their way before the next is skipped: what fills the path, and a spare. */
  windowFrames(frameIntervalMs: number): number {
    if (this.#minRoundTripMs === undefined) return Number.POSITIVE_INFINITY;
    return Math.ceil((this.#minRoundTripMs + RECEIPT_DELAY_MS) / frameIntervalMs) + SPARE_FRAMES;
  }

  /** True where another frame of this track would only queue. */
  isFull(trackId: number, frameIntervalMs: number): boolean {
    return this.unacknowledged(trackId) >= this.windowFrames(frameIntervalMs);
  }

  /** A track that ended, or got another id: its packets still count as bytes, not as frames of a window. */
  forget(trackId: number): void {
    this.#byTrack.delete(trackId);
  }
}
