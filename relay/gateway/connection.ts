/**
 * One client's connection: its seat in a room, what is forwarded for it, and its end where it is silent or stuck. Knows
 * nothing of how messages are read, nor of what rooms do.
 */
import { createHash } from 'node:crypto';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import type { ClientMessage, Grant, JoinResult, WaitingResult } from 'stream-room/protocol/control';
import { ROOM_SECRET_MARK } from 'stream-room/protocol/limits';
import type { Packet } from 'stream-room/protocol/packet';
import type { Receipt } from 'stream-room/protocol/receipt';
import { ANYBODY, type Identity } from '../auth/identity.ts';
import { TokenError } from '../auth/token-error.ts';
import type { Config } from '../config.ts';
import type { DismissalCode, Participant, Presence } from '../rooms/participant.ts';
import type { Registry } from '../rooms/registry.ts';
import { RequestError } from '../rooms/request-error.ts';
import type { Room } from '../rooms/room.ts';
import type { Heartbeat, Swept } from './heartbeat.ts';
import { Inbox, type InboxContext, type InboxOwner } from './inbox.ts';
import { ANSWERED, type Seat } from './requests.ts';
import type { SocketWire } from './socket-wire.ts';
import { TokenExpiry } from './token-expiry.ts';
import type { Acknowledged, UplinkReceipts } from './uplink-receipts.ts';

/** What all connections of a relay share. */
export interface ConnectionContext extends InboxContext {
  readonly config: Config;
  readonly registry: Registry;
  readonly heartbeat: Heartbeat;
  readonly receipts: UplinkReceipts;
  /** Who a newer token speaks for; rejects with TokenError. Absent where the relay takes no tokens. */
  readonly authenticate?: (token: string) => Promise<Identity>;
}

type Request<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

/** Base64url characters of a participant id: 132 bits. */
const PARTICIPANT_ID_LENGTH = 22;

/** Bytes that may wait for a client before an answer of megabytes, which counts as a backlog otherwise. */
const MAX_BUFFERED_BEFORE_LARGE = 256 * 1024;

/** A client that closes in order (1000), goes away (1001) or gives no code (1005) does not come back. Others may. */
const FAREWELLS = new Set([1000, 1001, 1005]);

export class Connection implements InboxOwner, Swept, Acknowledged, Presence {
  readonly outlet;
  receivedPackets = 0;
  receivedAtMs = 0;
  readonly #wire: SocketWire;
  readonly #context: ConnectionContext;
  readonly #inbox: Inbox;
  readonly #expiry: TokenExpiry;
  #identity: Identity;
  /** Which it joined, or is about to, or at whose door it waits. */
  #room: Room | undefined;
  /** Of the join that was not answered yet. */
  #joinId: number | undefined;
  #seat: Seat | undefined;
  #isEnded = false;
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
    this.#identity = identity;
    this.#expiry = new TokenExpiry(identity.expiresAtMs);
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

  get grants(): ReadonlySet<Grant> {
    return this.#seat?.participant.grants ?? this.#identity.grants;
  }

  get maxBitrateBps(): number | undefined {
    return this.#identity.maxBitrateBps;
  }

