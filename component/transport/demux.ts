/**
 * Sorts what a relay sends: control messages to one place, packets to their track, receipts to the uplink. Hostile or
 * broken input ends in `onMalformed`, never in an exception. Knows nothing of codecs or of the call.
 */
import { parseRelayMessage, type RelayMessage } from '../protocol/control.ts';
import { decodePacket, PACKET_TYPE, type Packet } from '../protocol/packet.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { decodeReceipt, RECEIPT_TYPE, type Receipt } from '../protocol/receipt.ts';

export interface PacketRoute {
  readonly kind: 'audio' | 'video';
  onPacket(packet: Packet): void;
}

/** By track id. The owner's, and outlives a connection: what is subscribed stays so after a reconnect. */
export type PacketRoutes = ReadonlyMap<number, PacketRoute>;

export interface DemuxEvents {
  onControl(message: RelayMessage): void;
  onReceipt(receipt: Receipt): void;
  /** Every media packet, of whatever track and however broken: the relay counts them all when it waits for receipts. */
  onArrival(kind: 'audio' | 'video'): void;
  onMalformed(error: ProtocolError): void;
}

export class Demux {
  readonly #routes: PacketRoutes;
  readonly #events: DemuxEvents;

  constructor(routes: PacketRoutes, events: DemuxEvents) {
    this.#routes = routes;
    this.#events = events;
  }

  receive(message: string | Uint8Array): void {
    try {
      if (typeof message === 'string') {
        const parsed = parseRelayMessage(message);
        if (parsed) this.#events.onControl(parsed);
      } else if (message[0] === RECEIPT_TYPE) {
        this.#events.onReceipt(decodeReceipt(message));
      } else {
        this.#packet(message);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#events.onMalformed(error);
    }
  }

  #packet(message: Uint8Array): void {
    let packet: Packet;
    try {
      packet = decodePacket(message);
    } catch (error) {
      if (message[0] === PACKET_TYPE) this.#events.onArrival('video');
      throw error;
    }
    const route = this.#routes.get(packet.trackId);
    this.#events.onArrival(route?.kind ?? 'video');
    // Of a track just unsubscribed, or not yet subscribed here: the relay is a moment behind, or ahead.
    route?.onPacket(packet);
  }
}
