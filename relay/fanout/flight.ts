/**
 * What is under way to one receiver: packets sent and not yet acknowledged, and how much of their age is queueing rather
 * than distance. Knows nothing of tracks or of what is done about it.
 */
import type { TrackKind } from 'stream-room/protocol/control';
import { AUDIO_RECEIPT_DELAY_MS, RECEIPT_DELAY_MS, type Receipt } from 'stream-room/protocol/receipt';

/** Marks kept; past it the newest one takes in what follows, which costs precision but loses nothing. */
const MAX_MARKS = 128;
/** Packets sent within this share a mark. */
const MARK_MS = 5;
/** A rate is taken over this: shorter, and single packets on a narrow link pass for twice its rate. */
const RATE_SAMPLE_MS = 200;
/** The best rate of this long counts: between two keyframes a link shows only the rate of what it is given. */
const RATE_MEMORY_MS = 3_000;
/** A queue as old as this is one; below it a rate says nothing, for what was just sent may go in a moment. */
const QUEUE_MS = 60;
/** Round trips measured on an empty link, all above the least one known, before the link is taken for a longer one. */
const LONGER_AFTER = 8;

const NO_NUMBERS = new Float64Array(0);
const NO_FLAGS = new Uint8Array(0);

export class Flight {
  /** A ring of marks, made with the first packet: idle connections have none. Mark i: all packets up to ends[i]. */
  #sentAt: Float64Array | undefined;
  #ends = NO_NUMBERS;
  #endBytes = NO_NUMBERS;
  /** 1 where nothing else was under way when the mark was made. */
  #alone = NO_FLAGS;
  /** 1 where any of its packets was video, which is acknowledged sooner than sound. */
  #video = NO_FLAGS;
  /** Of the oldest mark under way with video in it; Infinity where there is none. */
  #oldestVideoAt = Number.POSITIVE_INFINITY;
  #first = 0;
  #length = 0;

  #sentPackets = 0;
  #sentBytes = 0;
  #acknowledgedPackets = 0;
  #acknowledgedBytes = 0;

  #minRoundTripMs = Number.POSITIVE_INFINITY;
  #longerSamples = 0;
  #leastLongerMs = Number.POSITIVE_INFINITY;
  #hasReceipts = false;

  /** What was acknowledged since a sample of the rate began. */
  #sampleBytes = 0;
  #sampleAt = Number.NEGATIVE_INFINITY;
  /** Bytes per millisecond; 0 while unknown. */
  #bestRate = 0;
  #bestRateAt = Number.NEGATIVE_INFINITY;

  /** False until the first receipt: nothing can be said about such a receiver's link. */
  get hasReceipts(): boolean {
    return this.#hasReceipts;
  }

  get unacknowledgedBytes(): number {
    return this.#hasReceipts ? this.#sentBytes - this.#acknowledgedBytes : 0;
  }

