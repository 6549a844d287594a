/**
 * How each relay is spoken to: entering a room, taking a track, publishing frames of FRAME_BYTES, saying that one is
 * still there. Knows nothing of sockets nor of what is measured.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PACKET_HEADER_BYTES, writePacketHeader } from 'stream-room/protocol/packet';
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import { type Micros, micros } from 'stream-room/protocol/units';
import type { ContestantName } from './contestants.ts';
import { FRAME_BYTES, RAW_FRAME_BYTES, TEXT_CHARACTERS } from './frame-size.ts';
import type { Peer } from './peer.ts';
import { acknowledge } from './receipts.ts';
import { maskedFrame, OPCODE, patchFrame } from './websocket-wire.ts';

/** Keyframes of a camera track are seldom. */
const KEYFRAME_EVERY = 60;
/** Frames under way at most; a buffer may be written anew once nobody can still be sending it. */
const RING = 64;
const PING_EVERY_MS = 5_000;
/** Another relay hears of a track a moment after its publisher. */
const TRACK_KNOWN_WITHIN_MS = 10_000;

export interface Publisher {
  /** The bytes of the next frame; valid until RING more were made. */
  next(): Buffer;
}

export interface Dialect {
  /** undefined: no HTTP upgrade, the bytes below are all there is. */
  readonly path: string | undefined;
  /** What is offered at the upgrade. */
  readonly subprotocols?: (token: string | undefined) => readonly string[];
  /** Frames are texts here: longer ones than this are counted as such, and not read. */
  readonly countTextsAbove?: number;
  /** Enters a room; resolves when the relay has said so. The token is for those that take it here. */
  enter(peer: Peer, room: string, token?: string): Promise<void>;
  subscribe(peer: Peer, track: number): Promise<void>;
  /** Resolves to the track, for subscribers, and to what makes frames. */
  publish(peer: Peer, room: string): Promise<{ track: number; publisher: Publisher }>;
  /** Texts to everybody in the room, instead of frames. */
  readonly texts?: {
    receive(peer: Peer): void;
    publish(peer: Peer, room: string): Publisher;
  };
}

const text = (value: string) => maskedFrame(OPCODE.text, Buffer.from(value));

/** Alike in size for all, and not compressible, as pictures are. */
const picture = () => randomBytes(FRAME_BYTES);

/** Two lines of a chat. */
const SENTENCE = randomBytes(TEXT_CHARACTERS / 2).toString('hex');

/** One prebuilt frame, sent over and over: the generator's time is not the relay's. */
function fixed(frame: Buffer): Publisher {
  return { next: () => frame };
}

const streamRoom: Dialect = {
  path: `/${SOCKET_PATH}`,
  subprotocols: (token) => [SUBPROTOCOL, ...(token === undefined ? [] : [`${TOKEN_PROTOCOL_PREFIX}${token}`])],
  async enter(peer, room) {
    const secret = randomBytes(32).toString('base64url');
    await request(peer, { type: 'join', room, name: 'Load', secret });
    const heartbeat = setInterval(
      () => peer.write(text(JSON.stringify({ type: 'ping', id: nextId() }))),
      PING_EVERY_MS,
    );
    heartbeat.unref();
  },
  async subscribe(peer, track) {
    acknowledge(peer);
    for (const startMs = performance.now(); ; await delay(100)) {
      try {
        await request(peer, { type: 'subscribe', trackId: track });
        return;
      } catch (error) {
        const { code } = error as { code?: string };
        if (code !== 'unknown-track' || performance.now() - startMs > TRACK_KNOWN_WITHIN_MS) throw error;
      }
    }
  },
  async publish(peer) {
    const { trackId } = (await request(peer, { type: 'publish', kind: 'video', source: 'camera', muted: false })) as {
      trackId: number;
    };
    let sequence = 0;
    let keyframeAsked = false;
    peer.onControl = (message) => {
      keyframeAsked ||= message.type === 'keyframe-requested';
    };
    const ring = Array.from({ length: RING }, () => maskedFrame(OPCODE.binary, picture()));
    const header = Buffer.alloc(PACKET_HEADER_BYTES);
    const next = () => {
      const frame = ring[sequence % RING] as Buffer;
      const keyframe = keyframeAsked || sequence % KEYFRAME_EVERY === 0;
      keyframeAsked = false;
      const timestamp: Micros = micros((performance.timeOrigin + performance.now()) * 1000);
      writePacketHeader(header, {
        trackId,
        sequence: sequence >>> 0,
        timestamp,
        keyframe,
        configured: false,
        rendition: 0,
        temporalLayer: 0,
      });
      sequence += 1;
      patchFrame(frame, 0, header);
      return frame;
    };
    return { track: trackId, publisher: { next } };
  },
  texts: {
    receive(peer) {
      peer.onControl = (message) => {
        // Numbered from 1 in a room's first epoch.
        if (message.type === 'chat') peer.onTextArrived((message as ChatDelivery).message.sequence);
      };
    },
    publish(peer) {
      peer.onControl = (message) => {
        if (message.type === 'error') peer.fail(new Error(`The relay refused a text: ${JSON.stringify(message)}`));
      };
      const next = () => text(JSON.stringify({ type: 'chat', id: nextId(), messageId: randomUUID(), text: SENTENCE }));
      return { next };
    },
  },
};

