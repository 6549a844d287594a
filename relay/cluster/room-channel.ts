/**
 * One room as it is known to the whole cluster: read once, then kept up by what the relays tell each other, and read
 * again wherever something was missed. Knows nothing of what the bodies say, nor of who is told.
 */
import { randomBytes } from 'node:crypto';
import { BusError, type Channels } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import { ChatFeed, type Numbered } from './chat-feed.ts';
import { roomHash, roomKeys } from './keys.ts';
import { RoomHolds } from './room-holds.ts';
import { decodeRoomMessage, encodeRoomMessage, type RoomMessage } from './room-message.ts';
import {
  type Appended,
  type ChatLine,
  type ClusterStore,
  type FactsChange,
  FencedError,
  type Held,
  MAX_CHAT_KEPT,
  NO_FACTS,
  type RoomFacts,
  type RoomHeads,
  type RoomRecord,
  withChange,
} from './store.ts';

/** For so long a message may still come that was sent before one that is here. */
const EARLY_PATIENCE_MS = 300;
/** After the store was emptied or away, the others have so long to tell it again who is with them. */
const REBUILD_GRACE_MS = 5_000;
/** Silence of the bus after which this relay's chat goes on alone: with the probe's interval, 6 s after it broke. */
const ALONE_AFTER_MS = 4_000;

export interface RoomEvents {
  /** Somebody is at another relay, or has changed there. */
  onPresent(participantId: string, body: string, relay: string): void;
  /** Somebody who was held here came to another relay. */
  onTaken(participantId: string, body: string, relay: string): void;
  onGone(participantId: string, reason: string): void;
  onFacts(facts: RoomFacts): void;
  /** All who wait at other relays, one body for each of those. */
  onWaiting(bodies: readonly string[]): void;
  /** In order, each once; one's own too. */
  onChat(epoch: string, line: Numbered): void;
  onSay(body: string): void;
}

export interface ChannelContext {
  readonly store: ClusterStore;
  readonly bus: Channels;
  readonly clock: Clock;
  /** The name of this relay; another one after it was fenced. */
  readonly self: () => string;
  readonly isReachable: () => boolean;
  /** For how long nothing was heard over the bus that should have been. */
  readonly silentMs: () => number;
  /** The store says that this relay does not live. */
  readonly onFenced: () => void;
  readonly onError: (error: unknown) => void;
  readonly onClosed: (channel: RoomChannel) => void;
}

export class RoomChannel {
  readonly hash: string;
  readonly holds: RoomHolds;
  readonly feed: ChatFeed;
  readonly #context: ChannelContext;
  readonly #events: RoomEvents;
  readonly #channel: string;
  readonly #others = new Map<string, Held>();
  readonly #waiting = new Map<string, string>();
  #ownWaiting = '';
  #facts: RoomFacts = NO_FACTS;
  /** Facts that the store could not be told. */
  #unsaid = false;
  #born = 0;
  #version = 0;
  #graceUntil = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  /** By anybody, at this relay. */
  #wasEntered = false;
  #syncing: Promise<void> | undefined;
  #mustSyncAgain = false;
  /** What came while the room was being read. */
  #queue: RoomMessage[] = [];
  #early: Timer | undefined;
  #aloneEpoch: string | undefined;

  constructor(room: string, context: ChannelContext, events: RoomEvents) {
    this.hash = roomHash(room);
    this.#context = context;
    this.#events = events;
    this.#channel = roomKeys(this.hash).channel;
    this.feed = new ChatFeed((epoch, line) => events.onChat(epoch, line));
    this.holds = new RoomHolds(context.store, this.hash, context.self, {
      onLost: () => void this.sync(),
      onClaimed: (id, counter) => this.#settle(id, counter),
      onFenced: context.onFenced,
      onError: context.onError,
    });
  }

  get facts(): RoomFacts {
    return this.#facts;
  }

