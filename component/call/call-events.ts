/** Which events tell of a change of state (pure): so that state and events can never disagree. Dispatches nothing. */
import {
  AudioBlockedEvent,
  CallErrorEvent,
  CameraToggleEvent,
  ChatMessageEvent,
  ConnectionChangeEvent,
  JoinEvent,
  LeaveEvent,
  MicrophoneToggleEvent,
  ParticipantJoinEvent,
  ParticipantLeaveEvent,
  ParticipantUpdateEvent,
  ParticipantWaitingEvent,
  PermissionEvent,
  QualityChangeEvent,
  RoleChangeEvent,
  RoomChangeEvent,
  ScreenshareToggleEvent,
} from '../events.ts';
import type { CallState, LocalSourceName, RemoteParticipant } from './call-state.ts';

const TOGGLE = {
  camera: CameraToggleEvent,
  microphone: MicrophoneToggleEvent,
  screen: ScreenshareToggleEvent,
} as const;

export function eventsBetween(before: CallState, after: CallState, room: string): readonly Event[] {
  if (before === after) return [];
  return [
    ...connectionEvents(before, after, room),
    ...participantEvents(before, after),
    ...roomEvents(before, after),
    ...chatEvents(before, after),
    ...(['camera', 'microphone', 'screen'] as const).flatMap((source) => [...sourceEvents(source, before, after)]),
    ...soundAndQualityEvents(before, after),
    ...(after.error !== undefined && after.error !== before.error ? [new CallErrorEvent(after.error)] : []),
    // Last, when everything that ends with the call has been told.
    ...leaveEvents(before, after, room),
  ];
}

function* connectionEvents(before: CallState, after: CallState, room: string): Iterable<Event> {
  if (before.connection === after.connection) return;
  const { connection: state, transport, roundTripMs } = after;
  yield new ConnectionChangeEvent({ state, transport, roundTripMs });
  if (isFirstJoin(before, after) && after.participantId !== undefined) {
    yield new JoinEvent({ room, participantId: after.participantId });
  }
}

const isFirstJoin = (before: CallState, after: CallState): boolean =>
  (before.connection === 'connecting' || before.connection === 'waiting') && after.connection === 'connected';

function* roomEvents(before: CallState, after: CallState): Iterable<Event> {
  const { connection, role, grants, roomState, waiting } = after;
  if (connection !== 'connected' && connection !== 'reconnecting') return;
  if (before.role !== role || !sameWords(before.grants, grants)) yield new RoleChangeEvent({ role, grants });
  const { locked, waitingRoom } = roomState;
  if (before.roomState.locked !== locked || before.roomState.waitingRoom !== waitingRoom) {
    yield new RoomChangeEvent(roomState);
  }
  if (before.waiting === waiting) return;
  const known = new Set(before.waiting.map(({ id }) => id));
  for (const participant of waiting) if (!known.has(participant.id)) yield new ParticipantWaitingEvent(participant);
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word) => b.includes(word));

function* soundAndQualityEvents(before: CallState, after: CallState): Iterable<Event> {
  // With the end of a call both are at their beginning again, which is no news.
  if (after.connection === 'ended') return;
  if (before.quality !== after.quality) yield new QualityChangeEvent(after.quality);
  if (before.audioBlocked !== after.audioBlocked) yield new AudioBlockedEvent(after.audioBlocked);
}

function* leaveEvents(before: CallState, after: CallState, room: string): Iterable<Event> {
  const wasJoined = before.connection === 'connected' || before.connection === 'reconnecting';
  if (wasJoined && after.connection === 'ended') yield new LeaveEvent({ room, reason: after.endReason ?? 'left' });
}

function* participantEvents(before: CallState, after: CallState): Iterable<Event> {
  if (before.participants === after.participants) return;
  const known = new Map(before.participants.map((participant) => [participant.id, participant]));
  for (const participant of after.participants) {
    const earlier = known.get(participant.id);
    known.delete(participant.id);
    if (earlier === undefined) yield new ParticipantJoinEvent(participant);
    else if (!looksTheSame(earlier, participant)) yield new ParticipantUpdateEvent(participant);
  }
  for (const gone of known.values()) yield new ParticipantLeaveEvent(gone);
}

/** But for sound levels, which change ten times a second. */
function looksTheSame(a: RemoteParticipant, b: RemoteParticipant): boolean {
  return (
    a.name === b.name &&
    a.role === b.role &&
    a.connected === b.connected &&
    a.tracks.length === b.tracks.length &&
    a.tracks.every((track, index) => {
      const other = b.tracks[index];
      return (
        track.id === other?.id &&
        track.muted === other.muted &&
        track.playback === other.playback &&
        track.codec === other.codec &&
        track.width === other.width &&
        track.height === other.height
      );
    })
  );
}

function* chatEvents(before: CallState, after: CallState): Iterable<Event> {
  if (before.chat === after.chat) return;
  const known = new Set(before.chat.map(({ messageId }) => messageId));
  // What was said before one came is history, not news; what was said while the connection was broken is news.
  if (isFirstJoin(before, after)) return;
  for (const message of after.chat) if (!known.has(message.messageId)) yield new ChatMessageEvent(message);
}

function* sourceEvents(source: LocalSourceName, before: CallState, after: CallState): Iterable<Event> {
  const from = before[source];
  const to = after[source];
  if (from === to) return;
  const wasOn = from.status === 'on';
  const isOn = to.status === 'on';
  if (isOn && from.status === 'starting') {
    yield new PermissionEvent({ kind: source, state: 'granted', error: undefined });
  }
  if (wasOn !== isOn) yield new TOGGLE[source](isOn);
  if (to.error !== undefined && to.error !== from.error) {
    if (to.error.code.startsWith('permission-')) {
      yield new PermissionEvent({ kind: source, state: 'denied', error: to.error });
    }
    yield new CallErrorEvent(to.error);
  }
}
