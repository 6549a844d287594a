/** How often a covered frame asks to be raised: a page that covers it again and again wins in the end. Pure. */

const MAX_RAISES = 4;
const WINDOW_MS = 10_000;

export class RaiseBudget {
  readonly #taken: number[] = [];

  /** Whether one more is allowed now. */
  take(now: number): boolean {
    while ((this.#taken[0] ?? now) <= now - WINDOW_MS) this.#taken.shift();
    if (this.#taken.length >= MAX_RAISES) return false;
    this.#taken.push(now);
    return true;
  }
}
