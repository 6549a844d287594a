/** A value that can be watched. Knows nothing of what the value means. */

export interface Observable<T> {
  readonly value: T;
  /** Calls `onChange` after each change, until the signal aborts. Not called for the value at the time of the call. */
  observe(onChange: (value: T) => void, options: { signal: AbortSignal }): void;
}

/** An Observable that its owner may set. Setting the identical value tells nobody. */
export class Source<T> implements Observable<T> {
  readonly #observers = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    // A copy: an observer may stop observing, or start another, while it is told.
    for (const onChange of [...this.#observers]) onChange(value);
  }

  observe(onChange: (value: T) => void, { signal }: { signal: AbortSignal }): void {
    if (signal.aborted) return;
    // Wrapped, so that observing twice with the same function is two observations.
    const observer = (value: T) => onChange(value);
    this.#observers.add(observer);
    signal.addEventListener('abort', () => this.#observers.delete(observer), { once: true });
  }
}
