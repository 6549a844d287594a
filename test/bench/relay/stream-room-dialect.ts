/**
 * How our relay is spoken to: joining with or without a token, tracks and their packets, chat. Knows nothing of sockets nor
 * of what is measured.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PACKET_HEADER_BYTES, writePacketHeader } from 'stream-room/protocol/packet';
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import { type Micros, micros } from 'stream-room/protocol/units';
import type { Dialect } from './dialect.ts';
import { picture, SENTENCE, text } from './payloads.ts';
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

export const streamRoom: Dialect = {
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
