/** Samples of one sound, waiting and just played, one ring per channel. Knows nothing of time. */

export class SampleRing {
  readonly capacity: number;
  readonly #planes: readonly Float32Array[];
  #read = 0;
  #length = 0;
  /** Samples before the read position that are still what was played. */
  #past = 0;

  constructor(channels: number, capacity: number) {
    this.capacity = capacity;
    this.#planes = Array.from({ length: channels }, () => new Float32Array(capacity));
  }

  get channels(): number {
    return this.#planes.length;
  }

  /** Samples waiting. */
  get length(): number {
    return this.#length;
  }

  /** Samples already played that can still be read, at negative offsets. */
  get past(): number {
    return this.#past;
  }

  /** The sample at an offset from the read position. */
  at(channel: number, offset: number): number {
    return this.#planes[channel]?.[this.#index(offset)] ?? 0;
  }

  set(channel: number, offset: number, value: number): void {
    const plane = this.#planes[channel];
    if (plane) plane[this.#index(offset)] = value;
  }

  /** Appends what fits; a channel that is missing gets the last one there is. */
  append(planes: readonly Float32Array[], from = 0): void {
    const end = planes[0]?.length ?? 0;
    const count = Math.min(end - from, this.capacity - this.#length);
    for (let channel = 0; channel < this.#planes.length; channel++) {
      const source = planes[Math.min(channel, planes.length - 1)];
      for (let i = 0; i < count; i++) this.set(channel, this.#length + i, source?.[from + i] ?? 0);
    }
    this.#length += count;
    this.#past = Math.min(this.#past, this.capacity - this.#length);
  }

  /** Moves the read position; back (negative) at most by `past`. */
  advance(count: number): void {
    this.#read = (this.#read + count + this.capacity) % this.capacity;
    this.#length -= count;
    this.#past = Math.max(0, Math.min(this.#past + count, this.capacity - this.#length));
  }

  clear(): void {
    this.#length = 0;
    this.#past = 0;
  }

  #index(offset: number): number {
    return (this.#read + offset + this.capacity) % this.capacity;
  }
}
