/**
 * A Call without devices, sockets or media: the same surface and events, moved by the test. `useFakeCalls()` puts it in
 * the element's hands.
 */
import type { Call, CallChange, CallOptions, VideoView } from '../../../component/call/call.ts';
import {
  type CallState,
  type ChatEntry,
  type EndReason,
  initialState,
  type LocalSourceState,
  type RemoteParticipant,
  type RemoteTrack,
} from '../../../component/call/call-state.ts';
import type { CallStats } from '../../../component/call/stats.ts';
import * as events from '../../../component/events.ts';
import type { Role, RoomState } from '../../../component/protocol/control.ts';
import { StreamRoom } from '../../../component/stream-room.ts';
import { CallError } from '../../../component/support/errors.ts';
import { Source } from '../../../component/support/observable.ts';
import { paintedStream, paintFace, paintScreen } from './painted-face.ts';

type Device = 'camera' | 'microphone' | 'speaker';
const KINDS = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' } as const;

export const fakeDevice = (kind: Device, deviceId: string, label: string): MediaDeviceInfo => {
  const device = { kind: KINDS[kind], deviceId, label, groupId: '' };
  return { ...device, toJSON: () => device };
};

const DEVICES = [
  fakeDevice('camera', 'cam-1', 'FaceTime HD Camera (05ac:8514)'),
  fakeDevice('camera', 'cam-2', 'Logitech Brio'),
  fakeDevice('microphone', 'mic-1', 'MacBook Pro Microphone'),
  fakeDevice('microphone', 'mic-2', 'Jabra Evolve 65'),
  fakeDevice('speaker', 'out-1', 'MacBook Pro Speakers'),
];

export function remoteTrack(id: number, changes: Partial<RemoteTrack> = {}): RemoteTrack {
  return {
    id,
    kind: 'video',
    source: 'camera',
    muted: false,
    codec: 'h264',
    width: 640,
    height: 400,
    framesPerSecond: 30,
    playback: 'unsubscribed',
    ...changes,
  };
}

let lastTrack = 0;
const nextTrack = () => (lastTrack += 1);

/** Somebody with camera and microphone on. */
export function participant(name: string, changes: Partial<RemoteParticipant> = {}): RemoteParticipant {
  return {
    id: `participant-${name.toLowerCase().replaceAll(/\W+/g, '-')}`.padEnd(22, 'x'),
    name,
    role: 'member',
    joinedAtMs: 0,
    connected: true,
    clockOffsetMicros: 0,
    tracks: [
      remoteTrack(nextTrack()),
      remoteTrack(nextTrack(), { kind: 'audio', source: 'microphone', codec: 'opus', width: 0, height: 0 }),
    ],
    level: 0,
    speaking: false,
    ...changes,
  };
}

export function chatEntry(name: string, text: string, changes: Partial<ChatEntry> = {}): ChatEntry {
  return {
    messageId: crypto.randomUUID(),
    sequence: 1,
    epoch: 'epoch-1---------------',
    participantId: participant(name).id,
    name,
    text,
    atMs: Date.UTC(2026, 0, 5, 9, 30),
    mine: false,
    status: 'sent',
    ...changes,
  };
}

export class FakeCall extends EventTarget {
  readonly state: Source<CallState>;
  readonly devices = new Source<readonly MediaDeviceInfo[]>(DEVICES);
  /** Every call of a method, by name and arguments. */
  readonly log: (readonly [method: string, ...args: unknown[]])[] = [];
  readonly openViews = new Set<number>();
  /** What the next join() rejects with. */
  joinError: CallError | undefined;
  /** What the next camera or microphone does instead of turning on. */
  readonly deviceErrors: { camera?: CallError; microphone?: CallError; screen?: CallError } = {};
  /** Held back until the test calls it. */
  joinGate: Promise<void> = Promise.resolve();
  /** Meanwhile it is in the waiting room. */
  waitsFirst = false;
  isClosed = false;
  /** What everything that hosts ask for rejects with. */
  askError: CallError | undefined;
  options: CallOptions;
  stats: CallStats = { transport: 'websocket', roundTripMs: 12, tracks: [] };