  get isEnded(): boolean {
    return this.#isEnded;
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

  onSeated(participant: Participant, result: JoinResult): void {
    const room = this.#room as Room;
    if (this.#isEnded) {
      // It ended before a join that took its time: who was not here before has never come.
      if (result.resumed) room.disconnect(participant, this);
      else room.leave(participant, 'left');
      return;
    }
    this.#seat = { room, participant };
    if (this.#joinId === undefined) this.reply({ type: 'admitted', result }, true);
    else this.reply({ type: 'ack', id: this.#joinId, result }, true);
    room.tracks.resume(participant);
  }

  onDismissed(code: DismissalCode, message: string): void {
    this.#forgetRoom();
    this.close(CLOSE_CODES.forbidden, code, message);
  }

  onReplaced(): void {
    this.#forgetRoom();
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
    } else if (!this.#room && nowMs - this.#openedAt >= joinTimeoutMs) {
      this.close(CLOSE_CODES.silent, 'silent', `No join came within ${joinTimeoutMs} ms.`);
    } else if (this.#isStuck(nowMs)) {
      this.close(CLOSE_CODES.slow, 'slow', 'This client takes less than even control messages need.');
    } else {
      if (nowMs >= this.#pingAt) {
        this.#pingAt = nowMs + heartbeatIntervalMs;
        this.#wire.ping();
      }
      this.#watchToken();
    }
  }

  join({ id, room: name, ...message }: Request<'join'>): typeof ANSWERED | WaitingResult {
    const identity = this.#identity;
    if (this.#room)
      throw new RequestError('already-joined', 'This connection has joined a room already. Open another one.');
    this.#refuseRoom(name);
    const participantId = createHash('sha256')
      .update(message.secret)
      .digest('base64url')
      .slice(0, PARTICIPANT_ID_LENGTH);
    const room = this.#context.registry.open(name);
    this.#room = room;
    this.#joinId = id;
    try {
      const request = { participantId, name: identity.name ?? message.name, identity, proof: message.proof };
      return room.join(request, this) === 'seated' ? ANSWERED : { participantId, waiting: true };
    } catch (error) {
      this.#room = undefined;
      throw error;
    } finally {
      this.#joinId = undefined;
    }
  }

  async refresh({ token }: Request<'refresh'>): Promise<void> {
    const identity = await this.#authenticate(token);
    const { subject, room } = this.#identity;
    if (identity.subject !== subject || identity.room !== room) {
      throw new RequestError('bad-token', 'The newer token is for another subject or room than the first one was.');
    }
    if (this.#isEnded) return;
    this.#identity = identity;
    this.#expiry.renew(identity.expiresAtMs);
    this.#room?.renew(this, this.#seat?.participant, identity);
  }

  leave(): void {
    const room = this.#room;
    const seat = this.#seat;
    this.#forgetRoom();
    if (seat) seat.room.leave(seat.participant, 'left');
    else room?.stopWaiting(this);
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
    // A second one of its kind waits for a client that takes nothing only as far as everything else does.
    if (isUnbounded && this.#wire.bufferedBytes < MAX_BUFFERED_BEFORE_LARGE) this.#wire.sendUncounted(text);
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

  /** Throws RequestError for a room that is not for this identity. */
  #refuseRoom(name: string): void {
    const { room } = this.#identity;
    if (room !== undefined && room !== name) {
      throw new RequestError('forbidden', 'The token is for another room than this one.');
    }
    if (this.#identity !== ANYBODY || this.#context.config.open !== 'secret-rooms') return;
    if (name.startsWith(ROOM_SECRET_MARK)) return;
    throw new RequestError('forbidden', 'Without a token this relay has only rooms with a secret. Check the link.');
  }

  async #authenticate(token: string): Promise<Identity> {
    const { authenticate } = this.#context;
    if (!authenticate) throw new RequestError('bad-token', 'This relay takes no tokens.');
    try {
      return await authenticate(token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      throw new RequestError(error.code === 'unavailable' ? 'unavailable' : 'bad-token', error.message);
    }
  }

  #watchToken(): void {
    const due = this.#expiry.due(this.#context.clock);
    if (due === 'over') this.close(CLOSE_CODES.badToken, 'expired', 'The token has expired, and no newer one came.');
    else if (due) this.reply({ type: 'token-expiring', inMs: due.inMs });
  }

  #giveUpSeat(): void {
    const room = this.#room;
    const seat = this.#seat;
    this.#forgetRoom();
    if (seat) seat.room.disconnect(seat.participant, this);
    else room?.stopWaiting(this);
  }

  #forgetRoom(): void {
    this.#room = undefined;
    this.#seat = undefined;
  }
}
