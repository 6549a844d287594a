/** What goes into the drawn call and what comes out of it. Types only. */
import type { Layout } from '../attributes.ts';
import type { VideoView } from '../call/call.ts';
import type { CallState } from '../call/call-state.ts';
import type { CallStats } from '../call/stats.ts';
import type { VideoQuality } from '../media/messages.ts';
import type { Panel } from './bar-actions.ts';
import type { DeviceKind } from './device-select.ts';

/** What the person can do; whoever creates the view does it. */
export interface CallActions {
  openVideo(trackId: number): VideoView;
  getStats(): Promise<CallStats>;
  toggle(kind: 'microphone' | 'camera' | 'screen'): void;
  openPanel(panel: Panel | undefined): void;
  setLayout(layout: Layout): void;
  setDevice(kind: DeviceKind, deviceId: string): void;
  setVolume(participantId: string, volume: number): void;
  setQuality(quality: VideoQuality): void;
  sendChat(text: string): void;
  unblockAudio(): void;
  leave(): void;
}

export interface CallViewInput {
  readonly state: CallState;
  readonly devices: readonly MediaDeviceInfo[];
  readonly room: string;
  readonly lang: string;
  readonly layout: Layout;
  readonly quality: VideoQuality;
  readonly isMinimal: boolean;
  readonly hasCamera: boolean;
  readonly hasMicrophone: boolean;
  readonly hasScreenshare: boolean;
  readonly hasChat: boolean;
  readonly panel: Panel | undefined;
  readonly unread: number;
}
