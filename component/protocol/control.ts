/**
 * The JSON control messages, as schemas from which the types follow. Both ends parse with them. Knows nothing of
 * sockets, nor of who may say what. Every request carries an `id` that its `ack` or `error` repeats.
 */
import * as v from 'valibot';
import { isShallow, MAX_JSON_DEPTH } from './depth.ts';
import {
  codec,
  codecFamilies,
  DisplayName,
  finite,
  frameSide,
  framesPerSecond,
  opaqueId,
  participantSecret,
  RoomName,
  requestId,
  uint32,
} from './fields.ts';
import { MAX_CHAT_HISTORY, MAX_CHAT_LENGTH, MAX_CONTROL_BYTES, MAX_TOKEN_LENGTH } from './limits.ts';
import { ProtocolError } from './protocol-error.ts';
import { UNPRINTABLE_IN_TEXT } from './text.ts';

export const TrackKind = v.picklist(['audio', 'video']);
export const TrackSource = v.picklist(['camera', 'microphone', 'screen', 'screen-audio', 'custom']);
const unmutable = v.picklist(['camera', 'microphone']);

/** What somebody is in a room. Hosts moderate; which grants each role has is the relay's to say. */
export const Role = v.picklist(['guest', 'member', 'host']);
/** What a participant may do; a token may give fewer than its role has. */
export const Grant = v.picklist(['publish', 'subscribe', 'chat', 'send', 'moderate']);

/** What holds for a room as a whole. */
export const RoomState = v.object({
  /** Nobody new comes in but hosts. */
  locked: v.boolean(),
  /** Who comes in new and is no host waits until a host admits them. */
  waitingRoom: v.boolean(),
});

/** Somebody who waits to be admitted. */
export const WaitingParticipant = v.object({ id: opaqueId, name: DisplayName });

/** One audio or video source of a participant, as the roster shows it. */
export const Track = v.object({
  id: uint32,
  kind: TrackKind,
  source: TrackSource,
  /** The publisher pauses it and sends no packets; the track stays. */
  muted: v.boolean(),
  /** What is being sent now; informative, since packets describe themselves. Empty until known. */
  codec,
  width: frameSide,
  height: frameSide,
  framesPerSecond,
});

export const Participant = v.object({
  id: opaqueId,
  name: DisplayName,
  role: Role,
  /** Milliseconds since the Unix epoch, on the relay's clock. */
  joinedAtMs: finite,
  /** False while its connection is broken and its place is kept (RESUME_WINDOW_MS). */
  connected: v.boolean(),
  /** Publisher's clock minus relay's clock, as the participant measured it: makes timestamps comparable. */
  clockOffsetMicros: finite,
  tracks: v.array(Track),
  /** Families of video codecs (`h264`, `vp8`, `vp9`, `av1`) that it cannot show; absent: none. */
  cannotDecode: v.optional(codecFamilies),
});

export const ChatMessage = v.object({
  /** Chosen by the sender (UUID); a repeat is acknowledged and not shown twice. */
  messageId: opaqueId,
  /** +1 per message of the room's epoch. */
  sequence: uint32,
  participantId: opaqueId,
  /** The sender's name when it was sent: the sender may be gone. */
  name: DisplayName,
  text: v.string(),
  /** Milliseconds since the Unix epoch, on the relay's clock. */
  atMs: finite,
});