  sent(byteLength: number, kind: TrackKind, nowMs: number): void {
    this.#sentAt ??= this.#allocate();
    const wasEmpty = this.#length === 0;
    this.#sentPackets += 1;
    this.#sentBytes += byteLength;
    const last = (this.#first + this.#length - 1) % MAX_MARKS;
    const isShared = !wasEmpty && (this.#length === MAX_MARKS || nowMs - (this.#sentAt[last] ?? 0) < MARK_MS);
    const mark = isShared ? last : (this.#first + this.#length) % MAX_MARKS;
    if (!isShared) {
      this.#length += 1;
      this.#sentAt[mark] = nowMs;
      this.#alone[mark] = wasEmpty ? 1 : 0;
      this.#video[mark] = 0;
    }
    if (kind === 'video') {
      this.#video[mark] = 1;
      this.#oldestVideoAt = Math.min(this.#oldestVideoAt, nowMs);
    }
    this.#ends[mark] = this.#sentPackets;
    this.#endBytes[mark] = this.#sentBytes;
  }

  /** False for a receipt of packets that were never sent. */
  acknowledge(receipt: Receipt, nowMs: number): boolean {
    // Receipts count modulo 2^32, this counts on.
    const fresh = (receipt.packets - this.#acknowledgedPackets) >>> 0;
    if (fresh > this.#sentPackets - this.#acknowledgedPackets) return false;
    this.#hasReceipts = true;
    if (fresh === 0) return true;
    this.#acknowledgedPackets += fresh;
    const before = this.#acknowledgedBytes;
    const sentAt = this.#sentAt ?? this.#allocate();
    while (this.#length > 0 && (this.#ends[this.#first] ?? 0) <= this.#acknowledgedPackets) {
      this.#acknowledgedBytes = this.#endBytes[this.#first] ?? 0;
      const isNewest =
        this.#length === 1 || (this.#ends[(this.#first + 1) % MAX_MARKS] ?? 0) > this.#acknowledgedPackets;
      const isExact = this.#ends[this.#first] === this.#acknowledgedPackets;
      if (isNewest && isExact) {
        const roundTripMs = nowMs - (sentAt[this.#first] ?? nowMs) - receipt.held / 1000;
        this.#measure(Math.max(0, roundTripMs), this.#alone[this.#first] === 1);
      }
      this.#first = (this.#first + 1) % MAX_MARKS;
      this.#length -= 1;
    }
    this.#oldestVideoAt = this.#findOldestVideo(sentAt);
    this.#measureRate(this.#acknowledgedBytes - before, nowMs);
    return true;
  }

  /** Milliseconds since the oldest unacknowledged packet was sent; 0 where nothing is under way. */
  oldestAgeMs(nowMs: number): number {
    return this.#length === 0 || !this.#hasReceipts ? 0 : nowMs - (this.#sentAt?.[this.#first] ?? nowMs);
  }

  /**
   * For how long the receiver's link has more than it can carry: how much of the oldest age neither the round trip nor
   * the receiver's right to collect receipts explains. Where there is such a queue, the time that the link needs for
   * all that is under way counts, since the oldest of it does not show yet how much has been sent after it.
   */
  queueDelayMs(nowMs: number): number {
    if (this.#minRoundTripMs === Number.POSITIVE_INFINITY) return 0;
    const soundMs = this.oldestAgeMs(nowMs) - AUDIO_RECEIPT_DELAY_MS;
    const videoMs = nowMs - this.#oldestVideoAt - RECEIPT_DELAY_MS;
    const agedMs = Math.max(0, Math.max(soundMs, videoMs) - this.#minRoundTripMs);
    if (agedMs <= QUEUE_MS || this.#bestRate === 0) return agedMs;
    const neededMs = (this.#sentBytes - this.#acknowledgedBytes) / this.#bestRate;
    return Math.max(agedMs, neededMs - this.#minRoundTripMs - RECEIPT_DELAY_MS);
  }

  /** Only what was acknowledged while more was under way tells how fast the link is. */
  #measureRate(bytes: number, nowMs: number): void {
    this.#sampleBytes += bytes;
    const sampledMs = nowMs - this.#sampleAt;
    if (sampledMs >= RATE_SAMPLE_MS) {
      const rate = this.#sampleBytes / sampledMs;
      if (rate >= this.#bestRate || nowMs - this.#bestRateAt > RATE_MEMORY_MS) {
        this.#bestRate = rate;
        this.#bestRateAt = nowMs;
      }
    }
    if (sampledMs < RATE_SAMPLE_MS && this.#length > 0) return;
    this.#sampleBytes = 0;
    this.#sampleAt = this.#length > 0 ? nowMs : Number.NEGATIVE_INFINITY;
  }

  /**
   * The least round trip is the link's length. It grows only by what was measured with nothing else of ours under way:
   * otherwise a lasting queue would pass for distance.
   */
  #measure(roundTripMs: number, onEmptyLink: boolean): void {
    if (roundTripMs <= this.#minRoundTripMs) {
      this.#minRoundTripMs = roundTripMs;
      this.#longerSamples = 0;
      this.#leastLongerMs = Number.POSITIVE_INFINITY;
      return;
    }
    if (!onEmptyLink) return;
    this.#longerSamples += 1;
    this.#leastLongerMs = Math.min(this.#leastLongerMs, roundTripMs);
    if (this.#longerSamples < LONGER_AFTER) return;
    this.#minRoundTripMs = this.#leastLongerMs;
    this.#longerSamples = 0;
    this.#leastLongerMs = Number.POSITIVE_INFINITY;
  }

  #findOldestVideo(sentAt: Float64Array): number {
    for (let offset = 0; offset < this.#length; offset++) {
      const mark = (this.#first + offset) % MAX_MARKS;
      if (this.#video[mark] === 1) return sentAt[mark] ?? Number.POSITIVE_INFINITY;
    }
    return Number.POSITIVE_INFINITY;
  }

  #allocate(): Float64Array {
    this.#sentAt = new Float64Array(MAX_MARKS);
    this.#ends = new Float64Array(MAX_MARKS);
    this.#endBytes = new Float64Array(MAX_MARKS);
    this.#alone = new Uint8Array(MAX_MARKS);
    this.#video = new Uint8Array(MAX_MARKS);
    return this.#sentAt;
  }
}
