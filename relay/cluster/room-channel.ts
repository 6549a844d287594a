/**
 * One room as it is known to the whole cluster: read once, then kept up by what the relays tell each other, and read
 * again wherever something was missed. Knows nothing of what the bodies say, nor of who is told.
 */
import { BusError, type Channels } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import { ChatFeed, type Numbered } from './chat-feed.ts';
import { newEpoch, roomHash, roomKeys } from './keys.ts';
import { RoomHolds } from './room-holds.ts';
import { decodeRoomMessage, encodeRoomMessage, type RoomMessage } from './room-message.ts';
import { type OthersEvents, RoomOthers } from './room-others.ts';
import { RoomWaiting } from './room-waiting.ts';
import {
  type Appended,
  type ChatLine,
  type ClusterStore,
  type FactsChange,
  FencedError,
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
/** What the store could not be told, or did not say, is tried again after this. */
const AGAIN_MS = 1_000;
/** Whoever enters a room waits for so long until it is known; by then it is clear whether the store is there at all. */
const START_PATIENCE_MS = 4_000;
const START_AGAIN_MS = 200;

export interface RoomEvents extends OthersEvents {
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
  readonly #others: RoomOthers;
  readonly #waiting: RoomWaiting;
  #facts: RoomFacts = NO_FACTS;
  /** Facts that the store could not be told. */
  #unsaid = false;
  #born = 0;
  #version = 0;
  #graceUntil = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  #isKnown = false;
  /** By anybody, at this relay. */
  #wasEntered = false;
  #syncing: Promise<void> | undefined;
  #mustSyncAgain = false;
  /** What came while the room was being read. */
  #queue: RoomMessage[] = [];
  #early: Timer | undefined;
  #again: Timer | undefined;
  #aloneEpoch: string | undefined;

  constructor(room: string, context: ChannelContext, events: RoomEvents) {
    this.hash = roomHash(room);
    this.#context = context;
    this.#events = events;
    this.#channel = roomKeys(this.hash).channel;
    this.feed = new ChatFeed((epoch, line) => events.onChat(epoch, line));
    const onFailed = (error: unknown) => this.#fail(error);
    this.holds = new RoomHolds(context.store, this.hash, context.self, {
      onLost: () => void this.sync(),
      onClaimed: (id, counter) => this.#others.settle(id, counter),
      onFailed,
    });
    this.#others = new RoomOthers(this.holds, events);
    const onChanged = (bodies: readonly string[]) => events.onWaiting(bodies);
    this.#waiting = new RoomWaiting(context.store, this.hash, context.self, { onChanged, onFailed });
  }

  get facts(): RoomFacts {
    return this.#facts;
  }

  /** The relays where others are, or wait. */
  get relays(): string[] {
    return [...new Set([...this.#others.relays, ...this.#waiting.relays])];
  }

  /** Resolves when the room is known, or cannot be for now: then it is this relay's alone, until all rooms are read again. */
  async start(): Promise<void> {
    const { clock, isReachable } = this.#context;
    const until = clock.now() + START_PATIENCE_MS;
    while (true) {
      const subscribed = this.#subscribe();
      // Whoever comes need not wait for what is known to be away.
      if (this.#isClosed || !isReachable()) return;
      if (await subscribed) await this.sync();
      if (this.#isKnown || clock.now() >= until) return;
      // Only this once: the ways may be there again, and it was not noticed yet.
      await new Promise<void>((resolve) => void clock.after(START_AGAIN_MS, resolve));
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#early?.cancel();
    this.#again?.cancel();
    const { bus, store, self } = this.#context;
    bus.unsubscribe(this.#channel);
    this.#context.onClosed(this);
    // Whoever was turned away at the door leaves no room behind.
    if (!this.#wasEntered) store.release(this.hash, self(), '', 0, '').catch(ignore);
  }

  /** Somebody is here; their new state. */
  hold(participantId: string, body: string): void {
    this.#wasEntered = true;
    this.#others.takeOver(participantId);
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
    this.#context.store.open(this.hash, proof).catch((error: unknown) => this.#fail(error));
  }

  setWaiting(body: string): void {
    this.#waiting.set(body);
  }

  /** To all other relays that know the room now. */
  say(body: string): void {
    this.#publish(body).catch(ignore);
  }

  /** The same, for what somebody waits for. Rejects with BusError unless another relay surely heard it; again is safe. */
  async ask(body: string): Promise<void> {
    // One's own subscription counts, too.
    if ((await this.#publish(body)) < 2) throw new BusError('No other relay hears this one now.');
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
    this.#others.forget(relay);
    this.#waiting.forget(relay);
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

  #publish(body: string): Promise<number> {
    const text = encodeRoomMessage({ type: 'say', relay: this.#context.self(), body });
    return this.#context.bus.publish(this.#channel, text);
  }

  async #subscribe(): Promise<boolean> {
    return this.#context.bus
      .subscribe(this.#channel, (bytes) => this.#receive(bytes))
      .then(
        () => true,
        () => false,
      );
  }

  async #sync(): Promise<void> {
    try {
      do {
        this.#mustSyncAgain = false;
        // What fails from here on is not made up for by what is read now.
        this.#again?.cancel();
        this.#again = undefined;
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
    // What is older than all that it keeps, it has forgotten, and would again.
    const oldestMs = record.chat.length < MAX_CHAT_KEPT ? -1 : (record.chat[0]?.atMs ?? -1);
    const missing = this.feed.missingIn(record.chat).filter(({ atMs }) => atMs > oldestMs);
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
    const { clock, self } = this.#context;
    this.#others.adopt(record, self(), clock.now() < this.#graceUntil);
    const own = [...record.roster].filter(([, { relay }]) => relay === self());
    this.holds.restore(new Map(own.map(([id, { counter }]) => [id, counter])));
    this.#waiting.adopt(record.waiting);
    this.#isKnown = true;
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
      this.#others.meet(message.participantId, message);
    } else if (message.type === 'gone') {
      this.#others.end(message.participantId, message.counter, message.body);
    } else {
      this.#waiting.setElsewhere(message.relay, message.body);
    }
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
    this.#aloneEpoch ??= newEpoch();
    const { sequence, atMs } = this.feed.appendAlone(this.#aloneEpoch, line);
    return { epoch: this.#aloneEpoch, sequence, atMs };
  }

  #fail(error: unknown): void {
    if (error instanceof FencedError) this.#context.onFenced();
    else if (!(error instanceof BusError)) this.#context.onError(error);
    else if (!this.#isClosed) this.#again ??= this.#context.clock.after(AGAIN_MS, () => this.#syncAgain());
  }

  /** While the store is known to be away there is no use in it; once it is back, all rooms are read. */
  #syncAgain(): void {
    this.#again = undefined;
    if (this.#context.isReachable()) void this.sync();
  }
}

/** It is made up for when the room is read again. */
const ignore = (): void => {};