const Join = v.object({
  type: v.literal('join'),
  id: requestId,
  room: RoomName,
  name: DisplayName,
  secret: participantSecret,
  /** For a room with a secret (its name starts with ROOM_SECRET_MARK): that one knows it. 32 bytes, base64url. */
  proof: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{43}$/))),
});
/** A newer token for the same subject and room, before the old one expires. Allowed before join. */
const Refresh = v.object({
  type: v.literal('refresh'),
  id: requestId,
  token: v.pipe(v.string(), v.maxLength(MAX_TOKEN_LENGTH)),
});
const Leave = v.object({ type: v.literal('leave'), id: requestId });
const Update = v.object({
  type: v.literal('update'),
  id: requestId,
  name: v.optional(DisplayName),
  clockOffsetMicros: v.optional(finite),
  cannotDecode: v.optional(codecFamilies),
});
const Publish = v.object({
  type: v.literal('publish'),
  id: requestId,
  kind: TrackKind,
  source: TrackSource,
  muted: v.boolean(),
});
const Unpublish = v.object({ type: v.literal('unpublish'), id: requestId, trackId: uint32 });
const UpdateTrack = v.object({
  type: v.literal('update-track'),
  id: requestId,
  trackId: uint32,
  muted: v.optional(v.boolean()),
  codec: v.optional(codec),
  width: v.optional(frameSide),
  height: v.optional(frameSide),
  framesPerSecond: v.optional(framesPerSecond),
});
const Subscribe = v.object({ type: v.literal('subscribe'), id: requestId, trackId: uint32 });
const Unsubscribe = v.object({ type: v.literal('unsubscribe'), id: requestId, trackId: uint32 });
const RequestKeyframe = v.object({ type: v.literal('request-keyframe'), trackId: uint32 });
const Chat = v.object({
  type: v.literal('chat'),
  id: requestId,
  messageId: opaqueId,
  text: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(MAX_CHAT_LENGTH),
    v.check((text) => !UNPRINTABLE_IN_TEXT.test(text), 'contains control characters'),
  ),
});
/** What was said after a sequence number: for a receiver that noticed a gap, or another epoch. */
const ChatSince = v.object({ type: v.literal('chat-since'), id: requestId, epoch: opaqueId, sequence: uint32 });
/** Moderation. Stops a track of somebody else; its publisher may start it again. */
const Mute = v.object({ type: v.literal('mute'), id: requestId, participantId: opaqueId, trackId: uint32 });
const AskToUnmute = v.object({
  type: v.literal('ask-to-unmute'),
  id: requestId,
  participantId: opaqueId,
  source: unmutable,
});
/** Ends somebody's participation; the same participant and subject cannot come back while the room lives. */
const Remove = v.object({ type: v.literal('remove'), id: requestId, participantId: opaqueId });
const SetRole = v.object({ type: v.literal('set-role'), id: requestId, participantId: opaqueId, role: Role });
const SetRoom = v.object({
  type: v.literal('set-room'),
  id: requestId,
  locked: v.optional(v.boolean()),
  waitingRoom: v.optional(v.boolean()),
});
/** Lets somebody in who waits, or sends them away. */
const Admit = v.object({ type: v.literal('admit'), id: requestId, participantId: opaqueId, admitted: v.boolean() });
const Send = v.object({
  type: v.literal('send'),
  id: requestId,
  /** Any JSON value; see MAX_DATA_BYTES. */
  data: v.unknown(),
  /** Participant ids; absent: everybody else in the room. */
  to: v.optional(v.pipe(v.array(opaqueId), v.maxLength(100))),
});
/** Heartbeat and clock probe; answered by an ack with the relay's time. Allowed before join. */
const Ping = v.object({ type: v.literal('ping'), id: requestId });

/** What a client may say to a relay. */
export const ClientMessage = v.variant('type', [
  Join,
  Leave,
  Update,
  Publish,
  Unpublish,
  UpdateTrack,
  Subscribe,
  Unsubscribe,
  RequestKeyframe,
  Chat,
  ChatSince,
  Send,
  Refresh,
  Mute,
  AskToUnmute,
  Remove,
  SetRole,
  SetRoom,
  Admit,
  Ping,
]);

export const LeaveReason = v.picklist(['left', 'lost', 'replaced', 'removed']);

