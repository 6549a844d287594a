/**
 * One participant's session in one room: the headless API, and what `<stream-room>` itself uses. Composes connection,
 * devices, publications and subscriptions. Knows nothing of elements, nor of what happens to a single frame.
 */
import type { StreamRoomEventMap } from '../events.ts';
import type { VideoCodecChoice, VideoQuality } from '../media/messages.ts';
import { CallError } from '../support/errors.ts';
import { type Observable, Source } from '../support/observable.ts';
import { type CallState, type ChatEntry, initialState } from './call-state.ts';
import type { CallStats } from './stats.ts';

/** How a local source takes part: `on` or `off` at join (it can be turned on later); `none` never asks for the device. */
export type SourceChoice = 'on' | 'off' | 'none';

export interface CallOptions {
  /** http(s) or ws(s) base address of the relay. */
  readonly relay: string;
  readonly room: string;
  readonly name: string;
  /** At join; default `on`. */
  readonly audio?: SourceChoice;
  readonly video?: SourceChoice;
  readonly codec?: VideoCodecChoice;
  readonly quality?: VideoQuality;
  /** Upper limit for the camera; default 30. */
  readonly framesPerSecond?: number;
  /** Base address of the worker and worklet files; default: beside this script. */
  readonly assets?: string;
}

/** What `configure` may change; `relay` and `room` only before joining. */
export type CallChange = Partial<
  Pick<CallOptions, 'name' | 'codec' | 'quality' | 'framesPerSecond' | 'relay' | 'room' | 'audio' | 'video'>
>;

/** A received picture. The caller places the canvas, whose size follows the frames, and closes the view. */
export interface VideoView {
  readonly canvas: HTMLCanvasElement;
  /** Idempotent. */
  close(): void;
}

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
  readonly #state: Source<CallState>;
  readonly #devices = new Source<readonly MediaDeviceInfo[]>([]);

  /** Has no side effect: no device, socket or worker before preview() or join(). */
  constructor(options: CallOptions) {
    super();
    this.#state = new Source(initialState(options.name));
  }

  get state(): Observable<CallState> {
    return this.#state;
  }

  get devices(): Observable<readonly MediaDeviceInfo[]> {
    return this.#devices;
  }

  /** Changes options of a living call. Throws CallError `bad-argument` for `relay` and `room` while joined. */
  configure(_change: CallChange): void {
    throw unready();
  }

  /** Turns on what `audio` and `video` ask for, before joining. A device that fails says so in `state`. */
  preview(): Promise<void> {
    return Promise.reject(unready());
  }

  /** Resolves when in the room; rejects with CallError. Devices that fail do not keep anybody out. */
  join(): Promise<void> {
    return Promise.reject(unready());
  }

  /** Leaves, and stops the devices. Idempotent. */
  leave(): Promise<void> {
    return Promise.reject(unready());
  }

  /** Releases everything at once; the call cannot be used again. Idempotent. */
  close(): void {}

  /** Rejects with CallError; `state.camera` has it too. */
  setCamera(_on: boolean, _deviceId?: string): Promise<void> {
    return Promise.reject(unready());
  }

  setMicrophone(_on: boolean, _deviceId?: string): Promise<void> {
    return Promise.reject(unready());
  }

  setScreen(_on: boolean): Promise<void> {
    return Promise.reject(unready());
  }

  /** Uses another device from now on; one that is off is only remembered. */
  setDevice(_kind: 'camera' | 'microphone' | 'speaker', _deviceId: string): Promise<void> {
    return Promise.reject(unready());
  }

  /** Shows a remote video track. Decodes while at least one view of it is open. */
  openVideo(_trackId: number): VideoView {
    throw unready();
  }

  /** Of everything the participant plays; 0 to 1. */
  setVolume(_participantId: string, _volume: number): void {}

  /** Shown at once as `sending`, sent again after a reconnect; resolves when the relay has it. */
  sendChat(_text: string): Promise<ChatEntry> {
    return Promise.reject(unready());
  }

  /** Any JSON value, to everybody else or to those named; not kept, not sent again. */
  send(_data: unknown, _options?: { readonly to?: readonly string[] }): Promise<void> {
    return Promise.reject(unready());
  }

  getStats(): Promise<CallStats> {
    return Promise.reject(unready());
  }

  /** A JPEG of somebody's picture as it is now; of one's own camera without an argument. */
  takeSnapshot(_participantId?: string): Promise<Blob> {
    return Promise.reject(unready());
  }

  /** Lets sound be heard after `audio-blocked`; to be called from a click or key press. */
  unblockAudio(): Promise<void> {
    return Promise.reject(unready());
  }
}

const unready = () => new CallError('not-joined', 'The call has not been joined. Call join() first.');
