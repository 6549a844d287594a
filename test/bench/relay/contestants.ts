/**
 * The relays that are compared, each the shortest honest program of its kind. Each runs alone in a process of its own
 * (relay-host.ts). Knows nothing of how it is loaded.
 */
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Server } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import { TOKEN_TYPE } from '../../../relay/auth/claims.ts';
import { DEFAULT_AUDIENCE } from '../../../relay/auth/mint.ts';
import type { TokenKeys } from './tokens.ts';

/** What only some of the benches ask for, of those contestants that have it. */
export interface HostSettings {
  /** Everybody needs a token. */
  readonly keys?: TokenKeys;
  /** Address of the Redis over which several of the same kind are one. */
  readonly redis?: string;
}

/** Listens on a free port of the loopback and resolves to it. */
export type Contestant = (settings: HostSettings) => Promise<number>;

/** Loaded when asked for, so that no other contestant carries its modules in memory. Pages of PAGE_ORIGIN get in. */
const openStreamRoom: Contestant = async ({ keys = {}, redis }) => {
  const { createRelay } = await import('stream-room-relay');
  // One publisher and one address stand for many here: their limits would be measured instead.
  const many = { perSecond: 1e6, burst: 1e6 };
  const rates = { mediaRate: many, chatRate: many, handshakeRate: many };
  const crowd = { ...rates, maxConnectionsPerAddress: 1e6, maxConnections: 1e6 };
  const page = process.env['PAGE_ORIGIN'];
  const where = { port: 0, host: '127.0.0.1', origins: page === undefined ? [] : [page] };
  const relay = createRelay({ ...where, ...crowd, ...keys, ...(redis === undefined ? {} : { redis }) });
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

/** A room of events, as its documentation writes it: with a check at the handshake, and joined by Redis, where asked for. */
const openSocketIo: Contestant = async ({ keys, redis }) => {
  const server = createHttpServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  if (keys) io.use(await checkTokens(keys));
  if (redis !== undefined) {
    const [{ createAdapter }, { Redis }] = await Promise.all([import('@socket.io/redis-adapter'), import('ioredis')]);
    const publisher = new Redis(redis);
    io.adapter(createAdapter(publisher, publisher.duplicate()));
  }
  io.on('connection', (socket) => {
    socket.on('enter', async (room: string, done?: () => void) => {
      await socket.join(room);
      done?.();
    });
    socket.on('frame', (room: string, frame: Buffer) => socket.to(room).emit('frame', frame));
    socket.on('text', (room: string, message: object) => socket.to(room).emit('text', message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** With the library that ours uses, and the checks that any application needs. */
async function checkTokens({ tokenSecret, tokenKeys }: TokenKeys): Promise<Parameters<Server['use']>[0]> {
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  const secret = tokenSecret === undefined ? undefined : new TextEncoder().encode(tokenSecret);
  const set = tokenKeys === undefined ? undefined : JSON.parse(await readFile(tokenKeys, 'utf8'));
  const options = { audience: DEFAULT_AUDIENCE, typ: TOKEN_TYPE, algorithms: [secret ? 'HS256' : 'EdDSA'] };
  const verify = secret
    ? (token: string) => jwtVerify(token, secret, options)
    : (
        (keySet) => (token: string) =>
          jwtVerify(token, keySet, options)
      )(createLocalJWKSet(set));
  return (socket, next) => {
    verify(String(socket.handshake.auth['token'])).then(({ payload }) => {
      socket.data = payload;
      next();
    }, next);
  };
}

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
