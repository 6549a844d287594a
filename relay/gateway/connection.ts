/**
 * One client's connection: what is forwarded for it, and its end where it is silent, stuck or without a valid token.
 * Knows nothing of how messages are read, nor of what rooms do.
 */
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import type { ClientMessage, Grant } from 'stream-room/protocol/control';
import type { Packet } from 'stream-room/protocol/packet';
import type { Receipt } from 'stream-room/protocol/receipt';
import { ANYBODY, type Identity } from '../auth/identity.ts';
import type { Config } from '../config.ts';
import type { SocketOutlet } from '../fanout/outlet.ts';
import { Counters } from '../metrics/counters.ts';
import type { Registry } from '../rooms/registry.ts';
import { type Authenticate, Credentials } from './credentials.ts';
import type { Heartbeat, Swept } from './heartbeat.ts';
import { Inbox, type InboxContext, type InboxOwner } from './inbox.ts';
import { type Member, Membership } from './membership.ts';
import type { Seat } from './requests.ts';
import type { SocketWire } from './socket-wire.ts';
import type { Acknowledged, UplinkReceipts } from './uplink-receipts.ts';

/** What all connections of a relay share. */
export interface ConnectionContext extends InboxContext {
  readonly config: Config;
  readonly registry: Registry;
  readonly heartbeat: Heartbeat;
  readonly receipts: UplinkReceipts;
  /** Who a newer token speaks for. Absent where the relay takes no tokens. */
  readonly authenticate?: Authenticate;
}

export class Connection implements InboxOwner, Swept, Acknowledged, Member {
  readonly outlet: SocketOutlet;
  isEnded = false;
  receivedPackets = 0;
  receivedAtMs = 0;
  readonly #wire: SocketWire;
  readonly #context: ConnectionContext;
  readonly #counters: Counters;
  readonly #inbox: Inbox;
  readonly #membership: Membership;
  readonly #credentials: Credentials;
  #isReceiptDue = false;
  readonly #openedAt: number;
  #heardAt: number;
  #receivedBytes = 0;
  #sweptAt: number;
  #pingAt: number;

  constructor(wire: SocketWire, context: ConnectionContext, identity: Identity = ANYBODY) {
    const { clock, config, registry, heartbeat } = context;
    const now = clock.now();
    this.#wire = wire;
    this.#context = context;
    this.#counters = context.counters ?? new Counters();
    this.#inbox = new Inbox(this, context);
    this.#membership = new Membership(this, context);
    this.#credentials = new Credentials(identity, context.authenticate);
    this.outlet = registry.createOutlet(wire, this.#counters);
    this.#openedAt = now;
    this.#heardAt = now;
    this.#sweptAt = now;
    // Spread, so that a thousand sockets that came at once are not pinged at once.
    this.#pingAt = now + Math.random() * config.heartbeatIntervalMs;
    heartbeat.add(this);
  }

  get identity(): Identity {
    return this.#credentials.identity;
  }

  get seat(): Seat {
    return this.#membership.seat;
  }

  get grants(): ReadonlySet<Grant> {
    return this.#membership.grants;
  }

  onMessage(bytes: Buffer, isBinary: boolean): void {
    if (this.isEnded) return;
    if (isBinary) this.#inbox.receiveBinary(bytes);
    else this.#inbox.receiveText(bytes);
  }

  /** The socket takes bytes again. */
  onDrain(): void {
    this.outlet.flush();
  }

  onClosed(code: number): void {
    if (this.#stop()) this.#membership.end(code);
  }

  /** Says why, then closes. The participant's place is kept for its return. */
  close(code: number, errorCode: string, message: string): void {
    if (!this.#stop()) return;
    this.#membership.disconnect();
    this.reply({ type: 'error', code: errorCode, message });
    this.#wire.close(code, message);
  }

  sweep(nowMs: number, lateMs: number): void {
    const received = this.#wire.receivedBytes;
    // It came at any time since the last sweep: counted from there, silence is never noticed later than promised.
    if (received !== this.#receivedBytes) this.#heardAt = this.#sweptAt;
    this.#receivedBytes = received;
    this.#sweptAt = nowMs;
    this.#heardAt += lateMs;
    const { heartbeatTimeoutMs, heartbeatIntervalMs, joinTimeoutMs } = this.#context.config;
    if (nowMs - this.#heardAt >= heartbeatTimeoutMs) {
      this.close(CLOSE_CODES.silent, 'silent', 'Nothing was heard from this client for too long.');
    } else if (!this.#membership.hasJoined && nowMs - this.#openedAt >= joinTimeoutMs) {
      this.close(CLOSE_CODES.silent, 'silent', `No join came within ${joinTimeoutMs} ms.`);
    } else if (this.#isStuck(nowMs)) {
      this.close(CLOSE_CODES.slow, 'slow', 'This client takes less than even control messages need.');
    } else if (!this.#watchToken() && nowMs >= this.#pingAt) {
      this.#pingAt = nowMs + heartbeatIntervalMs;
      this.#wire.ping();
    }
  }

  join(message: Extract<ClientMessage, { type: 'join' }>): Promise<unknown> {
    return this.#counters.timeJoin(this.#context.clock, this.#membership.join(message));
  }

  async refresh({ token }: Extract<ClientMessage, { type: 'refresh' }>): Promise<void> {
    await this.#credentials.refresh(token);
    this.#membership.renew();
  }

  leave(): void {
    this.#membership.leave();
  }

  end(): void {
    if (this.#stop()) this.#wire.close(1000, 'left');
  }

  relayTimeMicros(): number {
    return Math.round(this.#context.clock.epochMs() * 1000);
  }

  onPacketReceived(nowMs: number): void {
    this.receivedPackets = (this.receivedPackets + 1) >>> 0;
    this.receivedAtMs = nowMs;
    if (this.#isReceiptDue) return;
    this.#isReceiptDue = true;
    this.#context.receipts.add(this);
  }

  sendReceipt(bytes: Uint8Array): void {
    this.#isReceiptDue = false;
    this.#wire.sendPacket(bytes);
  }

  route(packet: Packet, bytes: Uint8Array): boolean {
    const track = this.#membership.participant?.tracks.get(packet.trackId);
    track?.route(packet, bytes);
    return track !== undefined;
  }

  acknowledge(receipt: Receipt): boolean {
    return this.outlet.acknowledge(receipt);
  }

  reply(message: object, isLarge = false): void {
    const text = JSON.stringify(message);
    if (isLarge) this.#wire.sendLarge(text);
    else this.#wire.sendText(text);
  }

  #isStuck(nowMs: number): boolean {
    const { stallTimeoutMs } = this.#context.config;
    return (
      this.#wire.isControlBacklogFull ||
      this.#wire.stalledMs(nowMs) >= stallTimeoutMs ||
      this.outlet.oldestUnacknowledgedMs >= stallTimeoutMs
    );
  }

  /** False where it had ended before. */
  #stop(): boolean {
    if (this.isEnded) return false;
    this.isEnded = true;
    this.#context.heartbeat.remove(this);
    return true;
  }

  /** True where it ended for it. */
  #watchToken(): boolean {
    const due = this.#credentials.due(this.#context.clock);
    if (due === 'over') this.close(CLOSE_CODES.badToken, 'expired', 'The token has expired, and no newer one came.');
    else if (due) this.reply({ type: 'token-expiring', inMs: due.inMs });
    return due === 'over';
  }
}