  constructor(options: CallOptions) {
    super();
    this.options = options;
    this.state = new Source(initialState(options.name));
  }

  change(changes: Partial<CallState>): void {
    this.state.value = { ...this.state.value, ...changes };
  }

  set(kind: 'camera' | 'microphone' | 'screen', changes: Partial<LocalSourceState>): void {
    this.change({ [kind]: { ...this.state.value[kind], ...changes } });
  }

  configure(change: CallChange): void {
    this.log.push(['configure', change]);
    this.options = { ...this.options, ...change };
    if (change.name !== undefined) this.change({ name: change.name });
    if (change.video !== undefined && this.state.value.connection === 'connected')
      void this.setCamera(change.video === 'on');
    if (change.audio !== undefined && this.state.value.connection === 'connected')
      void this.setMicrophone(change.audio === 'on');
  }

  async preview(): Promise<void> {
    this.log.push(['preview']);
    if (this.options.video !== 'off' && this.options.video !== 'none')
      await this.setCamera(true).catch(() => undefined);
    if (this.options.audio !== 'off' && this.options.audio !== 'none')
      await this.setMicrophone(true).catch(() => undefined);
  }

  async join(): Promise<void> {
    this.log.push(['join']);
    this.change({ connection: 'connecting', endReason: undefined, error: undefined });
    if (this.waitsFirst) this.change({ connection: 'waiting', participantId: 'participant-me00000000' });
    await this.joinGate;
    if (this.isClosed) throw new CallError('not-joined', 'The call was closed.');
    if (this.joinError) {
      this.change({ connection: 'ended', endReason: 'refused', error: this.joinError });
      throw this.joinError;
    }
    if (this.state.value.camera.status === 'off') await this.preview();
    this.change({ connection: 'connected', participantId: 'participant-me00000000' });
    this.dispatchEvent(new events.JoinEvent({ room: this.options.room, participantId: 'participant-me00000000' }));
  }

  async leave(): Promise<void> {
    this.log.push(['leave']);
    this.end('left');
  }

  close(): void {
    this.log.push(['close']);
    this.isClosed = true;
    this.#stopDevices();
  }

  /** Out of the call, as the relay or the person has it. */
  end(reason: EndReason, error?: CallError): void {
    const wasIn = ['connected', 'reconnecting'].includes(this.state.value.connection);
    this.#stopDevices();
    this.change({ connection: 'ended', endReason: reason, error });
    if (wasIn) this.dispatchEvent(new events.LeaveEvent({ room: this.options.room, reason }));
  }

  setCamera(on: boolean, deviceId?: string): Promise<void> {
    return this.#turn('camera', on, deviceId);
  }

  setMicrophone(on: boolean, deviceId?: string): Promise<void> {
    return this.#turn('microphone', on, deviceId);
  }

  setScreen(on: boolean): Promise<void> {
    return this.#turn('screen', on);
  }

  async setDevice(kind: Device, deviceId: string): Promise<void> {
    this.log.push(['setDevice', kind, deviceId]);
    if (kind !== 'speaker') this.set(kind, { deviceId });
  }

  openVideo(trackId: number): VideoView {
    this.log.push(['openVideo', trackId]);
    this.openViews.add(trackId);
    const canvas = document.createElement('canvas');
    const owner = this.state.value.participants.findIndex(({ tracks }) => tracks.some(({ id }) => id === trackId));
    const track = this.state.value.participants[owner]?.tracks.find(({ id }) => id === trackId);
    canvas.width = track?.width ?? 640;
    canvas.height = track?.height ?? 400;
    if (track?.source === 'screen') paintScreen(canvas);
    else paintFace(canvas, owner + 1);
    queueMicrotask(() => this.setPlayback(trackId, 'playing'));
    return { canvas, close: () => this.openViews.delete(trackId) };
  }

  setPlayback(trackId: number, playback: RemoteTrack['playback']): void {
    this.change({
      participants: this.state.value.participants.map((each) => ({
        ...each,
        tracks: each.tracks.map((track) => (track.id === trackId ? { ...track, playback } : track)),
      })),
    });
  }

