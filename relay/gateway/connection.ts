/**
 * One client's connection: its seat in a room, what is forwarded for it, and its end where it is silent or stuck. Knows
 * nothing of how messages are read, nor of what rooms do.
 */
import { createHash } from 'node:crypto';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import type { ClientMessage, JoinResult } from 'stream-room/protocol/control';
import type { Packet } from 'stream-room/protocol/packet';
import type { Receipt } from 'stream-room/protocol/receipt';
import type { Config } from '../config.ts';
import type { Presence } from '../rooms/participant.ts';
import type { Registry } from '../rooms/registry.ts';
import { RequestError } from '../rooms/request-error.ts';
import type { Heartbeat, Swept } from './heartbeat.ts';
import { Inbox, type InboxContext, type InboxOwner } from './inbox.ts';
import type { Seat } from './requests.ts';
import type { SocketWire } from './socket-wire.ts';
import type { Acknowledged, UplinkReceipts } from './uplink-receipts.ts';

/** What all connections of a relay share. */
export interface ConnectionContext extends InboxContext {
  readonly config: Config;
  readonly registry: Registry;
  readonly heartbeat: Heartbeat;
  readonly receipts: UplinkReceipts;
}

/** Base64url characters of a participant id: 132 bits. */
const PARTICIPANT_ID_LENGTH = 22;

/** A client that closes in order (1000), goes away (1001) or gives no code (1005) does not come back. Others may. */
const FAREWELLS = new Set([1000, 1001, 1005]);

export class Connection implements InboxOwner, Swept, Acknowledged, Presence {
  readonly outlet;
  receivedPackets = 0;
  receivedAtMs = 0;
  readonly #wire: SocketWire;
  readonly #context: ConnectionContext;
  readonly #inbox: Inbox;
  #seat: Seat | undefined;
  #isEnded = false;
  #isReceiptDue = false;

  readonly #openedAt: number;
  #heardAt: number;
  #receivedBytes = 0;
  #sweptAt: number;
  #pingAt: number;

  constructor(wire: SocketWire, context: ConnectionContext) {
    const { clock, config, registry, heartbeat } = context;
    const now = clock.now();
    this.#wire = wire;
    this.#context = context;
    this.#inbox = new Inbox(this, context);
    this.outlet = registry.createOutlet(wire);
    this.#openedAt = now;
    this.#heardAt = now;
    this.#sweptAt = now;
    // Spread, so that a thousand sockets that came at once are not pinged at once.
    this.#pingAt = now + Math.random() * config.heartbeatIntervalMs;
    heartbeat.add(this);
  }

  get seat(): Seat {
    if (this.#seat) return this.#seat;
    throw new RequestError('not-joined', 'This connection is in no room yet. Send a join first.');
  }

  onMessage(bytes: Buffer, isBinary: boolean): void {
    if (this.#isEnded) return;
    if (isBinary) this.#inbox.receiveBinary(bytes);
    else this.#inbox.receiveText(bytes);
  }

  /** The socket takes bytes again. */
  onDrain(): void {
    this.outlet.flush();
  }

  /** The socket is gone. */
  onClosed(code: number): void {
    if (!this.#stop()) return;
    if (FAREWELLS.has(code)) this.leave();
    else this.#giveUpSeat();
  }

  onReplaced(): void {
    this.#seat = undefined;
    this.close(CLOSE_CODES.replaced, 'replaced', 'The same participant joined over a newer connection.');
  }

  /** Says why, then closes. The participant's place is kept for its return. */
  close(code: number, errorCode: string, message: string): void {
    if (!this.#stop()) return;
    this.#giveUpSeat();
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
    } else if (!this.#seat && nowMs - this.#openedAt >= joinTimeoutMs) {
      this.close(CLOSE_CODES.silent, 'silent', `No join came within ${joinTimeoutMs} ms.`);
    } else if (this.#isStuck(nowMs)) {
      this.close(CLOSE_CODES.slow, 'slow', 'This client takes less than even control messages need.');
    } else if (nowMs >= this.#pingAt) {
      this.#pingAt = nowMs + heartbeatIntervalMs;
      this.#wire.ping();
    }
  }

  join(message: Extract<ClientMessage, { type: 'join' }>): JoinResult {
    if (this.#seat) throw new RequestError('already-joined', 'This connection is in a room already. Open another one.');
    const id = createHash('sha256').update(message.secret).digest('base64url').slice(0, PARTICIPANT_ID_LENGTH);
    const room = this.#context.registry.open(message.room);
    const { participant, result } = room.join(id, message.name, this);
    this.#seat = { room, participant };
    return result;
  }

  leave(): void {
    const seat = this.#seat;
    this.#seat = undefined;
    seat?.room.leave(seat.participant, 'left');
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
    const track = this.#seat?.participant.tracks.get(packet.trackId);
    track?.route(packet, bytes);
    return track !== undefined;
  }

  acknowledge(receipt: Receipt): boolean {
    return this.outlet.acknowledge(receipt);
  }

  reply(message: object, isUnbounded = false): void {
    const text = JSON.stringify(message);
    if (isUnbounded) this.#wire.sendUncounted(text);
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

  /** False where this connection had ended before. */
  #stop(): boolean {
    if (this.#isEnded) return false;
    this.#isEnded = true;
    this.#context.heartbeat.remove(this);
    return true;
  }

  #giveUpSeat(): void {
    const seat = this.#seat;
    this.#seat = undefined;
    seat?.room.disconnect(seat.participant, this);
  }
}
