/** One class per event of `<stream-room>`; the Call tells its own with the same classes. Knows nothing of either. */
import type { ChatEntry, ConnectionQuality, ConnectionState, EndReason, RemoteParticipant } from './call/call-state.ts';
import type { Grant, Role, RoomState, WaitingParticipant } from './protocol/control.ts';
import type { CallError } from './support/errors.ts';

/** Bubbles and crosses shadow roots, so that one listener on the page hears every room. */
abstract class StreamRoomEvent<Type extends string, Detail> extends CustomEvent<Detail> {
  declare readonly type: Type;

  constructor(type: Type, detail: Detail, init: { cancelable?: boolean } = {}) {
    super(type, { detail, bubbles: true, composed: true, ...init });
  }

  /** The same event of the same class, to be dispatched elsewhere: an event object goes out only once. */
  copy(): this {
    const { type, detail, bubbles, composed, cancelable } = this;
    return Reflect.construct(CustomEvent, [type, { detail, bubbles, composed, cancelable }], this.constructor);
  }
}

/** The element has rendered its lobby, or joins by itself. */
export class ReadyEvent extends StreamRoomEvent<'ready', Record<string, never>> {
  constructor() {
    super('ready', {});
  }
}

export class JoinEvent extends StreamRoomEvent<'join', { readonly room: string; readonly participantId: string }> {
  constructor(detail: { readonly room: string; readonly participantId: string }) {
    super('join', detail);
  }
}

export class LeaveEvent extends StreamRoomEvent<'leave', { readonly room: string; readonly reason: EndReason }> {
  constructor(detail: { readonly room: string; readonly reason: EndReason }) {
    super('leave', detail);
  }
}

interface ParticipantDetail {
  readonly participant: RemoteParticipant;
}

export class ParticipantJoinEvent extends StreamRoomEvent<'participant-join', ParticipantDetail> {
  constructor(participant: RemoteParticipant) {
    super('participant-join', { participant });
  }
}

export class ParticipantLeaveEvent extends StreamRoomEvent<'participant-leave', ParticipantDetail> {
  constructor(participant: RemoteParticipant) {
    super('participant-leave', { participant });
  }
}

/** Name, tracks, mute or connection of a participant changed; not sound levels. */
export class ParticipantUpdateEvent extends StreamRoomEvent<'participant-update', ParticipantDetail> {
  constructor(participant: RemoteParticipant) {
    super('participant-update', { participant });
  }
}

export class ChatMessageEvent extends StreamRoomEvent<'chat-message', { readonly message: ChatEntry }> {
  constructor(message: ChatEntry) {
    super('chat-message', { message });
  }
}

/** Data that another participant's page sent with `send()`. */
export class DataEvent extends StreamRoomEvent<'data', { readonly from: string; readonly data: unknown }> {
  constructor(detail: { readonly from: string; readonly data: unknown }) {
    super('data', detail);
  }
}

interface MutedDetail {
  readonly source: 'camera' | 'microphone' | 'screen';
  /** Participant id of the host. */
  readonly by: string;
}

/** A host turned one's own camera, microphone or screen off. It can be turned on again. */
export class MutedEvent extends StreamRoomEvent<'muted', MutedDetail> {
  constructor(detail: MutedDetail) {
    super('muted', detail);
  }
}

interface UnmuteAskedDetail {
  readonly source: 'camera' | 'microphone';
  /** Participant id of the host. */
  readonly by: string;
}

/** A host asks one to turn something on; nothing turns on by itself. */
export class UnmuteAskedEvent extends StreamRoomEvent<'unmute-asked', UnmuteAskedDetail> {
  constructor(detail: UnmuteAskedDetail) {
    super('unmute-asked', detail);
  }
}

/** One's own role changed, or what one may do. */
export class RoleChangeEvent extends StreamRoomEvent<
  'role-change',
  { readonly role: Role; readonly grants: readonly Grant[] }
> {
  constructor(detail: { readonly role: Role; readonly grants: readonly Grant[] }) {
    super('role-change', detail);
  }
}

/** Somebody waits to be let in; told to hosts only. */
export class ParticipantWaitingEvent extends StreamRoomEvent<
  'participant-waiting',
  { readonly participant: WaitingParticipant }
> {
  constructor(participant: WaitingParticipant) {
    super('participant-waiting', { participant });
  }
}

/** The room was locked or opened, or its waiting room. */
export class RoomChangeEvent extends StreamRoomEvent<'room-change', RoomState> {
  constructor(room: RoomState) {
    super('room-change', room);
  }
}