  /** The relays where others are, or wait. */
  get relays(): string[] {
    return [...new Set([...[...this.#others.values()].map(({ relay }) => relay), ...this.#waiting.keys()])];
  }

  /** Resolves when the room is known, or cannot be for now: then it is this relay's alone. */
  async start(): Promise<void> {
    const { bus, isReachable } = this.#context;
    const subscribed = bus
      .subscribe(this.#channel, (bytes) => this.#receive(bytes))
      .then(
        () => true,
        () => false,
      );
    // Whoever comes need not wait for what is known to be away; once it is back, all rooms are read.
    if (isReachable() && (await subscribed)) await this.sync();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#early?.cancel();
    const { bus, store, self } = this.#context;
    bus.unsubscribe(this.#channel);
    this.#context.onClosed(this);
    // Whoever was turned away at the door leaves no room behind.
    if (!this.#wasEntered) store.release(this.hash, self(), '', 0, '').catch(ignore);
  }

  /** Somebody is here; their new state. */
  hold(participantId: string, body: string): void {
    this.#wasEntered = true;
    this.#others.delete(participantId);
    this.holds.hold(participantId, body);
  }

  change(change: FactsChange): void {
    this.#facts = withChange(this.#facts, change);
    const { store, self } = this.#context;
    store.change(this.hash, self(), change).catch((error: unknown) => {
      this.#unsaid = true;
      this.#fail(error);
    });
  }

  /** Of a room with a secret; the first one counts. */
  setProof(proof: string): void {
    if (this.#facts.proof !== undefined) return;
    this.#facts = { ...this.#facts, proof };
    this.#context.store.open(this.hash, proof).catch(ignore);
  }

  setWaiting(body: string): void {
    if (body === this.#ownWaiting) return;
    this.#ownWaiting = body;
    const { store, self } = this.#context;
    store.setWaiting(this.hash, self(), body).catch((error: unknown) => this.#fail(error));
  }

  /** To all other relays that know the room now. */
  say(body: string): void {
    const text = encodeRoomMessage({ type: 'say', relay: this.#context.self(), body });
    this.#context.bus.publish(this.#channel, text).catch(ignore);
  }

  /** Resolves when it is kept, and only then. Rejects with BusError; the same again is safe. */
  async append(line: ChatLine): Promise<Appended> {
    const { store, self, silentMs } = this.#context;
    if (silentMs() > ALONE_AFTER_MS) return this.#appendAlone(line);
    try {
      const appended = await store.append(this.hash, self(), line);
      this.#fit(appended.epoch, { ...line, ...appended });
      return appended;
    } catch (error) {
      this.#fail(error);
      throw error instanceof BusError ? error : new BusError('The relays cannot agree now.', { cause: error });
    }
  }

  /** Reads the room again where it has come further than is known here. */
  compare({ version, epoch, head }: RoomHeads): void {
    const isBehind = () => version > this.#version || head > this.feed.head;
    if (version < this.#version || epoch !== this.feed.epoch) void this.sync();
    // It may be on its way.
    else if (isBehind()) this.#context.clock.after(EARLY_PATIENCE_MS, () => isBehind() && void this.sync());
  }

  /** Who was there is lost. */
  forget(relay: string): void {
    for (const [id, held] of [...this.#others]) if (held.relay === relay) this.#drop(id, 'lost');
    if (this.#waiting.delete(relay)) this.#tellWaiting();
  }

  /** For a while nobody is taken for gone because the store does not know them: it may not have been told again yet. */
  beLenient(): void {
    const { clock } = this.#context;
    if (clock.now() < this.#graceUntil) return;
    this.#graceUntil = clock.now() + REBUILD_GRACE_MS;
    // A little later: timers may be early by a fraction of a millisecond.
    clock.after(REBUILD_GRACE_MS + 50, () => void this.sync());
  }

  /** Reads everything again and makes up for the difference, on both sides. */
  sync(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    if (this.#syncing !== undefined) {
      this.#mustSyncAgain = true;
      return this.#syncing;
    }
    this.#syncing = this.#sync().finally(() => {
      this.#syncing = undefined;
      const queue = this.#queue;
      this.#queue = [];
      for (const message of queue) this.#apply(message);
    });
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    try {
      do {
        this.#mustSyncAgain = false;
        const record = await this.#readMerged();
        if (this.#isClosed) return;
        this.#adopt(record);
      } while (this.#mustSyncAgain);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What was said here and is not in the store is given to it first. */
  async #readMerged(): Promise<RoomRecord> {
    const { store, self } = this.#context;
    const record = await store.open(this.hash, this.#facts.proof);
    const oldestMs = record.chat.length < MAX_CHAT_KEPT ? 0 : (record.chat[0]?.atMs ?? 0);
    const missing = this.feed.missingIn(record.chat).filter(({ atMs }) => atMs >= oldestMs);
    if (missing.length === 0) return record;
    await store.merge(this.hash, self(), missing);
    return await store.open(this.hash, this.#facts.proof);
  }

  #adopt(record: RoomRecord): void {
    const wasEmptied = this.#born !== 0 && this.#born !== record.born;
    this.#born = record.born;
    this.#version = record.version;
    this.#aloneEpoch = undefined;
    this.feed.reset(record.epoch, record.head, record.chat);
    if (wasEmptied) this.beLenient();
    this.#adoptFacts(record.facts, wasEmptied);
    this.#adoptRoster(record.roster);
    this.#adoptWaiting(record.waiting);
  }

  #adoptFacts(facts: RoomFacts, wasEmptied: boolean): void {
    if (!wasEmptied && !this.#unsaid) {
      this.#facts = facts;
      this.#events.onFacts(facts);
      return;
    }
    this.#unsaid = false;
    const { locked, waitingRoom, barred } = this.#facts;
    if (locked || waitingRoom || barred.length > 0 || !wasEmptied) this.change({ locked, waitingRoom, barred });
  }

  #adoptRoster(roster: ReadonlyMap<string, Held>): void {
    const { store, clock, self } = this.#context;
    for (const [id, held] of roster) {
      if (held.relay !== self()) this.#meet(id, held);
      else if (!this.holds.has(id)) store.release(this.hash, self(), id, held.counter, 'lost').catch(ignore);
    }
    for (const id of this.holds.ids) this.holds.restore(id, roster.get(id)?.counter);
    if (clock.now() < this.#graceUntil) return;
    for (const id of [...this.#others.keys()]) if (!roster.has(id)) this.#drop(id, 'lost');
  }

  #adoptWaiting(waiting: ReadonlyMap<string, string>): void {
    const { store, self } = this.#context;
    this.#waiting.clear();
    for (const [relay, body] of waiting) if (relay !== self()) this.#waiting.set(relay, body);
    this.#tellWaiting();
    if ((waiting.get(self()) ?? '') === this.#ownWaiting) return;
    store.setWaiting(this.hash, self(), this.#ownWaiting).catch(ignore);
  }

  #receive(bytes: Buffer): void {
    const message = decodeRoomMessage(bytes.toString());
    if (!message || this.#isClosed) return;
    if (this.#syncing !== undefined) this.#queue.push(message);
    else this.#apply(message);
  }

  #apply(message: RoomMessage): void {
    switch (message.type) {
      case 'chat': {
        const { epoch, sequence, atMs, body } = message;
        this.#fit(epoch, { key: message.key, sequence, atMs, body });
        return;
      }
      case 'merged':
        if (message.epoch !== this.feed.epoch) void this.sync();
        return;
      case 'say':
        if (message.relay !== this.#context.self()) this.#events.onSay(message.body);
        return;
      default:
        if (message.version > this.#version + 1) void this.sync();
        else if (message.version === this.#version + 1) this.#applyVersioned(message);
    }
  }

  #applyVersioned(message: Extract<RoomMessage, { version: number }>): void {
    this.#version = message.version;
    const isOwn = message.relay === this.#context.self();
    if (message.type === 'facts') {
      // One's own too: what counts is the order in which the store took them.
      this.#facts = withChange(this.#facts, JSON.parse(message.body) as FactsChange);
      this.#events.onFacts(this.#facts);
    } else if (isOwn) {
      return;
    } else if (message.type === 'present') {
      this.#meet(message.participantId, message);
    } else if (message.type === 'gone') {
      const known = this.#others.get(message.participantId);
      if (known && known.counter <= message.counter) this.#drop(message.participantId, message.body);
    } else {
      if (message.body === '') this.#waiting.delete(message.relay);
      else this.#waiting.set(message.relay, message.body);
      this.#tellWaiting();
    }
  }

  /** Somebody is at another relay: unless this relay has them, and newer. */
  #meet(id: string, { relay, counter, body }: Held): void {
    const known = this.#others.get(id);
    if (known && (known.counter > counter || (known.counter === counter && known.body === body))) return;
    if (!this.holds.has(id)) {
      this.#others.set(id, { relay, counter, body });
      this.#events.onPresent(id, body, relay);
      return;
    }
    // While one's own claim is under way nobody knows yet which is newer.
    this.#others.set(id, { relay, counter, body });
    const own = this.holds.counterOf(id);
    if (own !== undefined) this.#settle(id, own);
  }

  /** This relay holds somebody with this counter; perhaps another one does so since. */
  #settle(id: string, counter: number): void {
    const other = this.#others.get(id);
    if (!other) return;
    if (other.counter <= counter) {
      this.#others.delete(id);
      return;
    }
    this.holds.forget(id);
    this.#events.onTaken(id, other.body, other.relay);
  }

  #drop(id: string, reason: string): void {
    this.#others.delete(id);
    if (!this.holds.has(id)) this.#events.onGone(id, reason);
  }

  #tellWaiting(): void {
    this.#events.onWaiting([...this.#waiting.values()]);
  }

  #fit(epoch: string, line: Numbered): void {
    const fit = this.feed.accept(epoch, line);
    if (fit === 'conflict') void this.sync();
    if (fit !== 'early' || this.#early) return;
    this.#early = this.#context.clock.after(EARLY_PATIENCE_MS, () => {
      this.#early = undefined;
      if (this.feed.hasEarly) void this.sync();
    });
  }

  #appendAlone(line: ChatLine): Appended {
    const known = this.feed.sequenceOf(line.key);
    if (known !== undefined) return { epoch: this.feed.epoch, sequence: known, atMs: line.atMs };
    this.#aloneEpoch ??= randomBytes(12).toString('base64url');
    const { sequence, atMs } = this.feed.appendAlone(this.#aloneEpoch, line);
    return { epoch: this.#aloneEpoch, sequence, atMs };
  }

  #fail(error: unknown): void {
    if (error instanceof FencedError) this.#context.onFenced();
    else if (!(error instanceof BusError)) this.#context.onError(error);
  }
}

/** It is made up for when the room is read again. */
const ignore = (): void => {};
