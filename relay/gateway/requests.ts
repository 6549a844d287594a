/** Every message a client may send, with what it does, how large it may be and which rate it counts against. */
import type { ClientMessage } from 'stream-room/protocol/control';
import { MAX_CONTROL_BYTES, MAX_DATA_BYTES } from 'stream-room/protocol/limits';
import type { Participant } from '../rooms/participant.ts';
import { RequestError } from '../rooms/request-error.ts';
import type { Room } from '../rooms/room.ts';

export interface Seat {
  readonly room: Room;
  readonly participant: Participant;
}

/** What a request can do with the connection it came over. */
export interface Session {
  /** Throws RequestError where this connection has not joined. */
  readonly seat: Seat;
  join(message: Message<'join'>): unknown;
  /** Gives the seat up for good. */
  leave(): void;
  end(): void;
  /** Microseconds since the Unix epoch. */
  relayTimeMicros(): number;
}

type Message<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

interface Rule<Type extends ClientMessage['type']> {
  readonly rate: 'control' | 'chat';
  readonly maxBytes: number;
  /** Returns the acknowledgement's result. Throws RequestError. */
  readonly handle: (session: Session, message: Message<Type>) => unknown;
  /** Runs when the acknowledgement is on its way. */
  readonly after?: (session: Session) => void;
}

/** Room for every field at its longest, in the widest UTF-8. */
const SMALL = 2 * 1024;

const RULES: { readonly [Type in ClientMessage['type']]: Rule<Type> } = {
  join: {
    rate: 'control',
    maxBytes: SMALL,
    handle: (session, message) => session.join(message),
    after: ({ seat }) => seat.room.tracks.resume(seat.participant),
  },
  leave: {
    rate: 'control',
    maxBytes: SMALL,
    handle: (session) => session.leave(),
    after: (session) => session.end(),
  },
  update: {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, message) => seat.room.update(seat.participant, message),
  },
  publish: {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, message) => ({ trackId: seat.room.publish(seat.participant, message) }),
  },
  unpublish: {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, { trackId }) => seat.room.unpublish(seat.participant, trackId),
  },
  'update-track': {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, { trackId, muted, codec, width, height, framesPerSecond }) =>
      seat.room.updateTrack(seat.participant, trackId, { muted, codec, width, height, framesPerSecond }),
  },
  subscribe: {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, { trackId }) => seat.room.tracks.subscribe(seat.participant, trackId),
  },
  unsubscribe: {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, { trackId }) => seat.room.tracks.unsubscribe(seat.participant, trackId),
  },
  'request-keyframe': {
    rate: 'control',
    maxBytes: SMALL,
    handle: ({ seat }, { trackId }) => seat.room.tracks.requestKeyframe(seat.participant, trackId),
  },
  chat: {
    rate: 'chat',
    maxBytes: MAX_CONTROL_BYTES,
    handle: ({ seat }, message) => seat.room.chat(seat.participant, message),
  },
  send: {
    rate: 'control',
    maxBytes: MAX_CONTROL_BYTES,
    handle: ({ seat }, { data, to }) => {
      const length = Buffer.byteLength(JSON.stringify(data) ?? '');
      if (length > MAX_DATA_BYTES) {
        throw new RequestError('too-large', `Data has at most ${MAX_DATA_BYTES} bytes as JSON, this has ${length}.`);
      }
      seat.room.send(seat.participant, data, to);
    },
  },
  ping: {
    rate: 'control',
    maxBytes: SMALL,
    handle: (session) => ({ relayTimeMicros: session.relayTimeMicros() }),
  },
};

/** The rule of a message's type, whichever that is. */
export const ruleOf = (message: ClientMessage): Rule<ClientMessage['type']> =>
  RULES[message.type] as unknown as Rule<ClientMessage['type']>;
