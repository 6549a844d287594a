/**
 * One client's socket: what comes in is counted, checked and dispatched, what is wrong is answered, what is silent or
 * stuck is closed. Knows nothing of what rooms do.
 */
import { createHash } from 'node:crypto';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { type ClientMessage, type JoinResult, parseClientMessage } from 'stream-room/protocol/control';
import { MAX_CONTROL_BYTES } from 'stream-room/protocol/limits';
import { decodePacket, PACKET_TYPE } from 'stream-room/protocol/packet';
import { ProtocolError } from 'stream-room/protocol/protocol-error';
import { decodeReceipt, RECEIPT_TYPE } from 'stream-room/protocol/receipt';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Rate, TokenBucket } from '../limits/token-bucket.ts';
import type { Log } from '../log.ts';
import type { Presence } from '../rooms/participant.ts';
import type { Registry } from '../rooms/registry.ts';
import { RequestError } from '../rooms/request-error.ts';
import type { Heartbeat, Swept } from './heartbeat.ts';
import { ruleOf, type Seat, type Session } from './requests.ts';
import type { SocketWire } from './socket-wire.ts';
import type { Acknowledged, UplinkReceipts } from './uplink-receipts.ts';

/** What all connections of a relay share. */
export interface ConnectionContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly heartbeat: Heartbeat;
  readonly receipts: UplinkReceipts;
  readonly log: Log;
}

/** Mistakes that are answered before the socket is closed for them: packets of a track just ended come in dozens. */
const TOLERATED_MISTAKES: Rate = { perSecond: 5, burst: 50 };
/** Messages over their rate that are refused before the socket is closed for them. */
const TOLERATED_EXCESS: Rate = { perSecond: 5, burst: 100 };
/** Between two errors that answer no request. */
const NOTICE_INTERVAL_MS = 1_000;
/** Base64url characters of a participant id: 132 bits. */
const PARTICIPANT_ID_LENGTH = 22;

export class Connection implements Session, Swept, Acknowledged, Presence {
  readonly outlet;
  receivedPackets = 0;
  receivedAtMs = 0;
  readonly #wire: SocketWire;
  readonly #context: ConnectionContext;
  #seat: Seat | undefined;
  #isEnded = false;

  readonly #openedAt: number;
  #heardAt: number;
  #receivedBytes = 0;
  #sweptAt: number;
  #pingAt: number;
  #noticedAt = Number.NEGATIVE_INFINITY;
  #isReceiptDue = false;

  readonly #control: TokenBucket;
  #chat: TokenBucket | undefined;
  #media: TokenBucket | undefined;
  #mistakes: TokenBucket | undefined;
  #excess: TokenBucket | undefined;

  constructor(wire: SocketWire, context: ConnectionContext) {
    const { clock, config, registry, heartbeat } = context;
    const now = clock.now();
    this.#wire = wire;
    this.#context = context;
    this.outlet = registry.createOutlet(wire);
    this.#openedAt = now;
    this.#heardAt = now;
    this.#sweptAt = now;
    // Spread, so that a thousand sockets that came at once are not pinged at once.
    this.#pingAt = now + Math.random() * config.heartbeatIntervalMs;
    this.#control = new TokenBucket(config.controlRate, now);
    heartbeat.add(this);
  }

