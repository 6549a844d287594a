/**
 * One participant's session in one room: the headless API, and what `<stream-room>` itself uses. Says what can be asked of
 * a call; how it is done is in call-engine.ts and below. Knows nothing of elements.
 */
import { rememberDevice } from '../capture/devices.ts';
import type { StreamRoomEventMap } from '../events.ts';
import type { Role, RoomState } from '../protocol/control.ts';
import { CallError } from '../support/errors.ts';
import type { Observable } from '../support/observable.ts';
import { randomId } from '../support/random-id.ts';
import { CallEngine } from './call-engine.ts';
import type { CallChange, CallOptions } from './call-options.ts';
import type { CallState, ChatEntry, RemoteParticipant } from './call-state.ts';
import { browserEnvironment, type CallEnvironment } from './environment.ts';
import { chatText, jsonData } from './outgoing.ts';
import { mediaReport } from './reports.ts';
import { type RequestBody, RequestRefused } from './requests.ts';
import { noPicture, snapshotOfTrack, snapshotOfView } from './snapshot.ts';
import { type CallStats, callStats } from './stats.ts';
import type { VideoView } from './subscriptions.ts';

export type { CallChange, CallOptions, SourceChoice } from './call-options.ts';
export type { VideoView } from './subscriptions.ts';
export type { TokenProvider } from './token-source.ts';

