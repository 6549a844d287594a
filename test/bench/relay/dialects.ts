/**
 * How each relay is spoken to: entering a room, taking a track, publishing frames of FRAME_BYTES, saying that one is
 * still there. Knows nothing of sockets nor of what is measured.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ContestantName } from './contestants.ts';
import type { Dialect, Publisher } from './dialect.ts';
import { RAW_FRAME_BYTES } from './frame-size.ts';
import { picture, SENTENCE, text } from './payloads.ts';
import { streamRoom } from './stream-room-dialect.ts';
import { maskedFrame, OPCODE } from './websocket-wire.ts';

/** One prebuilt frame, sent over and over: the generator's time is not the relay's. */
function fixed(frame: Buffer): Publisher {
  return { next: () => frame };
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
