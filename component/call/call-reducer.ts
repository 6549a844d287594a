/** How each message changes a call's state: (state, action) → state, pure. Knows nothing of where actions come from. */
import type { JoinResult, Participant, RelayMessage } from '../protocol/control.ts';
import type { CallError } from '../support/errors.ts';
import { mapped, patched } from '../support/immutable.ts';
import {
  ASSUMED_GRANTS,
  type CallState,
  type ChatEntry,
  type ConnectionQuality,
  type EndReason,
  type LocalSourceName,
  type LocalSourceState,
  type RemoteParticipant,
  type RemoteTrack,
} from './call-state.ts';
import { receivedEntry, withEntries } from './chat-log.ts';

/** Everything that can happen to a call's state. */
export type CallAction =
  /** What the token says of itself, before the relay does. */
  | { readonly type: 'assume'; readonly mayPublish: boolean }
  | { readonly type: 'connecting' }
  | { readonly type: 'reconnecting' }
  | { readonly type: 'waiting'; readonly participantId: string }
  | { readonly type: 'joined'; readonly result: JoinResult }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly error: CallError | undefined }
  | { readonly type: 'relay'; readonly message: RelayMessage }
  /** Participants who were there before the connection broke and have not come back. */
  | { readonly type: 'forget'; readonly participantIds: ReadonlySet<string> }
  | { readonly type: 'round-trip'; readonly roundTripMs: number }
  | { readonly type: 'quality'; readonly quality: ConnectionQuality }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'source'; readonly source: LocalSourceName; readonly change: Partial<LocalSourceState> }
  | { readonly type: 'playback'; readonly trackId: number; readonly playback: RemoteTrack['playback'] }
  | {
      readonly type: 'voices';
      readonly voices: ReadonlyMap<string, { readonly level: number; readonly speaking: boolean }>;
      readonly activeSpeakerId: string | undefined;
    }
  /** Received, or of one's own: new, sent or failed. */
  | { readonly type: 'chat-entries'; readonly entries: readonly ChatEntry[] }
  | { readonly type: 'audio-blocked'; readonly blocked: boolean };

/** The next state; the very same object where nothing changes. */
export function nextState(state: CallState, action: CallAction): CallState {
  switch (action.type) {
    case 'assume':
      return patched(state, {
        grants: action.mayPublish ? ASSUMED_GRANTS : ASSUMED_GRANTS.filter((grant) => grant !== 'publish'),
      });
    case 'connecting':
      return { ...state, connection: 'connecting', endReason: undefined, error: undefined };
    case 'waiting':
      return patched(state, { connection: 'waiting', participantId: action.participantId });
    case 'reconnecting':
      // Who waits goes on waiting.
      if (state.connection === 'waiting') return state;
      return { ...state, connection: 'reconnecting', roundTripMs: undefined };
    case 'joined':
      return joined(state, action.result);
    case 'ended':
      return {
        ...state,
        connection: 'ended',
        endReason: action.reason,
        error: action.error,
        roundTripMs: undefined,
        quality: 'good',
        participants: [],
        waiting: [],
        activeSpeakerId: undefined,
        audioBlocked: false,
      };
    case 'relay':
      return told(state, action.message);
    case 'forget':
      return without(state, action.participantIds);
    case 'round-trip':
      return patched(state, { roundTripMs: action.roundTripMs });
    case 'quality':
      return patched(state, { quality: action.quality });
    case 'name':
      return patched(state, { name: action.name });
    case 'source':
      return patched(state, { [action.source]: patched(state[action.source], action.change) });
    case 'playback':
      return patched(state, {
        participants: mapped(state.participants, (participant) =>
          patched(participant, {
            tracks: mapped(participant.tracks, (track) =>
              track.id === action.trackId ? patched(track, { playback: action.playback }) : track,
            ),
          }),
        ),
      });
    case 'voices':
      return patched(state, {
        activeSpeakerId: action.activeSpeakerId,
        participants: mapped(state.participants, (participant) =>
          patched(participant, {
            level: action.voices.get(participant.id)?.level ?? 0,
            speaking: action.voices.get(participant.id)?.speaking ?? false,
          }),
        ),
      });
    case 'chat-entries':
      return patched(state, { chat: withEntries(state.chat, action.entries) });
    case 'audio-blocked':
      return patched(state, { audioBlocked: action.blocked });
  }
}

function told(state: CallState, message: RelayMessage): CallState {
  switch (message.type) {
    case 'participant-joined':
    case 'participant-updated': {
      const { participant } = message;
      if (participant.id === state.participantId) return state;
      const known = state.participants.some(({ id }) => id === participant.id);
      const participants = known
        ? mapped(state.participants, (other) => (other.id === participant.id ? remote(participant, other) : other))
        : [...state.participants, remote(participant, undefined)];
      return patched(state, { participants });
    }
    case 'participant-left':
      return without(state, new Set([message.participantId]));
    case 'role-changed':
      return patched(state, {
        role: message.role,
        grants: message.grants,
        ...(message.role === 'host' ? {} : { waiting: [] }),
      });
    case 'room-updated':
      return patched(state, { roomState: message.room });
    case 'waiting-updated':
      return patched(state, { waiting: message.waiting });
    default:
      return state;
  }
}

function joined(state: CallState, result: JoinResult): CallState {
  const before = new Map(state.participants.map((participant) => [participant.id, participant]));
  const others = result.participants
    .filter(({ id }) => id !== result.participantId)
    .map((participant) => remote(participant, before.get(participant.id)));
  const present = new Set(others.map(({ id }) => id));
  // After a relay restart everybody comes back, but not at once: pictures must not jump about meanwhile. See `forget`.
  const awaited = result.resumed
    ? []
    : state.participants
        .filter(({ id }) => !present.has(id))
        .map((participant) => ({ ...participant, connected: false, tracks: [], level: 0, speaking: false }));
  return {
    ...state,
    connection: 'connected',
    error: undefined,
    participantId: result.participantId,
    role: result.participants.find(({ id }) => id === result.participantId)?.role ?? state.role,
    grants: result.grants,
    roomState: result.room,
    waiting: result.waiting,
    participants: [...others, ...awaited].sort((a, b) => a.joinedAtMs - b.joinedAtMs),
    chat: withEntries(
      state.chat,
      result.chat.map((message) => receivedEntry(message, result.epoch, result.participantId)),
    ),
  };
}

function remote(participant: Participant, before: RemoteParticipant | undefined): RemoteParticipant {
  return {
    ...participant,
    tracks: participant.tracks.map((track) => ({
      ...track,
      playback: before?.tracks.find(({ id }) => id === track.id)?.playback ?? 'unsubscribed',
    })),
    level: before?.level ?? 0,
    speaking: before?.speaking ?? false,
  };
}

function without(state: CallState, participantIds: ReadonlySet<string>): CallState {
  const participants = state.participants.filter(({ id }) => !participantIds.has(id));
  if (participants.length === state.participants.length) return state;
  const activeSpeakerGone = state.activeSpeakerId !== undefined && participantIds.has(state.activeSpeakerId);
  return { ...state, participants, activeSpeakerId: activeSpeakerGone ? undefined : state.activeSpeakerId };
}