/** `result` of the ack of a join. */
export const JoinResult = v.object({
  participantId: opaqueId,
  /** True where the relay still had this participant: its tracks and subscriptions are as they were. */
  resumed: v.boolean(),
  /** Everybody in the room, oneself included. */
  participants: v.array(Participant),
  /** What one may do; one's role is in one's own entry of the roster. */
  grants: v.array(Grant),
  room: RoomState,
  /** Empty for all but hosts. */
  waiting: v.array(WaitingParticipant),
  /** Of the chat's sequence numbers: another one where the relays have lost what was said. */
  epoch: opaqueId,
  chat: v.pipe(v.array(ChatMessage), v.maxLength(MAX_CHAT_HISTORY)),
});
const Ack = v.object({ type: v.literal('ack'), id: requestId, result: v.optional(v.unknown()) });
/** With an `id`: the answer to that request. Without: what the relay says before it closes the socket. */
const ErrorMessage = v.object({
  type: v.literal('error'),
  id: v.optional(requestId),
  code: v.string(),
  message: v.string(),
});
const ParticipantJoined = v.object({ type: v.literal('participant-joined'), participant: Participant });
/** The whole new state, so that order and loss of earlier ones do not matter. */
const ParticipantUpdated = v.object({ type: v.literal('participant-updated'), participant: Participant });
const ParticipantLeft = v.object({ type: v.literal('participant-left'), participantId: opaqueId, reason: LeaveReason });
const KeyframeRequested = v.object({ type: v.literal('keyframe-requested'), trackId: uint32 });
/** To a track's publisher, once a second at most and when it changes: who watches, and how many fall behind. */
const TrackDemand = v.object({
  type: v.literal('track-demand'),
  trackId: uint32,
  receivers: uint32,
  /** Receivers for whom the relay dropped more than a tenth of this track in the last second. */
  struggling: uint32,
});
/** Another epoch than the last one: the sequence starts anew, and what was said is to be asked for (`chat-since`). */
const ChatDelivered = v.object({ type: v.literal('chat'), epoch: opaqueId, message: ChatMessage });
const DataDelivered = v.object({ type: v.literal('data'), from: opaqueId, data: v.unknown() });

/** To the publisher: a host stopped this track. It is muted already, its packets are not forwarded. */
const Muted = v.object({ type: v.literal('muted'), trackId: uint32, by: opaqueId });
const UnmuteAsked = v.object({ type: v.literal('unmute-asked'), source: unmutable, by: opaqueId });
/** To whom it is about; the others see it in the roster. */
const RoleChanged = v.object({ type: v.literal('role-changed'), role: Role, grants: v.array(Grant), by: opaqueId });
const RoomUpdated = v.object({ type: v.literal('room-updated'), room: RoomState });
/** To hosts: everybody who waits now. */
const WaitingUpdated = v.object({ type: v.literal('waiting-updated'), waiting: v.array(WaitingParticipant) });
/** The token expires in so many milliseconds; without a `refresh` the relay closes with 4401 after that. */
const TokenExpiring = v.object({ type: v.literal('token-expiring'), inMs: finite });
/** This relay goes away. Connect anew after `delayMs`, which spreads its clients, and before this socket is closed. */
const Draining = v.object({ type: v.literal('draining'), delayMs: finite });

/** To who waited: a host has let them in. */
const Admitted = v.object({ type: v.literal('admitted'), result: JoinResult });

/** What a relay may say to a client. */
export const RelayMessage = v.variant('type', [
  Ack,
  ErrorMessage,
  ParticipantJoined,
  ParticipantUpdated,
  ParticipantLeft,
  KeyframeRequested,
  TrackDemand,
  ChatDelivered,
  DataDelivered,
  Muted,
  UnmuteAsked,
  RoleChanged,
  RoomUpdated,
  WaitingUpdated,
  TokenExpiring,
  Draining,
  Admitted,
]);

/** `result` of the ack of a join into a waiting room: `admitted` follows, or the relay closes with 4403. */
export const WaitingResult = v.object({ participantId: opaqueId, waiting: v.literal(true) });
/** `result` of the ack of a chat-since. */
export const ChatSinceResult = v.object({
  epoch: opaqueId,
  /** False where some are missing between what was asked for and the first of `chat`. */
  complete: v.boolean(),
  chat: v.pipe(v.array(ChatMessage), v.maxLength(MAX_CHAT_HISTORY)),
});
/** `result` of the ack of a publish. */
export const PublishResult = v.object({ trackId: uint32 });
/** `result` of the ack of a chat message. */
export const ChatResult = v.object({ epoch: opaqueId, sequence: uint32, atMs: finite });
/** `result` of the ack of a ping. */
export const PingResult = v.object({
  /** Microseconds since the Unix epoch, on the relay's clock, when it answered. */
  relayTimeMicros: finite,
});

