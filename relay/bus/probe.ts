/**
 * Whether this relay still hears the others: it sends itself a message over the bus and must receive it. An open socket
 * and an accepted PUBLISH prove nothing. Knows nothing of what is done about it.
 */
import { randomBytes } from 'node:crypto';
import type { Clock, Timer } from '../clock.ts';
import type { Bus } from './bus.ts';

export const PROBE_INTERVAL_MS = 2_000;
/** Missed in a row before the ways in are built anew: one may be a busy moment. */
const TOLERATED_MISSES = 1;

export interface BusHealth {
  readonly state: 'ok' | 'degraded';
  /** Milliseconds since the Unix epoch at which the state became what it is. */
  readonly sinceMs: number;
  /** Empty while it is ok. */
  readonly reason: string;
}

export interface ProbeEvents {
  /** Heard again after a silence: what was said in between is lost. */
  onRecovered(): void;
  onDegraded?(reason: string): void;
}

export class Probe {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #channel: string;
  readonly #events: ProbeEvents;
  #timer: Timer | undefined;
  #health: BusHealth;
  /** Under way, if any. */
  #nonce: string | undefined;
  #sentAt = 0;
  #heardAt: number;
  #misses = 0;
  #missed = 0;
  #roundTripMs = 0;

  /** @param channel this relay's own, nobody else's */
  constructor(bus: Bus, clock: Clock, channel: string, events: ProbeEvents) {
    this.#bus = bus;
    this.#clock = clock;
    this.#channel = channel;
    this.#events = events;
    this.#heardAt = clock.now();
    this.#health = { state: 'ok', sinceMs: clock.epochMs(), reason: '' };
  }

  get health(): BusHealth {
    return this.#health;
  }

  /** All that were missed, for a counter. */
  get missed(): number {
    return this.#missed;
  }

  /** From sending to hearing, of the last one heard. */
  get roundTripMs(): number {
    return this.#roundTripMs;
  }

  /** For how long nothing was heard, beyond the time that a probe is not even sent. */
  get silentMs(): number {
    return Math.max(0, this.#clock.now() - this.#heardAt - PROBE_INTERVAL_MS);
  }

  /** Resolves once it listens, or cannot for now: it goes on trying. */
  async start(): Promise<void> {
    this.#timer = this.#clock.every(PROBE_INTERVAL_MS, () => this.#turn());
    try {
      await this.#bus.subscribe(this.#channel, (bytes) => this.#hear(bytes.toString()));
    } catch {
      this.#degrade('the bus could not be reached at the start');
    }
    this.#send();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#bus.unsubscribe(this.#channel);
  }

  #turn(): void {
    if (this.#nonce !== undefined) {
      this.#missed += 1;
      this.#misses += 1;
      if (this.#misses > TOLERATED_MISSES) {
        this.#misses = 0;
        this.#degrade('messages that this relay sends itself over the bus do not arrive');
        this.#bus.rebuild();
      }
    }
    this.#send();
  }

  #send(): void {
    const nonce = randomBytes(12).toString('base64url');
    this.#nonce = nonce;
    this.#sentAt = this.#clock.now();
    // What comes of it is heard, or missed.
    this.#bus.publish(this.#channel, nonce).catch(() => {});
  }

  #hear(nonce: string): void {
    if (nonce !== this.#nonce) return;
    this.#nonce = undefined;
    this.#misses = 0;
    this.#heardAt = this.#clock.now();
    this.#roundTripMs = this.#heardAt - this.#sentAt;
    if (this.#health.state === 'ok') return;
    this.#health = { state: 'ok', sinceMs: this.#clock.epochMs(), reason: '' };
    this.#events.onRecovered();
  }

  #degrade(reason: string): void {
    if (this.#health.state === 'degraded') return;
    this.#health = { state: 'degraded', sinceMs: this.#clock.epochMs(), reason };
    this.#events.onDegraded?.(reason);
  }
}
