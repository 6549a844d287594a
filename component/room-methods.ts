/** What a page can do with the element while there is a call: each asks the Call. Knows nothing of how it is drawn. */
import type { Layout } from './attributes.ts';
import type { Call } from './call/call.ts';
import type { ChatEntry } from './call/call-state.ts';
import type { CallStats } from './call/stats.ts';
import { RoomProperties } from './room-properties.ts';

export abstract class RoomMethods extends RoomProperties {
  /** The headless call beneath. */
  abstract get call(): Call;

  /** Turns the camera on or off; the other way round without an argument. */
  toggleCamera(on?: boolean): Promise<void> {
    return this.call.setCamera(on ?? !isOn(this.call.state.value.camera));
  }

  /** Turns the microphone on or off; the other way round without an argument. */
  toggleMicrophone(on?: boolean): Promise<void> {
    return this.call.setMicrophone(on ?? !isOn(this.call.state.value.microphone));
  }

  /** Shares the screen or stops it; the other way round without an argument. The browser wants a click for it. */
  toggleScreenshare(on?: boolean): Promise<void> {
    return this.call.setScreen(on ?? !isOn(this.call.state.value.screen));
  }

  /** Uses another camera, microphone or speaker from now on. */
  setDevice(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): Promise<void> {
    return this.call.setDevice(kind, deviceId);
  }

  /** `grid`, `speaker` or `strip`. */
  setLayout(name: Layout): void {
    this.layout = name;
  }

  /** Any JSON value, to the pages of everybody else, or of those named. */
  send(data: unknown, options: { readonly to?: readonly string[] } = {}): Promise<void> {
    return this.call.send(data, options);
  }

  /** Figures of every track, sent and received. */
  getStats(): Promise<CallStats> {
    return this.call.getStats();
  }

  /** A JPEG of somebody's picture as it is now; of one's own camera without an argument. */
  takeSnapshot(participantId?: string): Promise<Blob> {
    return this.call.takeSnapshot(participantId);
  }

  /** Writes to the chat. Resolves when the relay has it. */
  sendChat(text: string): Promise<ChatEntry> {
    return this.call.sendChat(text);
  }

  /** A newer token, during a call, too. Rejects with CallError where the relay refuses it. */
  setToken(token: string): Promise<void> {
    return this.call.setToken(token);
  }
}

const isOn = ({ status }: { readonly status: string }) => status === 'on' || status === 'starting';