interface ChatDelivery {
  readonly type: string;
  readonly message: { readonly sequence: number };
}

/** Request ids are the connection's own; one counter for all peers of this process is as good. */
let lastId = 0;
const nextId = () => {
  lastId += 1;
  return lastId;
};

async function request(peer: Peer, message: { type: string } & Record<string, unknown>): Promise<unknown> {
  const id = nextId();
  const answered = peer.untilText((line) => {
    const reply = JSON.parse(line) as { type: string; id?: number; result?: unknown; code?: string; message?: string };
    if (reply.type === 'error') {
      const error = new Error(`The relay refused "${message.type}": ${reply.message}`);
      throw Object.assign(error, { code: reply.code });
    }
    return reply.type === 'ack' && reply.id === id ? { result: reply.result } : undefined;
  });
  peer.write(text(JSON.stringify({ ...message, id })));
  return (await answered).result;
}

const raw: Dialect = {
  path: undefined,
  enter: async () => {},
  async subscribe(peer) {
    await peer.greet('S');
  },
  async publish(peer) {
    await peer.greet('P');
    // The same bytes that our relay writes: packet and the four bytes of an unmasked WebSocket header.
    return { track: 0, publisher: fixed(randomBytes(RAW_FRAME_BYTES)) };
  },
};

const socketIo: Dialect = {
  path: '/socket.io/?EIO=4&transport=websocket',
  async enter(peer, room, token) {
    await peer.untilText((line) => (line.startsWith('0') ? true : undefined));
    const connected = peer.untilText((line) => {
      if (line.startsWith('44')) throw new Error(`The relay refused the connection: ${line}`);
      return line.startsWith('40') ? true : undefined;
    });
    peer.write(text(token === undefined ? '40' : `40${JSON.stringify({ token })}`));
    await connected;
    const entered = peer.untilText((line) => (line.startsWith('431') ? true : undefined));
    peer.write(text(`421${JSON.stringify(['enter', room])}`));
    await entered;
    // Engine.IO's own heartbeat.
    peer.onLine = (line) => {
      if (line === '2') peer.write(text('3'));
    };
  },
  subscribe: async () => {},
  async publish(_peer, room) {
    const event = text(`451-${JSON.stringify(['frame', room, { _placeholder: true, num: 0 }])}`);
    return { track: 0, publisher: fixed(Buffer.concat([event, maskedFrame(OPCODE.binary, picture())])) };
  },
  texts: {
    receive(peer) {
      const heartbeat = peer.onLine;
      peer.onLine = (line) => {
        if (line.startsWith('42["text"')) peer.onTextArrived(peer.progress + 1);
        else heartbeat(line);
      };
    },
    publish(_peer, room) {
      const next = () => text(`42${JSON.stringify(['text', room, { messageId: randomUUID(), text: SENTENCE }])}`);
      return { next };
    },
  },
};

const json: Dialect = {
  path: '/',
  countTextsAbove: 1024,
  async enter(peer, room) {
    const joined = peer.untilText((line) => (line.includes('"joined"') ? true : undefined));
    peer.write(text(JSON.stringify({ type: 'join', room })));
    await joined;
  },
  subscribe: async () => {},
  async publish(_peer, room) {
    const image = `data:image/jpeg;base64,${picture().toString('base64')}`;
    return { track: 0, publisher: fixed(text(JSON.stringify({ type: 'frame', room, image }))) };
  },
};

const bareWs: Dialect = {
  path: '/',
  enter: async () => {},
  subscribe: async () => {},
  publish: () => Promise.reject(new Error('Bare ws forwards nothing; it is there for its memory.')),
};

export const DIALECTS: Readonly<Record<ContestantName, Dialect>> = {
  'stream-room': streamRoom,
  raw,
  'socket.io': socketIo,
  json,
  ws: bareWs,
};
