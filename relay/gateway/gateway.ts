/**
 * From an HTTP upgrade to a Connection and, at the end, out again: path, handshake, protocol version, limits of the
 * socket, drain. The only place that knows the WebSocket library. Knows nothing of messages.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import { MAX_FRAGMENTS, MAX_PACKET_BYTES } from 'stream-room/protocol/limits';
import { SOCKET_PATH, SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../auth/identity.ts';
import { Counters, count } from '../metrics/counters.ts';
import { Connection, type ConnectionContext } from './connection.ts';
import { Departure } from './departure.ts';
import { Handshake, type HandshakeContext, type Outcome } from './handshake.ts';
import type { MembershipContext } from './membership.ts';
import { type Refusal, refuse } from './refusal.ts';
import { closeReason, SocketWire } from './socket-wire.ts';

/** Options of ws 8.23 that its types do not name yet. */
interface BoundedOptions extends ServerOptions {
  readonly maxBufferedChunks: number;
  readonly maxPendingAutoPongs: number;
  readonly closeTimeout: number;
}

export type GatewayContext = ConnectionContext & HandshakeContext;

const NOT_HERE: Refusal = { status: 404, error: 'not-found', message: 'There is no socket at this address.' };

const CLOSING: Refusal = {
  status: 503,
  error: 'relay-closing',
  message: 'The relay is going away. Come back in a moment.',
  retryAfterSeconds: 2,
};

export class Gateway {
  readonly #context: GatewayContext & MembershipContext;
  readonly #counters: Counters;
  readonly #handshake: Handshake;
  readonly #webSockets: WebSocketServer;
  /** With the address that each is counted by. */
  readonly #connections = new Map<Connection, string>();
  /** Every socket of this path, from its upgrade until it is gone: in its handshake, connected, or being turned away. */
  readonly #sockets = new Set<Duplex>();
  readonly #path: string;
  #departure: Departure | undefined;

  constructor(context: GatewayContext) {
    this.#context = { ...context, onWrongProof: (member) => void this.#onWrongProof(member as Connection) };
    this.#counters = context.counters ?? new Counters();
    this.#handshake = new Handshake(context);
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

  /** Connections that were let in. */
  get size(): number {
    return this.#connections.size;
  }

  /** Takes the upgrades of this path; others are left to who else listens, or refused where nobody does. */
  attach(server: Server | SecureServer, signal: AbortSignal): void {
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // First of all: a reset during the handshake would end the process.
      socket.on('error', () => socket.destroy());
      const path = (request.url ?? '').split('?', 1)[0];
      if (path === this.#path) void this.#upgrade(request, socket as Socket, head);
      else if (server.listenerCount('upgrade') === 1) refuse(socket, NOT_HERE);
    };
    server.on('upgrade', onUpgrade);
    signal.addEventListener('abort', () => server.off('upgrade', onUpgrade), { once: true });
  }

  /**
   * Takes no more upgrades, sends every client elsewhere within `drainMs`, then closes who is left with 4503. Resolves
   * when the last socket is gone. Called again, it closes them at once.
   */
  async close(drainMs = 0): Promise<void> {
    if (this.#departure) this.#departure.hurry();
    else this.#departure = new Departure(this.#context.clock, this.#connections, drainMs);
    await this.#departure.done;
    // Handshakes that nobody answered, refused clients that do not read: they were told, or are told by this.
    if (this.#connections.size > 0) return;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Everybody who is connected now; whoever comes next is welcome. */
  dismiss(): void {
    for (const connection of [...this.#connections.keys()]) {
      connection.close(CLOSE_CODES.relayClosing, 'relay-closing', 'This relay stood still for too long. Come back.');
    }
  }

  async #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#departure) {
      this.#refuse(socket, CLOSING, request);
      return;
    }
    try {
      const outcome = await this.#handshake.check(request, (run) => {
        if (socket.closed) run();
        else socket.once('close', run);
      });
      // It may be gone by now, and so may we.
      if (socket.destroyed) return;
      if (outcome.kind === 'refused') this.#refuse(socket, outcome.refusal, request);
      else if (this.#departure) this.#refuse(socket, CLOSING, request);
      else this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, socket, outcome));
    } catch (error) {
      this.#context.log('error', 'an upgrade failed:', error);
      socket.destroy();
    }
  }

  #refuse(socket: Duplex, refusal: Refusal, request: IncomingMessage): void {
    const { log, clients } = this.#context;
    count(this.#counters.refusals, refusal.error);
    log.event?.('handshake-refused', { reason: refusal.error, address: clients.read(request).address });
    refuse(socket, refusal);
  }

  #open(webSocket: WebSocket, socket: Socket, outcome: Exclude<Outcome, { kind: 'refused' }>): void {
    webSocket.on('error', ignore);
    if (webSocket.protocol !== SUBPROTOCOL) {
      webSocket.close(CLOSE_CODES.version, `This relay speaks ${SUBPROTOCOL}.`);
    } else if (outcome.kind === 'closed') {
      const { code, error, message } = outcome;
      this.#counters.closed(code);
      webSocket.send(JSON.stringify({ type: 'error', code: error, message }));
      webSocket.close(code, closeReason(message));
    } else {
      this.#connect(webSocket, socket, outcome.identity, outcome.client.key);
    }
  }

  #connect(webSocket: WebSocket, socket: Socket, identity: Identity, address: string): void {
    const wire = new SocketWire(webSocket, socket, this.#context.clock.now());
    const connection = new Connection(wire, this.#context, identity);
    this.#connections.set(connection, address);
    this.#counters.connectionsOpened += 1;
    const { log, clock } = this.#context;
    const openedAt = clock.now();
    log.event?.('connection-opened', { address });
    webSocket.on('message', (message: Buffer, isBinary: boolean) => {
      this.#counters.bytesIn += message.byteLength;
      connection.onMessage(message, isBinary);
    });
    webSocket.on('close', (code: number) => {
      this.#connections.delete(connection);
      this.#counters.closed(code);
      log.event?.('connection-closed', { address, code, seconds: (clock.now() - openedAt) / 1000 });
      connection.onClosed(code);
      this.#departure?.onClosed();
    });
    socket.on('drain', () => connection.onDrain());
  }

  /** Guesses count against the address like wrong tokens, whether over one connection or many. */
  async #onWrongProof(connection: Connection): Promise<void> {
    const address = this.#connections.get(connection);
    if (address === undefined || !(await this.#context.limits.fail(address))) return;
    connection.close(CLOSE_CODES.rateLimited, 'rate-limited', 'Too many wrong room secrets came from this address.');
  }
}

/** The `close` event that follows has the code; there is nothing to add. */
const ignore = (): void => {};