export type TrackKind = v.InferOutput<typeof TrackKind>;
export type TrackSource = v.InferOutput<typeof TrackSource>;
export type Role = v.InferOutput<typeof Role>;
export type Grant = v.InferOutput<typeof Grant>;
export type RoomState = v.InferOutput<typeof RoomState>;
export type WaitingParticipant = v.InferOutput<typeof WaitingParticipant>;
export type Track = v.InferOutput<typeof Track>;
export type Participant = v.InferOutput<typeof Participant>;
export type ChatMessage = v.InferOutput<typeof ChatMessage>;
export type ClientMessage = v.InferOutput<typeof ClientMessage>;
export type RelayMessage = v.InferOutput<typeof RelayMessage>;
export type LeaveReason = v.InferOutput<typeof LeaveReason>;
export type JoinResult = v.InferOutput<typeof JoinResult>;
export type WaitingResult = v.InferOutput<typeof WaitingResult>;
export type ChatSinceResult = v.InferOutput<typeof ChatSinceResult>;
export type PublishResult = v.InferOutput<typeof PublishResult>;
export type ChatResult = v.InferOutput<typeof ChatResult>;
export type PingResult = v.InferOutput<typeof PingResult>;

/** Codes of `error` messages that answer a request; the request had no effect. */
export type RequestErrorCode =
  | 'not-joined'
  | 'already-joined'
  | 'room-full'
  | 'room-locked'
  /** Not with this role, token or proof. */
  | 'forbidden'
  | 'bad-token'
  /** The relays cannot agree at the moment; the same request may succeed in some seconds. */
  | 'unavailable'
  | 'unknown-track'
  | 'not-your-track'
  | 'too-many-tracks'
  | 'unknown-participant'
  | 'too-large'
  | 'rate-limited';

/** A relay's answer has more than a client's message: a roster of 100 with 200 chat messages of 4,000 characters. */
const MAX_RELAY_CONTROL_BYTES = 4 * 1024 * 1024;

/** Parses what a client sent. Unknown keys are left out of the result. Throws ProtocolError. */
export const parseClientMessage = (text: string): ClientMessage => parse(ClientMessage, text, MAX_CONTROL_BYTES);

/** Parses what a relay sent; undefined for a type that this version does not know. Throws ProtocolError. */
export function parseRelayMessage(text: string): RelayMessage | undefined {
  try {
    return parse(RelayMessage, text, MAX_RELAY_CONTROL_BYTES);
  } catch (error) {
    if (error instanceof ProtocolError && error.code === 'unknown-type') return undefined;
    throw error;
  }
}

type ControlSchema = typeof ClientMessage | typeof RelayMessage;

function parse<Schema extends ControlSchema>(schema: Schema, text: string, maxLength: number): v.InferOutput<Schema> {
  if (text.length > maxLength) {
    throw new ProtocolError('too-large', `A control message has at most ${maxLength} bytes, this one has more.`);
  }
  if (!isShallow(text)) throw new ProtocolError('bad-message', `A message is nested at most ${MAX_JSON_DEPTH} deep.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError('bad-message', `A control message is JSON, "${excerpt(text)}" was received.`, { cause });
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue) ?? '';
  if (path === 'type' && typeof (value as { type?: unknown }).type === 'string') {
    throw new ProtocolError(
      'unknown-type',
      `No control message has the type "${excerpt((value as { type: string }).type)}".`,
    );
  }
  throw new ProtocolError(
    'bad-message',
    `${path === '' ? 'A control message' : `"${excerpt(path)}"`} is wrong: ${issue.message} In "${excerpt(text)}".`,
  );
}

const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);
