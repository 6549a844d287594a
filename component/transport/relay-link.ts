/**
 * One connection to a relay: a transport with heartbeat, receipts and uplink accounting around it. Ends once and is not
 * opened again; who reconnects makes another. Knows nothing of codecs or of the call.
 */
import { CLOSE_CODES } from '../protocol/close-codes.ts';
import type { ClientMessage, RelayMessage } from '../protocol/control.ts';
import { HEARTBEAT_TIMEOUT_MS } from '../protocol/limits.ts';
import type { ProtocolError } from '../protocol/protocol-error.ts';
import { Demux, type PacketRoutes } from './demux.ts';
import { type ClockProbe, HEARTBEAT_TICK_MS, Heartbeat } from './heartbeat.ts';
import { ReceiptSender } from './receipt-sender.ts';
import type { OpenTransport, Transport, TransportAddress } from './transport.ts';
import { Uplink } from './uplink.ts';

export interface RelayLinkEvents {
  onOpen(): void;
  /** All but the answers to the heartbeat. */
  onControl(message: RelayMessage): void;
  onClock(probe: ClockProbe): void;
  onMalformed(error: ProtocolError): void;
  /** Exactly once. */
  onClose(code: number, reason: string): void;
}

export interface RelayLinkOptions {
  readonly open: OpenTransport;
  readonly address: TransportAddress;
  readonly routes: PacketRoutes;
  readonly clock: LinkClock;
}

/** Milliseconds that never go back, and the epoch µs that packets carry. */
export interface LinkClock {
  nowMs(): number;
  nowMicros(): number;
}

export class RelayLink {
  readonly uplink = new Uplink();
  readonly #events: RelayLinkEvents;
  readonly #clock: LinkClock;
  readonly #lifetime = new AbortController();
  readonly #transport: Transport;
  readonly #demux: Demux;
  readonly #receipts: ReceiptSender;
  #heartbeat: Heartbeat | undefined;
  #open = false;

  constructor({ open, address, routes, clock }: RelayLinkOptions, events: RelayLinkEvents) {
    this.#events = events;
    this.#clock = clock;
    const now = () => clock.nowMs();
    this.#receipts = new ReceiptSender((receipt) => this.#transport.send(receipt), now, this.#lifetime.signal);
    this.#demux = new Demux(routes, {
      onControl: (message) => this.#control(message),
      onReceipt: (receipt) => this.uplink.receive(now(), receipt),
      onArrival: (kind) => this.#receipts.received(kind),
      onMalformed: (error) => events.onMalformed(error),
    });
    this.#transport = open(address, {
      onOpen: () => this.#opened(),
      onMessage: (message) => {
        this.#heartbeat?.heard(now());
        this.#demux.receive(message);
      },
      onClose: (code, reason) => this.#ended(code, reason),
    });
    // A SYN that nobody answers takes minutes to fail by itself.
    const patience = setTimeout(() => {
      if (!this.#open) this.close(CLOSE_CODES.silent, 'no connection');
    }, HEARTBEAT_TIMEOUT_MS);
    this.#lifetime.signal.addEventListener('abort', () => clearTimeout(patience), { once: true });
  }

  /** True between `onOpen` and `onClose`. */
  get isOpen(): boolean {
    return this.#open;
  }

  get bufferedBytes(): number {
    return this.#transport.bufferedBytes;
  }

  sendControl(message: ClientMessage): void {
    this.#transport.send(JSON.stringify(message));
  }

  /** A whole packet, header included. */
  sendPacket(trackId: number, packet: Uint8Array<ArrayBuffer>): void {
    if (!this.#open) return;
    this.uplink.sent(this.#clock.nowMs(), trackId, packet.byteLength);
    this.#transport.send(packet);
  }

  close(code: number, reason: string): void {
    this.#open = false;
    this.#transport.close(code, reason);
  }

  #opened(): void {
    this.#open = true;
    this.#heartbeat = new Heartbeat(this.#clock.nowMs());
    const timer = setInterval(() => this.#tick(), HEARTBEAT_TICK_MS);
    this.#lifetime.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    this.#events.onOpen();
    this.#tick();
  }

  #tick(): void {
    const due = this.#heartbeat?.tick(this.#clock.nowMs(), this.#clock.nowMicros());
    if (due === 'silent') this.close(CLOSE_CODES.silent, 'silent');
    else if (due) this.sendControl(due);
  }

  #control(message: RelayMessage): void {
    if (!Heartbeat.owns(message)) {
      this.#events.onControl(message);
      return;
    }
    const probe = this.#heartbeat?.answered(message, this.#clock.nowMs(), this.#clock.nowMicros());
    if (probe) this.#events.onClock(probe);
  }

  #ended(code: number, reason: string): void {
    if (this.#lifetime.signal.aborted) return;
    this.#open = false;
    this.#lifetime.abort();
    this.#events.onClose(code, reason);
  }
}
