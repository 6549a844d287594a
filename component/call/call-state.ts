/**
 * What a call looks like from outside, as one immutable value. How it changes is in call-reducer.ts. Knows nothing of
 * sockets, devices or the DOM.
 */
import type {
  ChatMessage,
  Grant,
  Participant,
  Role,
  RoomState,
  Track,
  WaitingParticipant,
} from '../protocol/control.ts';
import type { CallError } from '../support/errors.ts';

export type ConnectionState =
  /** Not joined yet. */
  | 'idle'
  | 'connecting'
  /** In the waiting room, until a host decides; also while the connection comes back. */
  | 'waiting'
  | 'connected'
  /** The connection broke; it comes back by itself. */
  | 'reconnecting'
  /** Left, or refused for good (`error` says why). */
  | 'ended';

export type ConnectionQuality = 'good' | 'fair' | 'poor';

export interface RemoteTrack extends Track {
  /** Only while subscribed. */
  readonly playback: 'waiting' | 'playing' | 'stalled' | 'unsubscribed';
}

export interface RemoteParticipant extends Omit<Participant, 'tracks'> {
  readonly tracks: readonly RemoteTrack[];
  /** Sound level of its microphone, 0 to 1, smoothed. */
  readonly level: number;
  readonly speaking: boolean;
}

export interface LocalSourceState {
  readonly status: 'off' | 'starting' | 'on' | 'failed';
  /** Why it failed or was lost. */
  readonly error: CallError | undefined;
  readonly deviceId: string | undefined;
  readonly label: string;
  /** For the self view; owned by the call, which stops its tracks. */
  readonly stream: MediaStream | undefined;
  /** Microphone: sound level, 0 to 1. */
  readonly level: number;
  /** What is being sent, once known. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly limitedBy: 'none' | 'network' | 'processor';
}

export interface ChatEntry extends Omit<ChatMessage, 'sequence'> {
  /** Undefined until the relay has acknowledged it. */
  readonly sequence: number | undefined;
  /** Of the sequence: another one where the relays have lost what was said before. */
  readonly epoch: string | undefined;
  readonly mine: boolean;
  /** `sending` survives a reconnect: it is sent again under the same id. */
  readonly status: 'sending' | 'sent' | 'failed';
}

export type EndReason = 'left' | 'refused' | 'replaced' | 'removed' | 'gave-up';

export interface CallState {
  readonly connection: ConnectionState;
  readonly endReason: EndReason | undefined;
  /** Of the connection; a device's error is in its source. */
  readonly error: CallError | undefined;
  /** How the media travels. */
  readonly transport: 'websocket';
  readonly roundTripMs: number | undefined;
  readonly quality: ConnectionQuality;
  readonly name: string;
  /** One's own id, once joined; the same after every resume. */
  readonly participantId: string | undefined;
  readonly role: Role;
  /** What the relay lets one do. */
  readonly grants: readonly Grant[];
  readonly roomState: RoomState;
  /** Who waits to be let in; told to hosts only. */
  readonly waiting: readonly WaitingParticipant[];
  /** Everybody else, in order of joining. */
  readonly participants: readonly RemoteParticipant[];
  readonly camera: LocalSourceState;
  readonly microphone: LocalSourceState;
  readonly screen: LocalSourceState;
  readonly chat: readonly ChatEntry[];
  /** Who speaks now or spoke last, others only. */
  readonly activeSpeakerId: string | undefined;
  /** The browser plays no sound until the person clicks or presses a key; see Call.unblockAudio. */
  readonly audioBlocked: boolean;
}

const SOURCE_OFF: LocalSourceState = {
  status: 'off',
  error: undefined,
  deviceId: undefined,
  label: '',
  stream: undefined,
  level: 0,
  codec: '',
  width: 0,
  height: 0,
  framesPerSecond: 0,
  limitedBy: 'none',
};

/** Until the relay says otherwise. */
export const ASSUMED_GRANTS: readonly Grant[] = ['publish', 'subscribe', 'chat', 'send'];
const OPEN_ROOM: RoomState = { locked: false, waitingRoom: false };

export const initialState = (name: string): CallState => ({
  connection: 'idle',
  endReason: undefined,
  error: undefined,
  transport: 'websocket',
  roundTripMs: undefined,
  quality: 'good',
  name,
  participantId: undefined,
  role: 'member',
  grants: ASSUMED_GRANTS,
  roomState: OPEN_ROOM,
  waiting: [],
  participants: [],
  camera: SOURCE_OFF,
  microphone: SOURCE_OFF,
  screen: SOURCE_OFF,
  chat: [],
  activeSpeakerId: undefined,
  audioBlocked: false,
});

export type LocalSourceName = 'camera' | 'microphone' | 'screen';
