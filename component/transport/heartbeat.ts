/**
 * Keeps a connection honest: pings, silence that counts as loss, round trip, and how far this clock is from the
 * relay's. Pure but for the message it hands out; the caller has clock and timers.
 */

import * as v from 'valibot';
import { type ClientMessage, PingResult, type RelayMessage } from '../protocol/control.ts';
import { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS } from '../protocol/limits.ts';

/** Request ids from here on are the worker's own; the page uses those below. */
export const FIRST_HEARTBEAT_ID = 2 ** 31;
/** The clock offset is taken from the quickest of so many probes: least round trip, least doubt. */
const PROBES_KEPT = 8;
/** The first probes come quickly, so that figures and lip sync need not wait for several intervals. */
const FIRST_PROBES_MS = [0, 250, 1000];
/** How often `tick` wants to be called. */
export const HEARTBEAT_TICK_MS = 250;
/** A tick so late means that this machine slept, or throttled us: the silence is ours, and the relay gets a chance. */
const SLEPT_MS = 3_000;

export interface ClockProbe {
  readonly roundTripMs: number;
  /** This clock minus the relay's, µs. */
  readonly clockOffsetMicros: number;
}

export class Heartbeat {
  readonly #startedAtMs: number;
  #nextId = FIRST_HEARTBEAT_ID;
  #sent = 0;
  #nextAtMs: number;
  #lastHeardMs: number;
  #lastTickMs: number;
  /** Time of sending by id, of pings not yet answered. */
  readonly #pending = new Map<number, { atMs: number; atMicros: number }>();
  #probes: ClockProbe[] = [];

  constructor(nowMs: number) {
    this.#startedAtMs = nowMs;
    this.#nextAtMs = nowMs;
    this.#lastHeardMs = nowMs;
    this.#lastTickMs = nowMs;
  }

  /** Anything at all from the relay. */
  heard(nowMs: number): void {
    this.#lastHeardMs = nowMs;
  }

  /** What to send now, if anything; `silent` where the relay is taken for gone. */
  tick(nowMs: number, nowMicros: number): ClientMessage | 'silent' | undefined {
    if (nowMs - this.#lastTickMs > SLEPT_MS) {
      this.#lastHeardMs = Math.max(this.#lastHeardMs, nowMs - HEARTBEAT_TIMEOUT_MS + SLEPT_MS);
      this.#nextAtMs = nowMs;
    }
    this.#lastTickMs = nowMs;
    if (nowMs - this.#lastHeardMs >= HEARTBEAT_TIMEOUT_MS) return 'silent';
    if (nowMs < this.#nextAtMs) return undefined;
    this.#sent++;
    const early = FIRST_PROBES_MS[this.#sent];
    this.#nextAtMs = early === undefined ? nowMs + HEARTBEAT_INTERVAL_MS : this.#startedAtMs + early;
    const id = this.#nextId;
    this.#nextId = id >= 0xffff_ffff ? FIRST_HEARTBEAT_ID : id + 1;
    this.#pending.set(id, { atMs: nowMs, atMicros: nowMicros });
    // Unanswered for so long that silence ends the connection anyway.
    if (this.#pending.size > PROBES_KEPT) this.#pending.delete([...this.#pending.keys()][0] ?? id);
    return { type: 'ping', id };
  }

  /** True where a message answers one of ours and is nobody else's business. */
  static owns(message: RelayMessage): boolean {
    return (message.type === 'ack' || message.type === 'error') && (message.id ?? 0) >= FIRST_HEARTBEAT_ID;
  }

  /** The clock as it is now known, where the message is the answer to a ping of ours. */
  answered(message: RelayMessage, nowMs: number, nowMicros: number): ClockProbe | undefined {
    if (message.type !== 'ack') return undefined;
    const sent = this.#pending.get(message.id);
    const result = v.safeParse(PingResult, message.result);
    if (!sent || !result.success) return undefined;
    this.#pending.delete(message.id);
    const roundTripMs = nowMs - sent.atMs;
    const clockOffsetMicros = (sent.atMicros + nowMicros) / 2 - result.output.relayTimeMicros;
    this.#probes = [...this.#probes, { roundTripMs, clockOffsetMicros }].slice(-PROBES_KEPT);
    const quickest = this.#probes.reduce((best, probe) => (probe.roundTripMs < best.roundTripMs ? probe : best));
    return { roundTripMs, clockOffsetMicros: Math.round(quickest.clockOffsetMicros) };
  }
}
