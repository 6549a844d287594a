/** A call with everything around it in memory: relay, media host, devices, loudspeaker and time. */
import { Call, type CallOptions } from '../../../component/call/call.ts';
import type { CallEnvironment } from '../../../component/call/environment.ts';
import type { SpeakerPort } from '../../../component/call/speaker.ts';
import type { StreamRoomEventMap } from '../../../component/events.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { type FakeCapture, fakeCapture } from './fake-capture.ts';
import { FakeMediaHost } from './fake-media-host.ts';
import { FakeRelay } from './fake-relay.ts';

const EVENT_TYPES = [
  'join',
  'leave',
  'participant-join',
  'participant-leave',
  'participant-update',
  'chat-message',
  'data',
  'connection-change',
  'quality-change',
  'microphone-toggle',
  'camera-toggle',
  'screenshare-toggle',
  'audio-blocked',
  'permission',
  'muted',
  'unmute-asked',
  'role-change',
  'participant-waiting',
  'room-change',
  'token-expiring',
  'error',
] as const satisfies readonly (keyof StreamRoomEventMap)[];

export class FakeSpeaker implements SpeakerPort {
  readonly tracks = new Map<number, number>();
  closed = false;
  readonly onBlocked: (blocked: boolean) => void;

  constructor(onBlocked: (blocked: boolean) => void) {
    this.onBlocked = onBlocked;
  }

  addTrack(trackId: number, volume: number): MessagePort {
    this.tracks.set(trackId, volume);
    return {} as MessagePort;
  }
  removeTrack(trackId: number): void {
    this.tracks.delete(trackId);
  }
  setVolume(trackId: number, volume: number): void {
    this.tracks.set(trackId, volume);
  }
  setDevice(): Promise<void> {
    return Promise.resolve();
  }
  unblock(): Promise<void> {
    this.onBlocked(false);
    return Promise.resolve();
  }
  close(): void {
    this.closed = true;
  }
}

/** `navigator.mediaDevices`, as far as it lists devices. */
export class FakeDevices extends EventTarget {
  list: MediaDeviceInfo[] = [device('videoinput', 'camera-1'), device('audioinput', 'microphone-1')];

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return Promise.resolve(this.list);
  }

  change(list: MediaDeviceInfo[]): void {
    this.list = list;
    this.dispatchEvent(new Event('devicechange'));
  }
}

export const device = (kind: MediaDeviceKind, deviceId: string): MediaDeviceInfo => {
  const info = { kind, deviceId, groupId: '', label: `label of ${deviceId}` };
  return { ...info, toJSON: () => info };
};

export function callBench(options: Partial<CallOptions> = {}, changes: Partial<CallEnvironment> = {}) {
  const relay = new FakeRelay();
  const clock = new TestClock();
  const hosts: FakeMediaHost[] = [];
  const speakers: FakeSpeaker[] = [];
  const captures: FakeCapture[] = [];
  const frameSources: { track: MediaStreamTrack; closed: boolean }[] = [];
  const wakers = new Set<() => void>();
  const bench = { hidden: false };
  const devices = new FakeDevices();
  const keep = (capture: FakeCapture) => {
    captures.push(capture);
    return Promise.resolve(capture);
  };
  const environment: CallEnvironment = {
    clock,
    wakes: (onWake, signal) => {
      wakers.add(onWake);
      signal.addEventListener('abort', () => wakers.delete(onWake));
    },
    pageProtocol: () => 'https:',
    isPageSecure: () => true,
    isPageHidden: () => bench.hidden,
    mediaDevices: () => devices as unknown as MediaDevices,
    canPlayAudio: () => true,
    canSendAudio: () => true,
    undecodableCodecs: () => Promise.resolve([]),
    openMediaHost: () => {
      const host = new FakeMediaHost(relay);
      hosts.push(host);
      return Promise.resolve(host);
    },
    openSpeaker: ({ onBlocked }) => {
      const speaker = new FakeSpeaker(onBlocked);
      speakers.push(speaker);
      return speaker;
    },
    openCamera: ({ deviceId }) => keep(fakeCapture('video', deviceId ?? 'camera-1')),
    openMicrophone: (deviceId) => keep(fakeCapture('audio', deviceId ?? 'microphone-1')),
    openScreen: () => keep(fakeCapture('video', 'screen', true)),
    openFrameSource: (track) => {
      const opened = { track, closed: false };
      frameSources.push(opened);
      return Promise.resolve({
        source: { kind: 'port', port: {} as MessagePort },
        transfer: [],
        close: () => {
          opened.closed = true;
        },
      });
    },
    createCanvas: () => ({ transferControlToOffscreen: () => ({}) }) as unknown as HTMLCanvasElement,
    ...changes,
  };
  const call = new Call(
    { relay: 'https://relay.example.com', room: 'team', name: 'Ada', audio: 'off', video: 'off', ...options },
    environment,
  );
  const events: { type: string; detail: unknown }[] = [];
  for (const type of EVENT_TYPES) {
    call.addEventListener(type, (event: Event) => events.push({ type, detail: (event as CustomEvent).detail }));
  }
  return {
    call,
    relay,
    clock,
    hosts,
    speakers,
    captures,
    frameSources,
    events,
    bench,
    devices,
    /** The media host in use. */
    host: (): FakeMediaHost => {
      const host = hosts.at(-1);
      if (host === undefined) throw new Error('no media host was opened');
      return host;
    },
    wake: () => {
      for (const waker of [...wakers]) waker();
    },
    eventTypes: () => events.map(({ type }) => type),
    /** The first try to connect has begun: part of the script has been loaded for it. */
    untilConnecting: async () => {
      while (hosts.at(-1)?.posts('connect').length !== 1) await settle();
    },
  };
}
