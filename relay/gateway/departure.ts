/**
 * How a relay goes away: every client is told when to leave, spread over the time there is, so that the next relay is
 * not met by all at once; who is left then is closed. Knows nothing of sockets.
 */
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import type { Clock, Timer } from '../clock.ts';

export interface Departing {
  reply(message: object): void;
  close(code: number, errorCode: string, message: string): void;
}

/** A Set of them, or a Map from them. */
export interface Crowd {
  readonly size: number;
  keys(): Iterable<Departing>;
}

/** Of the whole time: the last one told still needs some to connect and join elsewhere. */
const TELLING_SHARE = 0.8;

export class Departure {
  /** Resolves when nobody is left. */
  readonly done: Promise<void>;
  readonly #connections: Crowd;
  readonly #timer: Timer | undefined;
  #resolve: () => void = () => {};

  /** @param connections who is there; the caller says `onClosed` for each that is there no more */
  constructor(clock: Clock, connections: Crowd, drainMs: number) {
    this.#connections = connections;
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (drainMs > 0 && connections.size > 0) {
      this.#tell(drainMs * TELLING_SHARE);
      this.#timer = clock.after(drainMs, () => this.#closeAll());
    } else {
      this.#closeAll();
    }
    this.onClosed();
  }

  /** Whoever is left is closed now. Idempotent. */
  hurry(): void {
    this.#timer?.cancel();
    this.#closeAll();
  }

  /** One connection is gone. */
  onClosed(): void {
    if (this.#connections.size > 0) return;
    this.#timer?.cancel();
    this.#resolve();
  }

  /** In equal steps, and each a little off its step: clients of one room joined one after the other. */
  #tell(withinMs: number): void {
    const connections = [...this.#connections.keys()];
    const stepMs = withinMs / connections.length;
    for (const [index, connection] of connections.entries()) {
      connection.reply({ type: 'draining', delayMs: Math.round((index + Math.random()) * stepMs) });
    }
  }

  #closeAll(): void {
    for (const connection of [...this.#connections.keys()]) {
      connection.close(CLOSE_CODES.relayClosing, 'relay-closing', 'The relay is going away. Come back in a moment.');
    }
  }
}