  get seat(): Seat {
    if (this.#seat) return this.#seat;
    throw new RequestError('not-joined', 'This connection is in no room yet. Send a join first.');
  }

  /** The socket received a binary message. */
  receiveBinary(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    this.#guard(() => {
      if (bytes[0] === PACKET_TYPE) this.#receivePacket(bytes);
      else if (bytes[0] === RECEIPT_TYPE) this.#receiveReceipt(bytes);
      else throw new ProtocolError('unknown-type', 'A binary message starts with 0x01 (packet) or 0x02 (receipt).');
    });
  }

  /** The socket received a text message. */
  receiveText(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    this.#guard(() => {
      if (bytes.byteLength > MAX_CONTROL_BYTES) {
        const sentence = `A control message has at most ${MAX_CONTROL_BYTES} bytes, ${bytes.byteLength} were received.`;
        throw new ProtocolError('too-large', sentence);
      }
      this.#receiveMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    });
  }

  /** The socket takes bytes again. */
  onDrain(): void {
    this.outlet.flush();
  }

  /** The socket is gone. 1000 and 1001 are a client's own farewell, everything else may come back. */
  onClosed(code: number): void {
    if (!this.#stop()) return;
    if (code === 1000 || code === 1001) this.leave();
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
    this.#wire.sendText(JSON.stringify({ type: 'error', code: errorCode, message }));
    this.#wire.close(code, message);
  }

  sweep(nowMs: number, lateMs: number): void {
    const { config } = this.#context;
    const received = this.#wire.receivedBytes;
    // It came at any time since the last sweep: counted from there, silence is never noticed later than promised.
    if (received !== this.#receivedBytes) this.#heardAt = this.#sweptAt;
    this.#receivedBytes = received;
    this.#sweptAt = nowMs;
    this.#heardAt += lateMs;
    if (nowMs - this.#heardAt >= config.heartbeatTimeoutMs) {
      this.close(CLOSE_CODES.silent, 'silent', 'Nothing was heard from this client for too long.');
    } else if (!this.#seat && nowMs - this.#openedAt >= config.joinTimeoutMs) {
      this.close(CLOSE_CODES.silent, 'silent', `No join came within ${config.joinTimeoutMs} ms.`);
    } else if (
      this.#wire.stalledMs(nowMs) >= config.stallTimeoutMs ||
      this.outlet.oldestUnacknowledgedMs >= config.stallTimeoutMs ||
      this.#wire.isControlBacklogFull
    ) {
      this.close(CLOSE_CODES.slow, 'slow', 'This client takes less than even control messages need.');
    } else if (nowMs >= this.#pingAt) {
      this.#pingAt = nowMs + config.heartbeatIntervalMs;
      this.#wire.ping();
    }
  }

  sendReceipt(bytes: Uint8Array): void {
    this.#isReceiptDue = false;
    this.#wire.sendPacket(bytes);
  }

  join(message: Extract<ClientMessage, { type: 'join' }>): JoinResult {
    if (this.#seat)
      throw new RequestError('already-joined', 'This connection is in a room. Leave first, or open another.');
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

  #receivePacket(bytes: Uint8Array): void {
    const now = this.#context.clock.now();
    const packet = decodePacket(bytes);
    this.receivedPackets = (this.receivedPackets + 1) >>> 0;
    this.receivedAtMs = now;
    if (!this.#isReceiptDue) {
      this.#isReceiptDue = true;
      this.#context.receipts.add(this);
    }
    this.#media ??= new TokenBucket(this.#context.config.mediaRate, now);
    if (!this.#media.take(now)) {
      this.#refuseExcess(undefined, 'Too many packets a second: the last ones were dropped.');
      return;
    }
    const track = this.#seat?.participant.tracks.get(packet.trackId);
    if (track) track.route(packet, bytes);
    else if (this.#seat)
      this.#refuse('not-your-track', `Track ${packet.trackId} is not one that this connection publishes.`);
    else this.#refuse('not-joined', 'Packets are for participants. Send a join first.');
  }

  #receiveReceipt(bytes: Uint8Array): void {
    if (this.outlet.acknowledge(decodeReceipt(bytes))) return;
    throw new ProtocolError('bad-receipt', 'A receipt of more packets than were sent over this socket was received.');
  }

  #receiveMessage(text: string): void {
    let message: ClientMessage;
    try {
      message = parseClientMessage(text);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const id = readId(text);
      // Without an id nobody could be told which message it was, unless it is only a type that this version lacks.
      if (id === undefined && error.code !== 'unknown-type') throw error;
      this.#refuse(error.code, error.message, id);
      return;
    }
    const rule = ruleOf(message);
    const id = 'id' in message ? message.id : undefined;
    const now = this.#context.clock.now();
    this.#chat ??= rule.rate === 'chat' ? new TokenBucket(this.#context.config.chatRate, now) : undefined;
    if (!((rule.rate === 'chat' ? this.#chat : this.#control)?.take(now) ?? true)) {
      this.#refuseExcess(id, `Too many ${rule.rate} messages a second. This one had no effect; send it again later.`);
      return;
    }
    try {
      if (Buffer.byteLength(text) > rule.maxBytes) {
        throw new RequestError('too-large', `A ${message.type} message has at most ${rule.maxBytes} bytes.`);
      }
      const result = rule.handle(this, message);
      if (id !== undefined) this.#acknowledge(id, result, message.type === 'join');
      rule.after?.(this);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (id !== undefined) this.#reply({ type: 'error', id, code: error.code, message: error.message });
    }
  }

  #acknowledge(id: number, result: unknown, isJoin: boolean): void {
    const text = JSON.stringify({ type: 'ack', id, result });
    if (isJoin) this.#wire.sendUncounted(text);
    else this.#wire.sendText(text);
  }

  #reply(message: { type: 'error'; id: number | undefined; code: string; message: string }): void {
    this.#wire.sendText(JSON.stringify(message));
  }

  /** Answers a mistake; too many of them end the connection. */
  #refuse(code: string, message: string, id?: number): void {
    const now = this.#context.clock.now();
    this.#mistakes ??= new TokenBucket(TOLERATED_MISTAKES, now);
    if (this.#mistakes.take(now)) this.#notice(code, message, id, now);
    else this.close(CLOSE_CODES.badMessage, code, message);
  }

  #refuseExcess(id: number | undefined, message: string): void {
    const now = this.#context.clock.now();
    this.#excess ??= new TokenBucket(TOLERATED_EXCESS, now);
    if (this.#excess.take(now)) this.#notice('rate-limited', message, id, now);
    else this.close(CLOSE_CODES.rateLimited, 'rate-limited', 'Too many messages a second for too long.');
  }

  /** Every request has its answer; what answers none is said once a second at most. */
  #notice(code: string, message: string, id: number | undefined, now: number): void {
    if (id === undefined) {
      if (now - this.#noticedAt < NOTICE_INTERVAL_MS) return;
      this.#noticedAt = now;
    }
    this.#reply({ type: 'error', id, code, message });
  }

  /** Whatever a client sends ends at worst its own connection. */
  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.close(CLOSE_CODES.badMessage, error.code, error.message);
        return;
      }
      this.#context.log('error', 'a connection was closed after an error in the relay:', error);
      this.close(CLOSE_CODES.relayError, 'relay-error', 'The relay failed at this message. Try again.');
    }
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

/** The id of a message that is wrong otherwise, so that its sender learns which one it was. */
function readId(text: string): number | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= 0xffff_ffff ? id : undefined;
  } catch {
    return undefined;
  }
}
