/**
 * This relay among those of its cluster: that it lives, whether it hears the others, which of them are gone, and the rooms
 * that it has in common with them. Knows nothing of participants and media.
 */
import { randomBytes } from 'node:crypto';
import type { Bus } from '../bus/bus.ts';
import { type BusHealth, Probe } from '../bus/probe.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Turn } from '../fanout/turn.ts';
import { probeChannel } from './keys.ts';
import { Lease, RENEW_INTERVAL_MS } from './lease.ts';
import { MediaLinks } from './media-links.ts';
import { RoomChannel, type RoomEvents } from './room-channel.ts';
import type { ClusterStore } from './store.ts';

/** How often it is asked which relays live. */
const ROLL_CALL_INTERVAL_MS = 2_000;
/** Clients of a relay that stands still notice it after 11 s, and need a moment to be elsewhere: later than its lease. */
const COMEBACK_MS = 4_000;
/** How often it is asked whether a message about a room was missed. */
const COMPARE_INTERVAL_MS = 5_000;
const COMPARED_AT_ONCE = 100;

export interface ClusterContext {
  readonly bus: Bus;
  readonly store: ClusterStore;
  readonly clock: Clock;
  readonly turn: Turn;
  /** Undefined: a random one. */
  readonly name: string | undefined;
  /** Whoever is connected here has been taken for lost: none of them may be served any more. */
  readonly onFenced: () => void;
  /** Something failed that never should; whoever is concerned is none the wiser. */
  readonly onError: (error: unknown) => void;
  readonly onDegraded?: (reason: string) => void;
  readonly onRecovered?: () => void;
}

export class Cluster {
  readonly media: MediaLinks;
  readonly #context: ClusterContext;
  readonly #lease: Lease;
  readonly #probe: Probe;
  readonly #channels = new Set<RoomChannel>();
  readonly #timers: Timer[] = [];
  #isClosed = false;
  /** Relays whose lease has ended, and since when that is known. */
  readonly #dead = new Map<string, number>();
  /** Until then the others may still have to tell an emptied store that they live. */
  #graceUntil = Number.NEGATIVE_INFINITY;

  constructor(context: ClusterContext) {
    const { bus, store, clock, turn } = context;
    this.#context = context;
    const name = context.name ?? randomBytes(6).toString('base64url');
    this.#lease = new Lease(store, clock, name, {
      onFenced: () => this.#onFenced(),
      onForgotten: () => this.#onForgotten(),
    });
    this.#probe = new Probe(bus, clock, probeChannel(`${name}.${randomBytes(6).toString('base64url')}`), {
      onRecovered: () => {
        context.onRecovered?.();
        this.#syncAll();
      },
      ...(context.onDegraded ? { onDegraded: context.onDegraded } : {}),
    });
    this.media = new MediaLinks({ bus, clock, turn, self: () => this.relay });
    bus.onGap(() => {
      this.#probe.repeat();
      this.#syncAll();
    });
  }

  /** The name of this relay in its present life. */
  get relay(): string {
    return this.#lease.relay;
  }

  get health(): BusHealth {
    return this.#probe.health;
  }

  get probe(): Pick<Probe, 'missed' | 'roundTripMs' | 'silentMs'> {
    return this.#probe;
  }

  /** Resolves when it is part of the cluster, or cannot be for now: it goes on trying. */
  async start(): Promise<void> {
    const { clock, bus } = this.#context;
    await bus.untilReady().catch(() => {});
    if (this.#isClosed) return;
    await Promise.all([this.#lease.start(), this.#probe.start()]);
    this.media.start();
    this.#timers.push(
      clock.every(ROLL_CALL_INTERVAL_MS, () => void this.#callRoll()),
      clock.every(COMPARE_INTERVAL_MS, () => void this.#compare()),
    );
  }

  /** A room that somebody here enters; `start` it. */
  open(room: string, events: RoomEvents): RoomChannel {
    const { bus, store, clock } = this.#context;
    const channel = new RoomChannel(
      room,
      {
        ...{ bus, store, clock },
        self: () => this.relay,
        isReachable: () => this.health.state === 'ok',
        silentMs: () => this.#probe.silentMs,
        onError: this.#context.onError,
        onFenced: () => void this.#lease.renew(),
        onClosed: (each) => this.#channels.delete(each),
      },
      events,
    );
    this.#channels.add(channel);
    return channel;
  }

  /** Who was here keeps their place for as long as the lease lasts, and takes it elsewhere. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) timer.cancel();
    const hasHeld = [...this.#channels].some(({ holds }) => holds.ids.length > 0);
    for (const channel of [...this.#channels]) channel.close();
    this.media.close();
    this.#probe.stop();
    // What was written last is answered before this is.
    await this.#context.store.renew(this.relay).catch(() => {});
    await this.#lease.stop(hasHeld);
    await this.#context.bus.close();
  }

  /** Also finds that this process stood still: the store is not asked before. */
  async #callRoll(): Promise<void> {
    if (this.#lease.watch() || this.health.state === 'degraded') return;
    const others = [...new Set([...this.#channels].flatMap(({ relays }) => relays))];
    if (others.length === 0) return;
    const alive = await this.#context.store.areAlive([this.relay, ...others]).catch(() => undefined);
    if (!alive) return;
    // Not even this relay lives: the store was emptied, which says nothing of the others.
    if (!alive[0]) await this.#lease.renew();
    else if (this.#context.clock.now() >= this.#graceUntil) {
      this.#mourn(others.filter((_, index) => !alive[index + 1]));
    }
  }

  /** Those who come over to another relay are nobody new, unless they were shown as gone before. */
  #mourn(dead: readonly string[]): void {
    const now = this.#context.clock.now();
    for (const relay of this.#dead.keys()) if (!dead.includes(relay)) this.#dead.delete(relay);
    for (const relay of dead) {
      const deadSince = this.#dead.get(relay) ?? now;
      this.#dead.set(relay, deadSince);
      if (now - deadSince < COMEBACK_MS) continue;
      for (const channel of this.#channels) channel.forget(relay);
    }
  }

  async #compare(): Promise<void> {
    if (this.health.state === 'degraded') return;
    const all = [...this.#channels];
    // In parts: thousands of rooms at once would hold up what others ask of the store.
    for (let start = 0; start < all.length; start += COMPARED_AT_ONCE) {
      const channels = all.slice(start, start + COMPARED_AT_ONCE);
      const heads = await this.#context.store.check(channels.map(({ hash }) => hash)).catch(() => []);
      for (const [index, each] of heads.entries()) channels[index]?.compare(each);
    }
  }

  /** The others may still have to tell the store again that they live, and who is with them. */
  #beLenient(): void {
    this.#graceUntil = this.#context.clock.now() + 2 * RENEW_INTERVAL_MS;
    for (const channel of this.#channels) channel.beLenient();
  }

  #syncAll(): void {
    this.#beLenient();
    // A name that it lives under first: without it nothing that is written counts.
    void this.#lease.renew().then(() => {
      for (const channel of this.#channels) void channel.sync();
    });
  }

  #onForgotten(): void {
    this.#beLenient();
    for (const channel of this.#channels) void channel.sync();
  }

  #onFenced(): void {
    this.media.listen();
    this.#context.onFenced();
  }
}
