/**
 * The relay's track that a publication's packets go to: numbers them and counts them. Knows nothing of codecs or of
 * where frames come from.
 */

import { MAX_PACKET_BYTES } from '../protocol/limits.ts';
import { encodeConfiguration, type MediaConfiguration } from '../protocol/media-configuration.ts';
import { nextSequence, PACKET_HEADER_BYTES, writePacketHeader } from '../protocol/packet.ts';
import type { Micros } from '../protocol/units.ts';
import { Recent } from '../support/recent.ts';
import type { RelayLink } from '../transport/relay-link.ts';

/** What a publication needs of the connection; undefined while there is none. */
export type LinkSource = () => Pick<RelayLink, 'isOpen' | 'sendPacket' | 'uplink' | 'bufferedBytes'> | undefined;

export interface OutgoingPacket {
  readonly timestamp: number;
  readonly keyframe: boolean;
  readonly temporalLayer: number;
  /** Sent with the packet where given. */
  readonly configuration: MediaConfiguration | undefined;
  readonly byteLength: number;
  copyTo(destination: Uint8Array): void;
}

/** Who receives the track, as the relay last said. */
export interface Demand {
  readonly receivers: number;
  readonly struggling: number;
}

export class OutgoingTrack {
  readonly #link: LinkSource;
  readonly #bytes = new Recent(1000);
  #trackId: number | undefined;
  /** Whose numbers `#sequence` counts: they go on after a lost connection. */
  #sequenceOf: number | undefined;
  #sequence = 0;
  #demand: Demand | undefined;
  #packets = 0;
  readonly #dropped: Record<string, number> = {};

  constructor(link: LinkSource) {
    this.#link = link;
  }

  get trackId(): number | undefined {
    return this.#trackId;
  }

  get demand(): Demand | undefined {
    return this.#demand;
  }

  /** The connection, where packets may go out now and somebody receives them. */
  get openLink(): ReturnType<LinkSource> {
    const link = this.#link();
    const isWanted = this.#demand === undefined || this.#demand.receivers > 0;
    return this.#trackId !== undefined && isWanted && link?.isOpen ? link : undefined;
  }

  /** Undefined holds packets back: not joined, or no longer. */
  bind(trackId: number | undefined): void {
    if (this.#trackId !== undefined && this.#trackId !== trackId) this.#link()?.uplink.forget(this.#trackId);
    this.#trackId = trackId;
    // Whoever received it before may be gone; until the relay says, it is wanted.
    this.#demand = undefined;
    if (trackId === undefined || trackId === this.#sequenceOf) return;
    this.#sequenceOf = trackId;
    this.#sequence = 0;
  }

  setDemand(demand: Demand): void {
    this.#demand = demand;
  }

  dropped(reason: string): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  /** False where it could not be sent. */
  send(packet: OutgoingPacket): boolean {
    const link = this.openLink;
    const trackId = this.#trackId;
    if (!link || trackId === undefined) return false;
    const { configuration } = packet;
    const prefix = configuration && encodeConfiguration(configuration);
    const start = PACKET_HEADER_BYTES + (prefix?.byteLength ?? 0);
    if (start + packet.byteLength > MAX_PACKET_BYTES) {
      this.dropped('too-large');
      return false;
    }
    const bytes = new Uint8Array(start + packet.byteLength);
    writePacketHeader(bytes, {
      trackId,
      sequence: this.#sequence,
      timestamp: Math.max(0, packet.timestamp) as Micros,
      keyframe: packet.keyframe,
      configured: configuration !== undefined,
      rendition: 0,
      temporalLayer: packet.temporalLayer,
    });
    if (prefix) bytes.set(prefix, PACKET_HEADER_BYTES);
    packet.copyTo(bytes.subarray(start));
    link.sendPacket(trackId, bytes);
    this.#sequence = nextSequence(this.#sequence);
    this.#packets++;
    this.#bytes.add(performance.now(), bytes.byteLength);
    return true;
  }

  /** Bits per second of the last second. */
  bitrateBps(nowMs: number): number {
    return Math.round(this.#bytes.perSecond(nowMs) * 8);
  }

  get counts(): { readonly packets: number; readonly dropped: Readonly<Record<string, number>> } {
    return { packets: this.#packets, dropped: { ...this.#dropped } };
  }
}
