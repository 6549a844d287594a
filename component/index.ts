/** The names without side effects, for those who draw their own interface. Registers no element; see define.ts. */
export {
  Call,
  type CallChange,
  type CallOptions,
  type SourceChoice,
  type TokenProvider,
  type VideoView,
} from './call/call.ts';
export type {
  CallState,
  ChatEntry,
  ConnectionQuality,
  ConnectionState,
  EndReason,
  LocalSourceState,
  RemoteParticipant,
  RemoteTrack,
} from './call/call-state.ts';
export type { CallStats, TrackStats } from './call/stats.ts';
export * from './events.ts';
export {
  chooseLanguage,
  LANGUAGES,
  type Language,
  type LanguageChoice,
  languageName,
} from './localization/languages.ts';
export type { VideoCodec, VideoCodecChoice, VideoQuality } from './media/messages.ts';
export type { Grant, Role, RoomState, WaitingParticipant } from './protocol/control.ts';
export { CallError, type CallErrorCode } from './support/errors.ts';
export type { Observable } from './support/observable.ts';
