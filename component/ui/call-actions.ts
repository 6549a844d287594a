/** What goes into the drawn call and what comes out of it. Types only. */
import type { Layout } from '../attributes.ts';
import type { VideoView } from '../call/call.ts';
import type { CallState } from '../call/call-state.ts';
import type { CallStats } from '../call/stats.ts';
import type { Language, LanguageChoice } from '../localization/languages.ts';
import type { VideoQuality } from '../media/messages.ts';
import type { Role, RoomState } from '../protocol/control.ts';
import type { Panel } from './bar-actions.ts';
import type { DeviceKind } from './device-select.ts';

/** What a host can do. Failures are told where they are noticed. */
export interface HostActions {
  mute(participantId: string, source: 'microphone' | 'camera' | 'screen'): void;
  askToUnmute(participantId: string, source: 'microphone' | 'camera'): void;
  remove(participantId: string): void;
  setRole(participantId: string, role: Role): void;
  setRoom(change: Partial<RoomState>): void;
  admit(participantId: string, admitted: boolean): void;
}

/** What a host did or asks, with the host's name. */
export type HostWord =
  | { readonly kind: 'muted'; readonly source: 'microphone' | 'camera' | 'screen'; readonly name: string }
  | { readonly kind: 'unmute-asked'; readonly source: 'microphone' | 'camera'; readonly name: string };

/** What the person can do; whoever creates the view does it. */
export interface CallActions extends HostActions {
  openVideo(trackId: number): VideoView;
  getStats(): Promise<CallStats>;
  toggle(kind: 'microphone' | 'camera' | 'screen'): void;
  openPanel(panel: Panel | undefined): void;
  setLayout(layout: Layout): void;
  setDevice(kind: DeviceKind, deviceId: string): void;
  setVolume(participantId: string, volume: number): void;
  setQuality(quality: VideoQuality): void;
  setLanguage(language: Language): void;
  sendChat(text: string): void;
  unblockAudio(): void;
  /** Rejects where the browser does not let the page. */
  copyLink(): Promise<void>;
  leave(): void;
}

export interface CallViewInput {
  readonly state: CallState;
  readonly devices: readonly MediaDeviceInfo[];
  readonly room: string;
  /** That is shown. */
  readonly language: LanguageChoice;
  readonly layout: Layout;
  readonly quality: VideoQuality;
  readonly isMinimal: boolean;
  readonly hasCamera: boolean;
  readonly hasMicrophone: boolean;
  readonly hasScreenshare: boolean;
  readonly hasChat: boolean;
  /** The page's address leads into this room, and nothing else does. */
  readonly hasLink: boolean;
  readonly panel: Panel | undefined;
  readonly unread: number;
}
