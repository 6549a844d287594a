/** The units that cross the wire, as types and conversions. Knows nothing of messages or clocks. */

declare const unit: unique symbol;

/** Microseconds. As an instant: since the Unix epoch, on the clock of whoever took it. Exact up to 2^53 (year 2255). */
export type Micros = number & { readonly [unit]: 'µs' };

/** Milliseconds; a duration unless the name says otherwise. */
export type Millis = number & { readonly [unit]: 'ms' };

export const micros = (value: number): Micros => Math.round(value) as Micros;
export const millis = (value: number): Millis => value as Millis;
export const microsToMillis = (value: Micros): Millis => (value / 1000) as Millis;
export const millisToMicros = (value: Millis): Micros => Math.round(value * 1000) as Micros;
