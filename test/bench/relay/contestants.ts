/**
 * The relays that are compared, each the shortest honest program of its kind. Each runs alone in a process of its own
 * (relay-host.ts). Knows nothing of how it is loaded.
 */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Server } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';

/** Listens on a free port of the loopback and resolves to it. */
export type Contestant = () => Promise<number>;

/** Loaded when asked for, so that no other contestant carries its modules in memory. Pages of PAGE_ORIGIN get in. */
const openStreamRoom: Contestant = async () => {
  const { createRelay } = await import('stream-room-relay');
  // One publisher and one address stand for many here: their limits would be measured instead.
  const many = { perSecond: 1e6, burst: 1e6 };
  const crowd = { mediaRate: many, handshakeRate: many, maxConnectionsPerAddress: 1e6, maxConnections: 1e6 };
  const page = process.env['PAGE_ORIGIN'];
  const relay = createRelay({ port: 0, host: '127.0.0.1', ...crowd, origins: page === undefined ? [] : [page] });
  await relay.listen();
  return relay.port;
};

/** What TCP in Node costs: each chunk that was read is written to every subscriber. The first byte tells the role. */
const openRaw: Contestant = async () => {
  const subscribers = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (role) => {
      if (role[0] === 'S'.charCodeAt(0)) {
        subscribers.add(socket);
        socket.on('close', () => subscribers.delete(socket));
        socket.write('+');
        return;
      }
      socket.write('+');
      socket.on('data', (chunk) => {
        for (const subscriber of subscribers) subscriber.write(chunk);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** A room of binary events, as its documentation writes it. */
const openSocketIo: Contestant = async () => {
  const server = createHttpServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => {
    socket.on('enter', async (room: string, done?: () => void) => {
      await socket.join(room);
      done?.();
    });
    socket.on('frame', (room: string, frame: Buffer) => socket.to(room).emit('frame', frame));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

interface JsonMessage {
  readonly type: 'join' | 'frame';
  readonly room: string;
  readonly image?: string;
}

/** StreamFlow's way: pictures as base64 in JSON, parsed once and written anew for every receiver. */
const openJson: Contestant = async () => {
  const rooms = new Map<string, Set<WebSocket>>();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('message', (bytes) => {
      const message = JSON.parse(bytes.toString()) as JsonMessage;
      const room = rooms.get(message.room) ?? new Set();
      if (message.type === 'join') {
        rooms.set(message.room, room.add(socket));
        socket.on('close', () => room.delete(socket));
        socket.send(JSON.stringify({ type: 'joined', room: message.room }));
        return;
      }
      for (const receiver of room) {
        if (receiver === socket || receiver.readyState !== receiver.OPEN) continue;
        receiver.send(JSON.stringify({ type: 'frame', from: 'publisher', image: message.image, atMs: Date.now() }));
      }
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
};

/** Bare ws, which only accepts: what a connection costs before anything is known of it. */
const openBareWs: Contestant = async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
};

export const CONTESTANTS = {
  'stream-room': openStreamRoom,
  raw: openRaw,
  'socket.io': openSocketIo,
  json: openJson,
  ws: openBareWs,
} as const;

export type ContestantName = keyof typeof CONTESTANTS;
