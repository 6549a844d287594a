/**
 * Every message a client may send, with what it does, what its sender must be allowed to, how large it may be and which
 * rate it counts against.
 */
import type { ClientMessage, Grant } from 'stream-room/protocol/control';
import { MAX_CONTROL_BYTES, MAX_DATA_BYTES, MAX_TOKEN_LENGTH } from 'stream-room/protocol/limits';
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
  /** Of whoever is connected, now: a host or a newer token may have changed them since the last message. */
  readonly grants: ReadonlySet<Grant>;
  /** ANSWERED, or the result that says that a host must let them in first. Rejects with RequestError. */
  join(message: Message<'join'>): Promise<unknown>;
  refresh(message: Message<'refresh'>): Promise<void>;
  /** Gives the seat up for good. */
  leave(): void;
  end(): void;
  /** Microseconds since the Unix epoch. */
  relayTimeMicros(): number;
}

/** Instead of a result: the acknowledgement was sent at the moment from which on more may follow it. */
export const ANSWERED = Symbol('answered');

type Message<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

interface Rule<Type extends ClientMessage['type']> {
  readonly rate: 'control' | 'chat';
  readonly maxBytes: number;
  /** Whether only those in a room can send it. */
  readonly seated: boolean;
  /** What its sender must be allowed to; undefined: nothing in particular. */
  readonly grant: Grant | undefined;
  /** The answer may be larger than what may wait for a slow client otherwise. */
  readonly isAnswerLarge?: true;
  /** Returns the acknowledgement's result, or a promise of it. Throws RequestError. */
  readonly handle: (session: Session, message: Message<Type>) => unknown;
  /** Runs when the acknowledgement is on its way. */
  readonly after?: (session: Session) => void;
}

/** Room for every field at its longest, in the widest UTF-8. */
const SMALL = 2 * 1024;

const anybody = { rate: 'control', maxBytes: SMALL, seated: false, grant: undefined } as const;
const inRoom = { ...anybody, seated: true } as const;
const publisher = { ...inRoom, grant: 'publish' } as const;
const host = { ...inRoom, grant: 'moderate' } as const;

export const RULES: { readonly [Type in ClientMessage['type']]: Rule<Type> } = {
  join: { ...anybody, handle: (session, message) => session.join(message) },
  refresh: {
    ...anybody,
    maxBytes: SMALL + MAX_TOKEN_LENGTH,
    handle: (session, message) => session.refresh(message),
  },
  leave: { ...anybody, handle: (session) => session.leave(), after: (session) => session.end() },
  ping: { ...anybody, handle: (session) => ({ relayTimeMicros: session.relayTimeMicros() }) },
  update: { ...inRoom, handle: ({ seat }, message) => seat.room.update(seat.participant, message) },
  publish: {
    ...publisher,
    handle: ({ seat }, message) => ({ trackId: seat.room.tracks.publish(seat.participant, message) }),
  },
  unpublish: {
    // Whoever may no longer publish has no tracks; ending one is never wrong.
    ...inRoom,
    handle: ({ seat }, { trackId }) => seat.room.tracks.unpublish(seat.participant, trackId),
  },
  'update-track': {
    ...publisher,
    handle: ({ seat }, { trackId, muted, codec, width, height, framesPerSecond }) =>
      seat.room.tracks.update(seat.participant, trackId, { muted, codec, width, height, framesPerSecond }),
  },
  subscribe: {
    ...inRoom,
    grant: 'subscribe',
    handle: ({ seat }, { trackId }) => seat.room.tracks.subscribe(seat.participant, trackId),
  },
  unsubscribe: {
    ...inRoom,
    handle: ({ seat }, { trackId }) => seat.room.tracks.unsubscribe(seat.participant, trackId),
  },
  'request-keyframe': {
    ...inRoom,
    grant: 'subscribe',
    handle: ({ seat }, { trackId }) => seat.room.tracks.requestKeyframe(seat.participant, trackId),
  },
  chat: {
    ...inRoom,
    rate: 'chat',
    maxBytes: MAX_CONTROL_BYTES,
    grant: 'chat',
    handle: ({ seat }, message) => seat.room.chat(seat.participant, message),
  },
  // Whoever is in the room is told what is said there, and may ask for what it missed.
  'chat-since': {
    ...inRoom,
    rate: 'chat',
    isAnswerLarge: true,
    handle: ({ seat }, message) => seat.room.chatSince(message),
  },
  send: {
    ...inRoom,
    maxBytes: MAX_CONTROL_BYTES,
    grant: 'send',
    handle: ({ seat }, { data, to }) => {
      const length = Buffer.byteLength(JSON.stringify(data) ?? '');
      if (length > MAX_DATA_BYTES) {
        throw new RequestError('too-large', `Data has at most ${MAX_DATA_BYTES} bytes as JSON, this has ${length}.`);
      }
      seat.room.send(seat.participant, data, to);
    },
  },
  mute: { ...host, handle: ({ seat }, message) => seat.room.moderation.mute(seat.participant, message) },
  'ask-to-unmute': {
    ...host,
    handle: ({ seat }, message) => seat.room.moderation.askToUnmute(seat.participant, message),
  },
  remove: { ...host, handle: ({ seat }, message) => seat.room.moderation.remove(seat.participant, message) },
  'set-role': { ...host, handle: ({ seat }, message) => seat.room.moderation.setRole(seat.participant, message) },
  'set-room': { ...host, handle: ({ seat }, message) => seat.room.moderation.setRoom(message) },
  admit: { ...host, handle: ({ seat }, message) => seat.room.moderation.admit(message) },
};

/** The rule of a message's type, whichever that is. */
export const ruleOf = (message: ClientMessage): Rule<ClientMessage['type']> =>
  RULES[message.type] as unknown as Rule<ClientMessage['type']>;

/** Throws RequestError where the message is not for this session, at this moment. */
export function checkPermission(
  { type }: ClientMessage,
  { seated, grant }: Rule<ClientMessage['type']>,
  session: Session,
) {
  if (seated) void session.seat;
  if (grant === undefined || session.grants.has(grant)) return;
  throw new RequestError('forbidden', `A ${type} needs the grant "${grant}", which you do not have in this room.`);
}
