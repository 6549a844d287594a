/**
 * One turn of the event loop: its instant, read once, and the sockets written to in it, which are corked until it ends
 * so that each gets one system call. Knows nothing of what is written.
 */
import type { Clock } from '../clock.ts';

interface Corkable {
  cork(): void;
  uncork(): void;
}

export class Turn {
  readonly #clock: Clock;
  readonly #atEnd: (run: () => void) => void;
  #running = false;
  #number = 0;
  #now = 0;
  #corked: Corkable[] = [];

  constructor(clock: Clock, atEnd: (run: () => void) => void = setImmediate) {
    this.#clock = clock;
    this.#atEnd = atEnd;
  }

  /** +1 per turn in which anything was asked of this object. */
  get number(): number {
    this.#begin();
    return this.#number;
  }

  /** Milliseconds on the clock when this turn was first asked. */
  now(): number {
    this.#begin();
    return this.#now;
  }

  /** Corks it until the turn ends; at most once per turn and socket. */
  cork(socket: Corkable): void {
    this.#begin();
    socket.cork();
    this.#corked.push(socket);
  }

  #begin(): void {
    if (this.#running) return;
    this.#running = true;
    this.#number += 1;
    this.#now = this.#clock.now();
    this.#atEnd(this.#end);
  }

  readonly #end = (): void => {
    this.#running = false;
    const corked = this.#corked;
    this.#corked = [];
    for (const socket of corked) socket.uncork();
  };
}
