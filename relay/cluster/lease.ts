/**
 * That this relay lives, as the others see it: renewed again and again, under a name that is new with every life. A
 * relay that stood still for longer than its lease begins a new life. Knows nothing of rooms.
 */
import { randomBytes } from 'node:crypto';
import type { Clock, Timer } from '../clock.ts';
import { type ClusterStore, LEASE_TTL_MS } from './store.ts';

export const RENEW_INTERVAL_MS = 3_000;
/** How often it is looked at whether this process stood still. */
const WATCH_INTERVAL_MS = 1_000;

export interface LeaseEvents {
  /**
   * The process stood still for so long that the others have taken its participants for lost, and perhaps over: none of
   * them may be served any more. The lease has its new name already.
   */
  onFenced(): void;
  /** The store had forgotten this relay, which lived all the while: it has to be told everything again. */
  onForgotten(): void;
}

export class Lease {
  readonly #store: ClusterStore;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #events: LeaseEvents;
  readonly #timers: Timer[] = [];
  #relay: string;
  #watchedAt = 0;
  #renewing: Promise<void> | undefined;

  /** @param name of the relay; its lives are told apart by what is added to it */
  constructor(store: ClusterStore, clock: Clock, name: string, events: LeaseEvents) {
    this.#store = store;
    this.#clock = clock;
    this.#name = name;
    this.#events = events;
    this.#relay = this.#newLife();
  }

  /** The name of the present life; without spaces. */
  get relay(): string {
    return this.#relay;
  }

  /** Resolves when the relay lives, or the store cannot be reached: it goes on trying. */
  async start(): Promise<void> {
    this.#watchedAt = this.#clock.now();
    this.#timers.push(
      this.#clock.every(WATCH_INTERVAL_MS, () => this.watch()),
      this.#clock.every(RENEW_INTERVAL_MS, () => void this.renew()),
    );
    await this.#store.acquire(this.#relay).catch(() => {});
  }

  /** True where this process had stood still, and a new life has begun: to be asked before anything is done for others. */
  watch(): boolean {
    const now = this.#clock.now();
    const stoodStillMs = now - this.#watchedAt;
    this.#watchedAt = now;
    // A renewal may have been due the moment that it stopped.
    if (stoodStillMs < LEASE_TTL_MS - RENEW_INTERVAL_MS) return false;
    this.#relay = this.#newLife();
    this.#events.onFenced();
    void this.#acquire();
    return true;
  }

  /** Renews it now; also to be called where the store has said that it is over. */
  renew(): Promise<void> {
    if (this.watch()) return Promise.resolve();
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** @param mayStay so that what this relay held is kept until its participants come back elsewhere */
  async stop(mayStay: boolean): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    if (!mayStay) await this.#store.drop(this.#relay).catch(() => {});
  }

  async #renew(): Promise<void> {
    const relay = this.#relay;
    const lived = await this.#store.renew(relay).catch(() => undefined);
    if (lived !== false || relay !== this.#relay) return;
    await this.#acquire();
    this.#events.onForgotten();
  }

  async #acquire(): Promise<void> {
    await this.#store.acquire(this.#relay).catch(() => {});
  }

  #newLife(): string {
    return `${this.#name}.${randomBytes(6).toString('base64url')}`;
  }
}
