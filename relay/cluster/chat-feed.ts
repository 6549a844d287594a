/**
 * The chat of one room as this relay knows it: in order, without gaps, each message once. What comes too early waits; what
 * does not fit is for the caller to look up. Knows nothing of where messages come from, nor of who receives them.
 */
import { newEpoch } from './keys.ts';
import type { ChatLine } from './store.ts';

/** More than a newcomer is shown, so that what the store forgot can be given back to it. */
const MAX_KEPT = 1_000;
/** Characters of all that is kept, so that rooms full of the longest messages do not fill the memory. */
const MAX_KEPT_LENGTH = 2_000_000;

export type Fit =
  /** Delivered, with what had waited for it. */
  | 'next'
  | 'known'
  /** Something before it has not come yet. */
  | 'early'
  /** Of another epoch, or not what this relay knows under that number: the whole has to be read again. */
  | 'conflict';

export interface Numbered extends ChatLine {
  readonly sequence: number;
}

export class ChatFeed {
  readonly #deliver: (epoch: string, line: Numbered) => void;
  /** Nobody else's, until the room was read: also then clients are told one. */
  #epoch: string = newEpoch();
  #head = 0;
  /** In order; the last one has the number `head`. */
  #lines: ChatLine[] = [];
  #keptLength = 0;
  readonly #keys = new Set<string>();
  readonly #early = new Map<number, ChatLine>();

  constructor(deliver: (epoch: string, line: Numbered) => void) {
    this.#deliver = deliver;
  }

  get epoch(): string {
    return this.#epoch;
  }

  get head(): number {
    return this.#head;
  }

  get lines(): readonly ChatLine[] {
    return this.#lines;
  }

  get hasEarly(): boolean {
    return this.#early.size > 0;
  }

  /** The last ones, oldest first. */
  last(count: number): Numbered[] {
    return this.after(this.#head - count, count);
  }

  /** What follows a number, oldest first; the first ones of what is kept where that is less. */
  after(sequence: number, count: number): Numbered[] {
    const before = this.#head - this.#lines.length;
    const from = Math.max(0, sequence - before);
    return this.#lines
      .slice(from, from + count)
      .map((line, index) => ({ ...line, sequence: before + from + index + 1 }));
  }

  /** The number of a message that is known. */
  sequenceOf(key: string): number | undefined {
    if (!this.#keys.has(key)) return undefined;
    return this.#head - this.#lines.length + 1 + this.#lines.findIndex((line) => line.key === key);
  }

  accept(epoch: string, line: Numbered): Fit {
    if (epoch !== this.#epoch) return 'conflict';
    const { sequence } = line;
    if (sequence <= this.#head) {
      const known = this.#lines[this.#lines.length - 1 - (this.#head - sequence)];
      return known === undefined || known.key === line.key ? 'known' : 'conflict';
    }
    if (this.#keys.has(line.key)) return 'conflict';
    if (sequence > this.#head + 1) {
      this.#early.set(sequence, line);
      return 'early';
    }
    this.#append(line);
    for (let next = this.#early.get(this.#head + 1); next; next = this.#early.get(this.#head + 1)) {
      this.#early.delete(this.#head + 1);
      this.#append(next);
    }
    return 'next';
  }

  /** The store is away: numbers of this relay's own, in an epoch of its own. */
  appendAlone(epoch: string, line: ChatLine): Numbered {
    this.#epoch = epoch;
    this.#append(line);
    return { ...line, sequence: this.#head };
  }

  /** What is not in the store any more, or was not yet. */
  missingIn(lines: readonly ChatLine[]): ChatLine[] {
    const stored = new Set(lines.map(({ key }) => key));
    return this.#lines.filter(({ key }) => !stored.has(key));
  }

  /** As the store has it. What this relay did not know is delivered. */
  reset(epoch: string, head: number, lines: readonly ChatLine[]): void {
    const known = new Set(this.#keys);
    this.#epoch = epoch;
    this.#head = head - lines.length;
    this.#lines = [];
    this.#keptLength = 0;
    this.#keys.clear();
    this.#early.clear();
    for (const line of lines) this.#append(line, !known.has(line.key));
  }

  #append({ key, atMs, body }: ChatLine, isNews = true): void {
    const line = { key, atMs, body };
    this.#head += 1;
    this.#lines.push(line);
    this.#keys.add(key);
    this.#keptLength += body.length;
    while (this.#lines.length > MAX_KEPT || (this.#keptLength > MAX_KEPT_LENGTH && this.#lines.length > 1)) {
      const oldest = this.#lines.shift();
      this.#keys.delete(oldest?.key ?? '');
      this.#keptLength -= oldest?.body.length ?? 0;
    }
    if (isNews) this.#deliver(this.#epoch, { ...line, sequence: this.#head });
  }
}
