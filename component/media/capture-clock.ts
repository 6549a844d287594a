/**
 * Puts a source's timestamps, which start anywhere, on this browser's media clock: the least delay ever seen between a
 * timestamp and its arrival is taken for none. Pure; the caller has the clock.
 */
import type { Micros } from '../protocol/units.ts';

/** Clocks of devices drift by up to 100 µs a second; the offset follows no faster, so that jitter does not move it. */
const DRIFT = 100e-6;
/** A source that says this instant, or one just before, is on the media clock already. */
const SAME_CLOCK_MICROS = 2_000_000;
/** A jump of the source's clock: another device, or a pause that stopped it. */
const JUMP_MICROS = 1_000_000;

export class CaptureClock {
  #offset: number | undefined;
  #lastNow = 0;
  #last = 0;

  /** The capture instant of what was stamped `timestamp` and arrived now; strictly increasing. */
  instant(timestamp: number, now: number): Micros {
    const instant = this.#estimate(timestamp, now);
    this.#last = Math.max(this.#last + 1, Math.round(Math.min(instant, now)));
    return this.#last as Micros;
  }

  #estimate(timestamp: number, now: number): number {
    const age = now - timestamp;
    if (age >= 0 && age < SAME_CLOCK_MICROS) return timestamp;
    const before = this.#offset;
    if (before === undefined || age < before || age - before > JUMP_MICROS) this.#offset = age;
    else this.#offset = Math.min(age, before + (now - this.#lastNow) * DRIFT);
    this.#lastNow = now;
    return timestamp + this.#offset;
  }
}
