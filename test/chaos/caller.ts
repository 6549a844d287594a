/**
 * A participant who never gives up: joins, comes back to whichever relay answers, says numbered things until they are
 * acknowledged, sends and receives media, and keeps a record of all of it. The delays are the element's own. Knows
 * nothing of what is being done to the relays meanwhile.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { CLOSE_CODES, isRetryable } from 'stream-room/protocol/close-codes';
import type { ChatSinceResult, JoinResult, Participant, RelayMessage } from 'stream-room/protocol/control';
import { decodePacket, encodePacket } from 'stream-room/protocol/packet';
import { encodeReceipt } from 'stream-room/protocol/receipt';
import { SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import { micros } from 'stream-room/protocol/units';
import { WebSocket } from 'ws';
import { attemptAfter, reconnectDelayMs } from '../../component/call/reconnect.ts';
import type { CallerOptions, Line } from './caller-line.ts';
import { ChatLog } from './chat-log.ts';
import type { MemberHistory, Place } from './history.ts';
import { MediaRecord } from './media-record.ts';
import type { Random } from './random.ts';

export type { CallerOptions };

const RECEIPT_EVERY_MS = 50;
const HEARTBEAT_EVERY_MS = 5_000;
const WATCH_EVERY_MS = 1_000;
const SILENT_AFTER_MS = 11_000;
const CONNECT_TIMEOUT_MS = 4_000;
const SAY_AGAIN_MS = 1_000;
const SAID_AT_ONCE = 4; // messages
const KEYFRAME_EVERY = 30; // packets

export class Caller {
  readonly name: string;
  readonly secret = randomBytes(32).toString('base64url');
  readonly #options: CallerOptions;
  readonly #random: Random;
  readonly #timers = new Set<NodeJS.Timeout>();
  #relay: number;
  #line: Line | undefined;
  /** The line that is about to be replaced: its relay may close it before the other has answered. */
  #moving: Line | undefined;
  #isClosed = false;
  #isDeaf = false;
  #attempt = 0;
  #heldBackMs = 0;
  /** The line over which it was asked for what is missing, until there is an answer. */
  #asking: Line | undefined;
  #nextId = 1;
  #heardAtMs = performance.now();
  #sequence = 0;
  #wantsKeyframe = true;
  readonly #chat = new ChatLog();
  /** Said over the present line within the last second, and not answered. */
  readonly #saying = new Set<string>();
  readonly #roster = new Map<string, Participant>();

  participantId = '';
  /** Joins that were answered, resumes included. */
  joins = 0;
  attempts = 0;
  readonly attemptTimesMs: number[] = [];
  joinedAtMs = 0;
  /** Why it was turned away for good. */
  ended: { readonly code: number; readonly reason: string } | undefined;
  readonly closeCodes: number[] = [];
  /** participant-left messages that came, with what was left. */
  readonly leaves: { readonly participantId: string; readonly reason: string; readonly atMs: number }[] = [];
  /** By publisher: when its last packet came, and the longest time without one. */
  readonly media = new Map<string, MediaRecord>();
  /** From saying something to its acknowledgement. */
  readonly answerMs: number[] = [];
  readonly #publisherOf = new Map<number, string>();

  constructor(options: CallerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#random = options.random;
    this.#relay = options.random.below(options.relays.length);
    this.#every(RECEIPT_EVERY_MS, () => this.#acknowledge());
    this.#every(HEARTBEAT_EVERY_MS, () => this.#beat());
    this.#every(WATCH_EVERY_MS, () => this.#watchSilence());
    this.#every(SAY_AGAIN_MS, () => this.#sayAgain());
    const { packetsPerSecond = 0 } = options;
    if (packetsPerSecond > 0) this.#every(1000 / packetsPerSecond, () => this.#sendPacket());
  }

  get isJoined(): boolean {
    return this.#line !== undefined && this.joinedAtMs > 0;
  }

  get roster(): ReadonlyMap<string, Participant> {
    return this.#roster;
  }

  /** Said and not acknowledged yet. */
  get unacknowledged(): number {
    return this.#chat.unsaid.size;
  }

  get history(): MemberHistory {
    return this.#chat.historyOf(this.name);
  }

  start(): void {
    this.#connect();
  }

  /** Keeps saying it until a relay has acknowledged it. */
  say(text: string): void {
    const messageId = randomUUID();
    this.#chat.unsaid.set(messageId, text);
    this.#sayNext();
  }

  /** Leaves in order. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#line?.socket.close(1000);
    this.#line = undefined;
  }

  /** Breaks off without a word, and does not come back. */
  vanish(): void {
    const socket = this.#line?.socket;
    this.#line = undefined;
    this.close();
    socket?.terminate();
  }

  /** Reads nothing any more, though the connection stays and it goes on saying that it is there. */
  stopReading(): void {
    this.#isDeaf = true;
    this.#line?.socket.pause();
  }

  /** It comes back no sooner than after so long, however it is lost. */
  holdBack(ms: number): void {
    this.#heldBackMs = ms;
  }

  /** Forgets what was measured of media, so that what follows is measured alone. */
  startMeasuringMedia(): void {
    for (const record of this.media.values()) record.restart();
  }

  #every(ms: number, run: () => void): void {
    this.#timers.add(setInterval(run, ms));
  }

  #after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#isClosed) run();
    }, ms);
    this.#timers.add(timer);
  }

  /** @param replacing the line that goes on until the new one has joined */
  #connect(replacing?: Line): void {
    const { relays, token } = this.#options;
    const url = relays[this.#relay % relays.length] ?? '';
    this.attempts += 1;
    this.attemptTimesMs.push(performance.now());
    const protocols = [SUBPROTOCOL, ...(token === undefined ? [] : [`${TOKEN_PROTOCOL_PREFIX}${token}`])];
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false, handshakeTimeout: CONNECT_TIMEOUT_MS });
    const line: Line = {
      socket,
      pending: new Map(),
      subscribed: new Set(),
      openedAtMs: performance.now(),
      trackId: undefined,
      receivedPackets: 0,
    };
    let isUsed = false;
    const giveUp = setTimeout(() => socket.terminate(), CONNECT_TIMEOUT_MS);
    socket.on('error', () => {});
    socket.on('open', () => {
      this.#ask(line, { type: 'join', room: this.#options.room, name: this.name, secret: this.secret }, (answer) => {
        clearTimeout(giveUp);
        if (answer.type !== 'ack' || this.#isClosed) {
          socket.terminate();
          return;
        }
        isUsed = true;
        this.#moving = undefined;
        this.#line = line;
        this.#heardAtMs = performance.now();
        this.#joined(line, answer.result as JoinResult);
        // Not a farewell: the relay that is left may not have heard yet that the place was taken over.
        replacing?.socket.close(CLOSE_CODES.relayClosing);
      });
    });
    socket.on('message', (bytes: Buffer, isBinary) => {
      if (this.#line === line) this.#heardAtMs = performance.now();
      if (isBinary) this.#receivePacket(line, bytes);
      else this.#receive(line, JSON.parse(bytes.toString()) as RelayMessage);
    });
    socket.on('close', (code, reason) => {
      clearTimeout(giveUp);
      if (isUsed || !replacing) this.closeCodes.push(code);
      if (this.#isClosed || (isUsed && this.#line !== line)) return;
      if (replacing && !isUsed) {
        // The old one may have been closed meanwhile, for a join whose answer never came.
        this.#moving = undefined;
        if (this.#line !== replacing || replacing.socket.readyState === WebSocket.OPEN) return;
      }
      if (this.#moving === line && code === CLOSE_CODES.replaced) return;
      this.#lost(code, reason.toString(), line, isUsed);
    });
  }

  #lost(code: number, reason: string, line: Line, wasJoined: boolean): void {
    this.#line = undefined;
    if (wasJoined) this.#attempt = attemptAfter(this.#attempt, performance.now() - line.openedAtMs);
    if (!isRetryable(code)) {
      this.ended = { code, reason };
      return;
    }
    this.#relay += 1;
    const delayMs = this.#heldBackMs + reconnectDelayMs(this.#attempt, this.#random.next());
    this.#heldBackMs = 0;
    this.#attempt += 1;
    this.joinedAtMs = 0;
    this.#after(delayMs, () => this.#connect());
  }

  #joined(line: Line, result: JoinResult): void {
    this.participantId = result.participantId;
    this.joins += 1;
    this.joinedAtMs = performance.now();
    this.#roster.clear();
    for (const participant of result.participants) this.#roster.set(participant.id, participant);
    this.#chat.joined(result.epoch, result.chat, this.participantId);
    this.#fillGap();
    const { packetsPerSecond = 0, kind = 'video' } = this.#options;
    const mine = this.#roster.get(this.participantId)?.tracks[0];
    if (mine) line.trackId = mine.id;
    else if (packetsPerSecond > 0) {
      this.#ask(
        line,
        { type: 'publish', kind, source: kind === 'audio' ? 'microphone' : 'camera', muted: false },
        (answer) => {
          if (answer.type === 'ack') line.trackId = (answer.result as { trackId: number }).trackId;
          this.#wantsKeyframe = true;
        },
      );
    }
    this.#wantsKeyframe = true;
    for (const participant of this.#roster.values()) this.#watch(line, participant);
    this.#saying.clear();
    this.#sayNext();
  }

  #receive(line: Line, message: RelayMessage): void {
    if (message.type === 'ack' || (message.type === 'error' && message.id !== undefined)) {
      const id = message.id ?? -1;
      const settle = line.pending.get(id);
      line.pending.delete(id);
      settle?.(message);
    } else if (this.#line !== line) {
      // Of a line that has been replaced: the new one tells the same.
    } else if (message.type === 'participant-joined' || message.type === 'participant-updated') {
      this.#roster.set(message.participant.id, message.participant);
      this.#watch(line, message.participant);
    } else if (message.type === 'participant-left') {
      this.#roster.delete(message.participantId);
      // Should it come back with the same tracks, they are to be asked for anew.
      for (const [trackId, publisher] of this.#publisherOf) {
        if (publisher === message.participantId) line.subscribed.delete(trackId);
      }
      this.leaves.push({ participantId: message.participantId, reason: message.reason, atMs: performance.now() });
    } else if (message.type === 'keyframe-requested') {
      this.#wantsKeyframe = true;
    } else if (message.type === 'chat') {
      this.#chat.hear(message.epoch, message.message, this.participantId);
      this.#fillGap();
    } else if (message.type === 'draining') {
      this.#after(message.delayMs, () => {
        if (this.#line !== line) return;
        this.#relay += 1;
        this.#moving = line;
        this.#connect(line);
      });
    }
  }

  #watch(line: Line, { id, tracks }: Participant): void {
    if (!this.#options.watches || id === this.participantId) return;
    for (const { id: trackId } of tracks) {
      if (line.subscribed.has(trackId)) continue;
      line.subscribed.add(trackId);
      this.#publisherOf.set(trackId, id);
      this.#ask(line, { type: 'subscribe', trackId }, () => undefined);
    }
  }

  /** A page at a time. Whoever is refused asks again with what is said again. */
  #fillGap(): void {
    const line = this.#line;
    if (!line || this.#asking === line || !this.#chat.isBehind) return;
    this.#asking = line;
    this.#ask(line, { type: 'chat-since', ...this.#chat.last }, (answer) => {
      this.#asking = undefined;
      if (answer.type !== 'ack') return;
      const since = answer.result as ChatSinceResult;
      this.#chat.catchUp(since.epoch, since.chat, this.participantId);
      this.#fillGap();
    });
  }

  #sayAgain(): void {
    if (!this.isJoined) return;
    this.#fillGap();
    this.#saying.clear();
    this.#sayNext();
  }

  /** A few at a time, as the element does: a relay has enough of whoever says everything at once. */
  #sayNext(): void {
    for (const [messageId, text] of this.#chat.unsaid) {
      if (this.#saying.size >= SAID_AT_ONCE) return;
      if (this.#saying.has(messageId)) continue;
      this.#saying.add(messageId);
      this.#sayOne(messageId, text);
    }
  }

  #sayOne(messageId: string, text: string): void {
    const line = this.#line;
    if (!line || !this.isJoined) return;
    const saidAtMs = performance.now();
    this.#ask(line, { type: 'chat', messageId, text }, (answer) => {
      if (answer.type !== 'ack' || !this.#chat.acknowledge(messageId, answer.result as Place)) return;
      this.answerMs.push(performance.now() - saidAtMs);
      this.#saying.delete(messageId);
      this.#sayNext();
    });
  }

  #ask(line: Line, body: object, settle: (answer: RelayMessage) => void): void {
    if (line.socket.readyState !== WebSocket.OPEN) return;
    const id = this.#nextId++;
    line.pending.set(id, settle);
    line.socket.send(JSON.stringify({ ...body, id }));
  }

  #beat(): void {
    if (this.#line) this.#ask(this.#line, { type: 'ping' }, () => undefined);
  }

  #watchSilence(): void {
    if (!this.#isDeaf && performance.now() - this.#heardAtMs > SILENT_AFTER_MS) this.#line?.socket.terminate();
  }

  #sendPacket(): void {
    const { packetBytes = 1_000 } = this.#options;
    const line = this.#line;
    const trackId = line?.trackId;
    if (!line || trackId === undefined || line.socket.readyState !== WebSocket.OPEN) return;
    this.#sequence += 1;
    const keyframe = this.#wantsKeyframe || this.#sequence % KEYFRAME_EVERY === 0;
    this.#wantsKeyframe = false;
    const header = {
      trackId,
      sequence: this.#sequence,
      timestamp: micros(Math.round(performance.now() * 1000)),
      keyframe,
      configured: false,
      rendition: 0,
      temporalLayer: 0,
    };
    line.socket.send(encodePacket(header, new Uint8Array(packetBytes)));
  }

  #receivePacket(line: Line, bytes: Buffer): void {
    if (bytes[0] !== 1) return;
    line.receivedPackets += 1;
    const { trackId, sequence, timestamp } = decodePacket(bytes);
    const publisher = this.#publisherOf.get(trackId);
    if (publisher === undefined) return;
    const record = this.media.get(publisher) ?? new MediaRecord(sequence);
    this.media.set(publisher, record);
    record.receive(sequence, timestamp / 1000);
  }

  #acknowledge(): void {
    const line = this.#line;
    if (!line || line.receivedPackets === 0 || line.socket.readyState !== WebSocket.OPEN) return;
    line.socket.send(encodeReceipt({ packets: line.receivedPackets, held: micros(0) }));
  }
}