export interface Call {
  addEventListener<Type extends keyof StreamRoomEventMap>(
    type: Type,
    listener: (event: StreamRoomEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof StreamRoomEventMap>(
    type: Type,
    listener: (event: StreamRoomEventMap[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: types the inherited listener methods, adds none
export class Call extends EventTarget {
  readonly #engine: CallEngine;
  readonly #clock: CallEnvironment['clock'];

  /** Has no side effect: no device, socket or worker before preview() or join(). The environment is for tests. */
  constructor(options: CallOptions, environment: CallEnvironment = browserEnvironment) {
    super();
    this.#clock = environment.clock;
    this.#engine = new CallEngine(options, environment, (event) => this.dispatchEvent(event));
  }

  get state(): Observable<CallState> {
    return this.#engine.state;
  }

  get devices(): Observable<readonly MediaDeviceInfo[]> {
    return this.#engine.devices.list;
  }

  /** Changes options of a living call. Throws CallError: `relay` and `room` cannot change while joined. */
  configure(change: CallChange): void {
    this.#engine.configure(change);
  }

  /** Turns on what `audio` and `video` ask for, before joining. A device that fails says so in `state`. */
  preview(): Promise<void> {
    return this.#engine.preview();
  }

  /** Resolves when in the room; rejects with CallError. Devices that fail keep nobody out. Best called from a click. */
  join(): Promise<void> {
    return this.#engine.join();
  }

  /** Leaves, and stops the devices. Idempotent; the call can be joined again. */
  leave(): Promise<void> {
    return this.#engine.leave();
  }

  /** Releases everything at once; the call cannot be used again. Idempotent. */
  close(): void {
    this.#engine.close();
  }

  /** Before or in the call. Rejects with CallError; `state.camera` has it, too. */
  setCamera(on: boolean, deviceId?: string): Promise<void> {
    return this.#engine.turn('camera', on, deviceId);
  }

  /** Before or in the call. Off keeps the device and sends nothing. */
  setMicrophone(on: boolean, deviceId?: string): Promise<void> {
    return this.#engine.turn('microphone', on, deviceId);
  }

  /** From a click or key press; the browser asks what to share. */
  setScreen(on: boolean): Promise<void> {
    return this.#engine.turn('screen', on, undefined);
  }

  /** Uses another device from now on, and the next time; one that is off stays off. */
  async setDevice(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): Promise<void> {
    if (kind !== 'speaker') return this.#engine.local.setDevice(kind, deviceId);
    await this.#engine.speaker?.setDevice(deviceId);
    rememberDevice('speaker', deviceId);
  }

  /** Shows a remote video track. It is received and decoded while at least one view of it is open. */
  openVideo(trackId: number): VideoView {
    return this.#engine.joined().subscriptions.openVideo(trackId);
  }

  /** Of everything the participant plays; 0 to 1. */
  setVolume(participantId: string, volume: number): void {
    if (!(volume >= 0 && volume <= 1)) throw new CallError('bad-argument', `A volume is 0 to 1, ${volume} was given.`);
    this.#engine.joined().subscriptions.setVolume(participantId, volume);
  }

  /** Shown at once as `sending`, sent again after a reconnect; resolves when the relay has it. */
  async sendChat(text: string): Promise<ChatEntry> {
    const session = this.#engine.joined();
    const { participantId = '', name } = this.state.value;
    return session.sendChat({
      messageId: randomId(16),
      sequence: undefined,
      epoch: undefined,
      participantId,
      name,
      text: chatText(text),
      atMs: Math.round(this.#clock.now()),
      mine: true,
      status: 'sending',
    });
  }

  /** Any JSON value, to everybody else or to those named; not kept for late comers, not sent again. */
  async send(data: unknown, { to }: { readonly to?: readonly string[] } = {}): Promise<void> {
    const { connection } = this.#engine.joined();
    await connection.ask({ type: 'send', data: jsonData(data), ...(to === undefined ? {} : { to: [...to] }) });
  }

  /** A newer token, for the relay and for every connection from now on. Rejects with CallError `bad-token`. */
  setToken(token: string): Promise<void> {
    return this.#engine.setToken(token);
  }

  /** Turns somebody's microphone, camera or screen off; they may turn it on again. For hosts, as is all below. */
  async mute(participantId: string, source: 'microphone' | 'camera' | 'screen'): Promise<void> {
    const { tracks } = this.#participant(participantId);
    const track = tracks.find((each) => each.source === source && !each.muted);
    // What is off already need not be turned off.
    if (track !== undefined) await this.#ask({ type: 'mute', participantId, trackId: track.id });
  }

  /** They are asked; nothing turns on by itself. */
  askToUnmute(participantId: string, source: 'microphone' | 'camera'): Promise<void> {
    return this.#ask({ type: 'ask-to-unmute', participantId, source });
  }

  /** Out of the room, for as long as it lasts. */
  remove(participantId: string): Promise<void> {
    return this.#ask({ type: 'remove', participantId });
  }

  setRole(participantId: string, role: Role): Promise<void> {
    return this.#ask({ type: 'set-role', participantId, role });
  }

  setRoom(change: Partial<RoomState>): Promise<void> {
    return this.#ask({ type: 'set-room', ...change });
  }

  /** Lets somebody in who waits, or sends them away. */
  admit(participantId: string, admitted = true): Promise<void> {
    return this.#ask({ type: 'admit', participantId, admitted });
  }

  async getStats(): Promise<CallStats> {
    const media = await this.#engine.media;
    return callStats(this.state.value, media === undefined ? [] : await mediaReport(media, this.#clock));
  }

  /** A JPEG of somebody's picture as it is now; of one's own camera without an argument. Rejects with CallError. */
  async takeSnapshot(participantId?: string): Promise<Blob> {
    const { participantId: ownId } = this.state.value;
    if (participantId === undefined || participantId === ownId) {
      const track = this.#engine.local.cameraTrack;
      if (track === undefined) throw noPicture();
      return snapshotOfTrack(track);
    }
    const track = this.#participant(participantId).tracks.find(({ kind, muted }) => kind === 'video' && !muted);
    if (track === undefined) throw noPicture();
    return snapshotOfView(this.openVideo(track.id), track.id, this.state);
  }

  /** Lets sound be heard after `audio-blocked`; to be called from a click or key press. */
  async unblockAudio(): Promise<void> {
    await this.#engine.speaker?.unblock();
  }

  /** Rejects with CallError: `forbidden` where one may not. */
  async #ask(body: RequestBody): Promise<void> {
    try {
      await this.#engine.joined().connection.ask(body);
    } catch (error) {
      const isForbidden = error instanceof RequestRefused && error.relayCode === 'forbidden';
      throw isForbidden ? new CallError('forbidden', error.message, { cause: error }) : error;
    }
  }

  #participant(participantId: string): RemoteParticipant {
    const participant = this.state.value.participants.find(({ id }) => id === participantId);
    if (participant !== undefined) return participant;
    throw new CallError('bad-argument', `Nobody with the id "${participantId}" is in the room.`);
  }
}
