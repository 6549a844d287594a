/**
 * Two Transports joined in memory: what one sends the other receives, in order, after an optional delay. For tests and
 * for a self view through the whole pass. Knows nothing of messages.
 */
import type { OpenTransport, Transport, TransportEvents } from './transport.ts';

export interface MemoryLinkOptions {
  /** One-way delay, milliseconds. */
  readonly delayMs?: number;
  /** Changes or removes (undefined) what passes. */
  readonly filter?: (message: string | Uint8Array<ArrayBuffer>) => string | Uint8Array<ArrayBuffer> | undefined;
}

/** Each of the two may be opened once; both open when both are there. */
export function createMemoryLink(options: MemoryLinkOptions = {}): readonly [OpenTransport, OpenTransport] {
  const ends: [MemoryTransport | undefined, MemoryTransport | undefined] = [undefined, undefined];
  const open =
    (index: 0 | 1): OpenTransport =>
    (_address, events) => {
      const end = new MemoryTransport(events, options, () => ends[1 - index]);
      ends[index] = end;
      if (ends[0] && ends[1]) {
        const [first, second] = ends;
        queueMicrotask(() => {
          first.opened();
          second.opened();
        });
      }
      return end;
    };
  return [open(0), open(1)];
}

class MemoryTransport implements Transport {
  readonly #events: TransportEvents;
  readonly #options: MemoryLinkOptions;
  readonly #other: () => MemoryTransport | undefined;
  #state: 'connecting' | 'open' | 'closed' = 'connecting';

  constructor(events: TransportEvents, options: MemoryLinkOptions, other: () => MemoryTransport | undefined) {
    this.#events = events;
    this.#options = options;
    this.#other = other;
  }

  readonly bufferedBytes = 0;

  opened(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'open';
    this.#events.onOpen();
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (this.#state !== 'open') return;
    const { filter, delayMs = 0 } = this.#options;
    const passed = filter ? filter(message) : message;
    if (passed === undefined) return;
    if (delayMs > 0) setTimeout(() => this.#other()?.receive(passed), delayMs);
    else queueMicrotask(() => this.#other()?.receive(passed));
  }

  receive(message: string | Uint8Array): void {
    if (this.#state === 'open') this.#events.onMessage(message);
  }

  close(code: number, reason: string): void {
    this.#end(code, reason);
    const other = this.#other();
    if (other) other.#end(code, reason);
  }

  #end(code: number, reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    queueMicrotask(() => this.#events.onClose(code, reason));
  }
}