/** The token expires in so many milliseconds; give another one with `setToken()`, or have a `tokenProvider`. */
export class TokenExpiringEvent extends StreamRoomEvent<'token-expiring', { readonly inMs: number }> {
  constructor(inMs: number) {
    super('token-expiring', { inMs });
  }
}

/** A token, null for none (as a guest), or a promise of one of them. */
export type TokenAnswer = string | null | Promise<string | null>;

interface TokenRequestDetail {
  /** As the relay knows it. */
  readonly room: string;
  /** Base address of the relay; several, separated by spaces. */
  readonly relay: string;
  /** To be called at once, and once; the answer itself may take its time. Nobody else is asked then. */
  readonly respondWith: (answer: TokenAnswer) => void;
}

/** A token is needed: at the join, before the old one expires, and when the relay refuses it. */
export class StreamRoomTokenEvent extends StreamRoomEvent<'stream-room-token', TokenRequestDetail> {
  constructor(detail: TokenRequestDetail) {
    super('stream-room-token', detail);
  }
}

interface ConnectionDetail {
  readonly state: ConnectionState;
  readonly transport: 'websocket';
  readonly roundTripMs: number | undefined;
}

export class ConnectionChangeEvent extends StreamRoomEvent<'connection-change', ConnectionDetail> {
  constructor(detail: ConnectionDetail) {
    super('connection-change', detail);
  }
}

export class QualityChangeEvent extends StreamRoomEvent<'quality-change', { readonly quality: ConnectionQuality }> {
  constructor(quality: ConnectionQuality) {
    super('quality-change', { quality });
  }
}

interface ToggleDetail {
  readonly enabled: boolean;
}

export class MicrophoneToggleEvent extends StreamRoomEvent<'microphone-toggle', ToggleDetail> {
  constructor(enabled: boolean) {
    super('microphone-toggle', { enabled });
  }
}

export class CameraToggleEvent extends StreamRoomEvent<'camera-toggle', ToggleDetail> {
  constructor(enabled: boolean) {
    super('camera-toggle', { enabled });
  }
}

export class ScreenshareToggleEvent extends StreamRoomEvent<'screenshare-toggle', ToggleDetail> {
  constructor(enabled: boolean) {
    super('screenshare-toggle', { enabled });
  }
}

export class AudioBlockedEvent extends StreamRoomEvent<'audio-blocked', { readonly blocked: boolean }> {
  constructor(blocked: boolean) {
    super('audio-blocked', { blocked });
  }
}

/** A device came, went, or another one is in use. */
export class DeviceChangeEvent extends StreamRoomEvent<
  'device-change',
  { readonly devices: readonly MediaDeviceInfo[] }
> {
  constructor(devices: readonly MediaDeviceInfo[]) {
    super('device-change', { devices });
  }
}

interface PermissionDetail {
  readonly kind: 'camera' | 'microphone' | 'screen';
  readonly state: 'granted' | 'denied';
  /** Why, where it was denied. */
  readonly error: CallError | undefined;
}

export class PermissionEvent extends StreamRoomEvent<'permission', PermissionDetail> {
  constructor(detail: PermissionDetail) {
    super('permission', detail);
  }
}

/** Something failed that the person or the page can do something about. */
export class CallErrorEvent extends StreamRoomEvent<'error', { readonly error: CallError }> {
  constructor(error: CallError) {
    super('error', { error });
  }
}

/** Every event by its name, for typed `addEventListener`. */
export interface StreamRoomEventMap {
  ready: ReadyEvent;
  join: JoinEvent;
  leave: LeaveEvent;
  'participant-join': ParticipantJoinEvent;
  'participant-leave': ParticipantLeaveEvent;
  'participant-update': ParticipantUpdateEvent;
  'chat-message': ChatMessageEvent;
  data: DataEvent;
  'connection-change': ConnectionChangeEvent;
  'quality-change': QualityChangeEvent;
  'microphone-toggle': MicrophoneToggleEvent;
  'camera-toggle': CameraToggleEvent;
  'screenshare-toggle': ScreenshareToggleEvent;
  'audio-blocked': AudioBlockedEvent;
  'device-change': DeviceChangeEvent;
  permission: PermissionEvent;
  muted: MutedEvent;
  'unmute-asked': UnmuteAskedEvent;
  'role-change': RoleChangeEvent;
  'participant-waiting': ParticipantWaitingEvent;
  'room-change': RoomChangeEvent;
  'token-expiring': TokenExpiringEvent;
  'stream-room-token': StreamRoomTokenEvent;
  error: CallErrorEvent;
}