  setVolume(participantId: string, volume: number): void {
    this.log.push(['setVolume', participantId, volume]);
  }

  async sendChat(text: string): Promise<ChatEntry> {
    this.log.push(['sendChat', text]);
    const entry = chatEntry(this.state.value.name, text, { mine: true, participantId: 'participant-me00000000' });
    this.receive(entry);
    return entry;
  }

  receive(entry: ChatEntry): void {
    this.change({ chat: [...this.state.value.chat, entry] });
    this.dispatchEvent(new events.ChatMessageEvent(entry));
  }

  async send(data: unknown, options?: { readonly to?: readonly string[] }): Promise<void> {
    this.log.push(['send', data, options]);
  }

  async getStats(): Promise<CallStats> {
    return this.stats;
  }

  async takeSnapshot(participantId?: string): Promise<Blob> {
    this.log.push(['takeSnapshot', participantId]);
    return new Blob(['jpeg'], { type: 'image/jpeg' });
  }

  async setToken(token: string): Promise<void> {
    this.log.push(['setToken', token]);
  }

  mute(participantId: string, source: string): Promise<void> {
    return this.#asked('mute', participantId, source);
  }

  askToUnmute(participantId: string, source: string): Promise<void> {
    return this.#asked('askToUnmute', participantId, source);
  }

  remove(participantId: string): Promise<void> {
    return this.#asked('remove', participantId);
  }

  setRole(participantId: string, role: Role): Promise<void> {
    return this.#asked('setRole', participantId, role);
  }

  setRoom(change: Partial<RoomState>): Promise<void> {
    this.change({ roomState: { ...this.state.value.roomState, ...change } });
    return this.#asked('setRoom', change);
  }

  admit(participantId: string, admitted: boolean): Promise<void> {
    this.change({ waiting: this.state.value.waiting.filter(({ id }) => id !== participantId) });
    return this.#asked('admit', participantId, admitted);
  }

  async #asked(method: string, ...args: unknown[]): Promise<void> {
    this.log.push([method, ...args]);
    if (this.askError) throw this.askError;
  }

  async unblockAudio(): Promise<void> {
    this.log.push(['unblockAudio']);
    this.change({ audioBlocked: false });
  }

  async #turn(kind: 'camera' | 'microphone' | 'screen', on: boolean, deviceId?: string): Promise<void> {
    this.log.push([`set-${kind}`, on, deviceId]);
    const error = on ? this.deviceErrors[kind] : undefined;
    const old = this.state.value[kind];
    if (!on || error) for (const track of old.stream?.getTracks() ?? []) track.stop();
    this.set(kind, {
      status: error ? 'failed' : on ? 'on' : 'off',
      error,
      stream: on && !error && kind === 'camera' ? (old.stream ?? paintedStream(0)) : undefined,
      deviceId: deviceId ?? (kind === 'camera' ? 'cam-1' : 'mic-1'),
      label: kind === 'camera' ? 'FaceTime HD Camera' : 'MacBook Pro Microphone',
    });
    if (error) throw error;
    const Toggle = {
      camera: events.CameraToggleEvent,
      microphone: events.MicrophoneToggleEvent,
      screen: events.ScreenshareToggleEvent,
    }[kind];
    this.dispatchEvent(new Toggle(on));
  }

  #stopDevices(): void {
    for (const kind of ['camera', 'microphone', 'screen'] as const) {
      for (const track of this.state.value[kind].stream?.getTracks() ?? []) track.stop();
      this.set(kind, { status: 'off', stream: undefined });
    }
  }
}

/** What a host's relay tells, on top of everything else. */
export const AS_HOST: Partial<CallState> = {
  role: 'host',
  grants: ['publish', 'subscribe', 'chat', 'send', 'moderate'],
};

/** Every Call that elements make from now on is a fake one; the newest last. `prepare` sees each before it is used. */
export function useFakeCalls(prepare: (call: FakeCall) => void = () => {}): FakeCall[] {
  const calls: FakeCall[] = [];
  StreamRoom.createCall = (options) => {
    const call = new FakeCall(options);
    prepare(call);
    calls.push(call);
    return call as unknown as Call;
  };
  return calls;
}
