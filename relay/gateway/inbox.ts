/**
 * What one client sends: parsed, counted against its rates, dispatched, and answered where it is wrong. Knows nothing of
 * sockets, nor of what rooms do.
 */
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { type ClientMessage, parseClientMessage } from 'stream-room/protocol/control';
import { MAX_CONTROL_BYTES } from 'stream-room/protocol/limits';
import { decodePacket, PACKET_TYPE, type Packet } from 'stream-room/protocol/packet';
import { ProtocolError } from 'stream-room/protocol/protocol-error';
import { decodeReceipt, RECEIPT_TYPE, type Receipt } from 'stream-room/protocol/receipt';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { type Counters, count } from '../metrics/counters.ts';
import { RequestError } from '../rooms/request-error.ts';
import { Allowance, type Rates } from './allowance.ts';
import { ANSWERED, checkPermission, ruleOf, type Session } from './requests.ts';

/** Between two errors that answer no request. */
const NOTICE_INTERVAL_MS = 1_000;

/** The connection that the messages came over. */
export interface InboxOwner extends Session {
  readonly isEnded: boolean;
  readonly identity: { readonly maxBitrateBps: number | undefined };
  /** Called for every packet, used or not. */
  onPacketReceived(nowMs: number): void;
  /** Forwards it; false where this connection publishes no such track. */
  route(packet: Packet, bytes: Uint8Array): boolean;
  /** False for a receipt of packets that were never sent. */
  acknowledge(receipt: Receipt): boolean;
  /** @param isLarge for an answer that may be larger than what may wait */
  reply(message: object, isLarge?: boolean): void;
  close(code: number, errorCode: string, message: string): void;
}

export interface InboxContext {
  readonly clock: Clock;
  readonly config: Rates;
  readonly log: Log;
  readonly counters?: Counters;
}

export class Inbox {
  readonly #owner: InboxOwner;
  readonly #context: InboxContext;
  readonly #allowance: Allowance;
  #noticedAt = Number.NEGATIVE_INFINITY;

  constructor(owner: InboxOwner, context: InboxContext) {
    this.#owner = owner;
    this.#context = context;
    this.#allowance = new Allowance(context.clock, context.config);
  }

  receiveBinary(bytes: Uint8Array): void {
    this.#guard(() => {
      if (bytes[0] === PACKET_TYPE) this.#receivePacket(bytes);
      else if (bytes[0] === RECEIPT_TYPE) this.#receiveReceipt(bytes);
      else throw new ProtocolError('unknown-type', 'A binary message starts with 0x01 (packet) or 0x02 (receipt).');
    });
  }

  receiveText(bytes: Buffer): void {
    this.#guard(() => {
      if (bytes.byteLength <= MAX_CONTROL_BYTES) this.#receiveMessage(bytes.toString(), bytes.byteLength);
      else {
        const sentence = `A control message has at most ${MAX_CONTROL_BYTES} bytes, ${bytes.byteLength} were received.`;
        throw new ProtocolError('too-large', sentence);
      }
    });
  }

  #receivePacket(bytes: Uint8Array): void {
    const packet = decodePacket(bytes);
    const { maxBitrateBps } = this.#owner.identity;
    this.#owner.onPacketReceived(this.#context.clock.now());
    if (this.#context.counters) this.#context.counters.packetsIn += 1;
    if (!this.#allowance.take('media')) {
      this.#refuseExcess(undefined, 'Too many packets a second: the last ones were dropped.');
    } else if (maxBitrateBps !== undefined && !this.#allowance.takeBytes(bytes.byteLength, maxBitrateBps)) {
      // Not counted towards an end: rate control follows the link, and may be above for a while.
      this.#notice(
        'rate-limited',
        'More bits a second than the token allows: the last packets were dropped.',
        undefined,
      );
    } else if (!this.#owner.route(packet, bytes)) {
      this.#refuse('not-your-track', `Track ${packet.trackId} is not one that this connection publishes.`);
    }
  }

  #receiveReceipt(bytes: Uint8Array): void {
    if (this.#owner.acknowledge(decodeReceipt(bytes))) return;
    throw new ProtocolError('bad-receipt', 'A receipt of more packets than were sent over this socket was received.');
  }

  #receiveMessage(text: string, byteLength: number): void {
    const message = this.#parse(text);
    if (!message) return;
    const { counters } = this.#context;
    if (counters) count(counters.messages, message.type);
    const rule = ruleOf(message);
    const id = 'id' in message ? message.id : undefined;
    if (!this.#allowance.take(rule.rate)) {
      this.#refuseExcess(id, `Too many ${rule.rate} messages a second. This one had no effect; send it again later.`);
      return;
    }
    const answer = (result: unknown) => {
      const isLarge = rule.isAnswerLarge === true;
      if (id !== undefined && result !== ANSWERED) this.#owner.reply({ type: 'ack', id, result }, isLarge);
      rule.after?.(this.#owner);
    };
    const refuse = (error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
      if (id !== undefined) this.#owner.reply({ type: 'error', id, code: error.code, message: error.message });
    };
    try {
      if (byteLength > rule.maxBytes) {
        throw new RequestError('too-large', `A ${message.type} message has at most ${rule.maxBytes} bytes.`);
      }
      checkPermission(message, rule, this.#owner);
      const result = rule.handle(this.#owner, message);
      if (result instanceof Promise) this.#finish(result, answer, refuse);
      else answer(result);
    } catch (error) {
      refuse(error);
    }
  }

  /** What takes longer holds nothing up. By then the connection may have ended: it is told nothing more. */
  #finish(result: Promise<unknown>, answer: (result: unknown) => void, refuse: (error: unknown) => void): void {
    const isOver = () => this.#owner.isEnded;
    result.then(
      (value) => isOver() || this.#guard(() => answer(value)),
      (error: unknown) => (isOver() && error instanceof RequestError) || this.#guard(() => refuse(error)),
    );
  }

  /** Undefined where it was answered as wrong. Throws ProtocolError for what nobody could be told about. */
  #parse(text: string): ClientMessage | undefined {
    try {
      return parseClientMessage(text);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const id = readId(text);
      // Without an id its sender could not tell which message it was, unless it is only a type that this version lacks.
      if (id === undefined && error.code !== 'unknown-type') throw error;
      this.#refuse(error.code, error.message, id);
      return undefined;
    }
  }

  /** Answers a mistake; too many of them end the connection. */
  #refuse(code: string, message: string, id?: number): void {
    if (this.#allowance.take('mistakes')) this.#notice(code, message, id);
    else this.#owner.close(CLOSE_CODES.badMessage, code, message);
  }

  #refuseExcess(id: number | undefined, message: string): void {
    if (this.#allowance.take('excess')) this.#notice('rate-limited', message, id);
    else this.#owner.close(CLOSE_CODES.rateLimited, 'rate-limited', 'Too many messages a second for too long.');
  }

  /** Every request has its answer; what answers none is said once a second at most. */
  #notice(code: string, message: string, id: number | undefined): void {
    if (id === undefined) {
      const now = this.#context.clock.now();
      if (now - this.#noticedAt < NOTICE_INTERVAL_MS) return;
      this.#noticedAt = now;
    }
    this.#owner.reply({ type: 'error', id, code, message });
  }

  /** Whatever a client sends ends at worst its own connection. */
  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#owner.close(CLOSE_CODES.badMessage, error.code, error.message);
        return;
      }
      this.#context.log('error', 'a connection was closed after an error in the relay:', error);
      this.#owner.close(CLOSE_CODES.relayError, 'relay-error', 'The relay failed at this message. Try again.');
    }
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
