/** A Transport over one WebSocket: the path that always works. Knows nothing of messages. */
import type { OpenTransport, Transport, TransportAddress, TransportEvents } from './transport.ts';

/** RFC 6455: the connection ended without a closing handshake. */
const ABNORMAL_CLOSURE = 1006;

export const openWebSocket: OpenTransport = (address, events) => new WebSocketTransport(address, events);

class WebSocketTransport implements Transport {
  readonly #events: TransportEvents;
  readonly #listening = new AbortController();
  readonly #socket: WebSocket | undefined;

  constructor({ url, subprotocols }: TransportAddress, events: TransportEvents) {
    this.#events = events;
    try {
      this.#socket = new WebSocket(url, [...subprotocols]);
    } catch (error) {
      // A malformed address, or a page that may not open this one: for the caller the same as a refused connection.
      queueMicrotask(() => this.#ended(ABNORMAL_CLOSURE, error instanceof Error ? error.message : String(error)));
      return;
    }
    const socket = this.#socket;
    const { signal } = this.#listening;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => events.onOpen(), { signal });
    socket.addEventListener(
      'message',
      ({ data }: MessageEvent<string | ArrayBuffer>) =>
        events.onMessage(typeof data === 'string' ? data : new Uint8Array(data)),
      { signal },
    );
    socket.addEventListener('close', ({ code, reason }) => this.#ended(code, reason), { signal });
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  close(code: number, reason: string): void {
    if (this.#listening.signal.aborted) return;
    const socket = this.#socket;
    // Told at once: the closing handshake of a dead connection takes minutes, and nothing after it is of interest.
    queueMicrotask(() => this.#ended(code, reason));
    if (!socket || socket.readyState >= WebSocket.CLOSING) return;
    // Browsers let scripts send 1000 and 3000 to 4999 only, and 123 bytes of reason.
    const sendable = code === 1000 || (code >= 3000 && code <= 4999) ? code : 1000;
    socket.close(sendable, reason.slice(0, 40));
  }

  #ended(code: number, reason: string): void {
    if (this.#listening.signal.aborted) return;
    this.#listening.abort();
    this.#events.onClose(code, reason);
  }
}
