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
/** While nothing is heard, the same is said again this often: every moment that it takes, somebody waits. */
const REPEAT_INTERVAL_MS = 500;

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
  /** Runs while nothing is heard. */
  #repeating: Timer | undefined;
  /** When the first of those was sent that were not heard. */
  #silentSince: number | undefined;
  #health: BusHealth;
  /** Under way, if any. */
  #nonce: string | undefined;
  #sentAt = 0;
  #misses = 0;
  #missed = 0;
  #roundTripMs = 0;

  /** @param channel this relay's own, nobody else's */
  constructor(bus: Bus, clock: Clock, channel: string, events: ProbeEvents) {
    this.#bus = bus;
    this.#clock = clock;
    this.#channel = channel;
    this.#events = events;
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

  /** For how long it has been waited for something that was not heard; 0 where nothing is waited for. */
  get silentMs(): number {
    return this.#silentSince === undefined ? 0 : this.#clock.now() - this.#silentSince;
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
    this.#repeating?.cancel();
    this.#bus.unsubscribe(this.#channel);
  }

  /** Says again what was not heard; also to be called when the way may be there again. */
  repeat(): void {
    if (this.#nonce !== undefined) this.#bus.publish(this.#channel, this.#nonce).catch(() => {});
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
    this.#silentSince ??= this.#sentAt;
    // What comes of it is heard, or missed.
    this.#bus.publish(this.#channel, nonce).catch(() => {});
  }

  #hear(nonce: string): void {
    if (nonce !== this.#nonce) return;
    this.#nonce = undefined;
    this.#misses = 0;
    this.#silentSince = undefined;
    this.#roundTripMs = this.#clock.now() - this.#sentAt;
    this.#repeating?.cancel();
    this.#repeating = undefined;
    if (this.#health.state === 'ok') return;
    this.#health = { state: 'ok', sinceMs: this.#clock.epochMs(), reason: '' };
    this.#events.onRecovered();
  }

  #degrade(reason: string): void {
    if (this.#health.state === 'degraded') return;
    this.#repeating ??= this.#clock.every(REPEAT_INTERVAL_MS, () => this.repeat());
    this.#health = { state: 'degraded', sinceMs: this.#clock.epochMs(), reason };
    this.#events.onDegraded?.(reason);
  }
}
