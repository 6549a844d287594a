/**
 * From an HTTP upgrade to a Connection: path, protocol version, limits of the socket. The only place that knows the
 * WebSocket library. Knows nothing of messages.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { MAX_FRAGMENTS, MAX_PACKET_BYTES } from 'stream-room/protocol/limits';
import { SOCKET_PATH, SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { Connection, type ConnectionContext } from './connection.ts';
import { SocketWire } from './socket-wire.ts';

/** Options of ws 8.23 that its types do not name yet. */
interface BoundedOptions extends ServerOptions {
  readonly maxBufferedChunks: number;
  readonly maxPendingAutoPongs: number;
  readonly closeTimeout: number;
}

export class Gateway {
  readonly #context: ConnectionContext;
  readonly #webSockets: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #path: string;
  #isClosing = false;
  #onLastClosed: (() => void) | undefined;

  constructor(context: ConnectionContext) {
    this.#context = context;
    this.#path = `${context.config.basePath === '/' ? '' : context.config.basePath}/${SOCKET_PATH}`;
    const options: BoundedOptions = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      skipUTF8Validation: false,
      maxPayload: MAX_PACKET_BYTES,
      maxFragments: MAX_FRAGMENTS,
      // Reads that make up one frame: Firefox sends 1 MiB as one frame, and a slow network brings it 1,200 bytes at a time.
      maxBufferedChunks: 1_024,
      // A client that floods pings without reading is cut off here.
      maxPendingAutoPongs: 8,
      closeTimeout: context.config.closeTimeoutMs,
      // Browsers fail a connection whose subprotocol goes unanswered before they could read our close code.
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : ([...offered][0] ?? false)),
    };
    this.#webSockets = new WebSocketServer(options);
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Takes the upgrades of this path; others are left to who else listens, or refused where nobody does. */
  attach(server: Server | SecureServer, signal: AbortSignal): void {
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // First of all: a reset during the handshake would end the process.
      socket.on('error', () => socket.destroy());
      const path = (request.url ?? '').split('?', 1)[0];
      if (path === this.#path) this.#upgrade(request, socket as Socket, head);
      else if (server.listenerCount('upgrade') === 1) refuse(socket, '404 Not Found');
    };
    server.on('upgrade', onUpgrade);
    signal.addEventListener('abort', () => server.off('upgrade', onUpgrade), { once: true });
  }

  /** Tells every client that the relay goes away; resolves when the last socket is closed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => {
      this.#onLastClosed = resolve;
    });
    if (this.#connections.size === 0) return;
    for (const connection of [...this.#connections]) {
      connection.close(CLOSE_CODES.relayClosing, 'relay-closing', 'The relay is going away. Come back in a moment.');
    }
    await closed;
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (this.#isClosing) {
      refuse(socket, '503 Service Unavailable');
      return;
    }
    try {
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, socket));
    } catch (error) {
      this.#context.log('error', 'an upgrade failed:', error);
      socket.destroy();
    }
  }

  #open(webSocket: WebSocket, socket: Socket): void {
    webSocket.on('error', ignore);
    if (webSocket.protocol !== SUBPROTOCOL) {
      webSocket.close(CLOSE_CODES.version, `This relay speaks ${SUBPROTOCOL}.`);
      return;
    }
    const wire = new SocketWire(webSocket, socket, this.#context.clock.now());
    const connection = new Connection(wire, this.#context);
    this.#connections.add(connection);
    webSocket.on('message', (message: Buffer, isBinary: boolean) => connection.onMessage(message, isBinary));
    webSocket.on('close', (code: number) => {
      this.#connections.delete(connection);
      connection.onClosed(code);
      if (this.#connections.size === 0) this.#onLastClosed?.();
    });
    socket.on('drain', () => connection.onDrain());
  }
}

/** The `close` event that follows has the code; there is nothing to add. */
const ignore = (): void => {};

function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
