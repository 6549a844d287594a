/**
 * Which messages of the chat have come, by epoch and sequence, and after which one some are missing. Knows nothing of
 * their text, nor of how the missing ones are fetched.
 */

/** Where to go on from: everything up to `sequence` is there. */
export interface ChatPosition {
  readonly epoch: string;
  readonly sequence: number;
}

export class ChatOrder {
  #epoch: string | undefined;
  /** Everything up to here is there, or will never come. */
  #complete = 0;
  /** Came before something that belongs in front of it. */
  readonly #ahead = new Set<number>();
  /** An epoch of which nothing but its name is known. */
  #isUnknownEpoch = false;

  /**
   * After a join or a question: what the relay has from now on, `sequences` of it told.
   * @param isWhole false where the relay has nothing any more of what lies before the first of them
   */
  told(epoch: string, sequences: readonly number[], isWhole = true): void {
    const before = sequences.length === 0 ? 0 : Math.min(...sequences) - 1;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#ahead.clear();
      // What was said before the first of them is more than a late comer gets.
      this.#complete = before;
    } else if (!isWhole) {
      this.#skipTo(before);
    }
    this.#isUnknownEpoch = false;
    for (const sequence of sequences) this.#add(sequence);
  }

  /** One message, or the receipt of one's own. */
  heard(epoch: string, sequence: number): void {
    if (epoch !== this.#epoch) this.#isUnknownEpoch = true;
    else this.#add(sequence);
  }

  /** After what to ask; undefined where nothing is missing. */
  get missingAfter(): ChatPosition | undefined {
    if (this.#epoch === undefined) return undefined;
    if (this.#ahead.size === 0 && !this.#isUnknownEpoch) return undefined;
    return { epoch: this.#epoch, sequence: this.#complete };
  }

  /** The relay has no more than it told: what is still missing is gone. */
  giveUp(): void {
    this.#skipTo(Math.max(this.#complete, ...this.#ahead));
  }

  #skipTo(sequence: number): void {
    if (sequence <= this.#complete) return;
    this.#complete = sequence;
    for (const each of this.#ahead) if (each <= sequence) this.#ahead.delete(each);
  }

  #add(sequence: number): void {
    if (sequence <= this.#complete) return;
    this.#ahead.add(sequence);
    while (this.#ahead.delete(this.#complete + 1)) this.#complete += 1;
  }
}
