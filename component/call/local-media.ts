/**
 * One's own camera, microphone and screen, and what of them is sent. Devices work before a call and outlive lost
 * connections; publications come and go with the media host. Knows nothing of the room.
 */
import { resizeCamera } from '../capture/camera.ts';
import type { Capture } from '../capture/capture.ts';
import { type Devices, devicesOfKind, rememberDevice, rememberedDevice } from '../capture/devices.ts';
import type { FromMedia } from '../media/messages.ts';
import type { TrackSource } from '../protocol/control.ts';
import { CallError } from '../support/errors.ts';
import type { KnownOptions, SourceChoice } from './call-options.ts';
import type { CallAction } from './call-reducer.ts';
import type { LocalSourceName } from './call-state.ts';
import type { CallEnvironment } from './environment.ts';
import { LocalSource } from './local-source.ts';
import type { PublicationState } from './publication.ts';
import type { Publications } from './publications.ts';

export interface LocalMediaOptions {
  readonly environment: CallEnvironment;
  readonly options: () => KnownOptions;
  readonly devices: Devices;
  readonly dispatch: (action: CallAction) => void;
  /** There is something to send: the media host is needed. */
  readonly onCapture: () => void;
}

const CHOICE: Readonly<Record<'camera' | 'microphone', 'video' | 'audio'>> = { camera: 'video', microphone: 'audio' };

export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #sources: Readonly<Record<LocalSourceName, LocalSource>>;
  /** What the person wanted last; else the options decide. */
  readonly #wishes = new Map<LocalSourceName, boolean>();
  readonly #failed = new Set<LocalSourceName>();
  #publications: Publications | undefined;
  #started = false;

  constructor(options: LocalMediaOptions) {
    const { environment, options: current } = options;
    this.#options = options;
    this.#sources = {
      camera: this.#source('camera', (deviceId) => {
        const { quality, codec, framesPerSecond } = current();
        return environment.openCamera({ deviceId, quality, codec, framesPerSecond });
      }),
      microphone: this.#source('microphone', (deviceId) => this.#openMicrophone(deviceId)),
      screen: this.#source('screen', () => environment.openScreen()),
    };
  }

  /** There was a preview or a join since the last stop. */
  get started(): boolean {
    return this.#started;
  }

  /** Something is being sent, or about to be. */
  get active(): boolean {
    return Object.values(this.#sources).some((source) => source.wanted);
  }

  get cameraTrack(): MediaStreamTrack | undefined {
    return this.#sources.camera.wanted ? this.#sources.camera.capture?.track : undefined;
  }

  /** Turns on what is to be on at the start. Failures are in the state, and keep nobody out. */
  async start(): Promise<void> {
    this.#started = true;
    const starting = (['camera', 'microphone'] as const)
      .filter((name) => {
        const choice = this.#options.options()[CHOICE[name]];
        const wanted = this.#wishes.get(name) ?? choice === 'on';
        return choice !== 'none' && wanted && !this.#sources[name].wanted && !this.#failed.has(name);
      })
      .map((name) => this.#set(name, true, undefined));
    await Promise.allSettled(starting);
  }

  /** Rejects with CallError. */
  async set(name: LocalSourceName, on: boolean, deviceId: string | undefined): Promise<void> {
    if (on && name !== 'screen' && this.#options.options()[CHOICE[name]] === 'none') {
      const option = CHOICE[name];
      throw new CallError(
        'bad-argument',
        `This call has ${option}="none". Set ${option} to "off" to turn it on later.`,
      );
    }
    if (deviceId !== undefined && name !== 'screen') rememberDevice(name, deviceId);
    this.#wishes.set(name, on);
    await this.#set(name, on, deviceId);
  }

  /** The option `audio` or `video` changed while there is a call or a preview. */
  choose(name: 'camera' | 'microphone', choice: SourceChoice): void {
    this.#wishes.delete(name);
    // A failure is in the state.
    this.#set(name, choice === 'on', undefined).catch(() => undefined);
  }

  /** Rejects with CallError. */
  async setDevice(kind: 'camera' | 'microphone', deviceId: string): Promise<void> {
    const { list } = this.#options.devices;
    const known = devicesOfKind(list.value, kind);
    if (known.length > 0 && !known.some((device) => device.deviceId === deviceId)) {
      const names = known.map(({ label, deviceId: id }) => label || id).join(', ');
      const code = kind === 'camera' ? 'no-camera' : 'no-microphone';
      throw new CallError(code, `No ${kind} has the id "${deviceId}". Choose one of: ${names}.`);
    }
    rememberDevice(kind, deviceId);
    const source = this.#sources[kind];
    if (source.wanted) await this.#set(kind, true, deviceId);
    else source.prefer(deviceId);
  }

  /** Codec, size or frame rate changed. */
  configure(): void {
    const { quality, codec, framesPerSecond } = this.#options.options();
    const camera = this.#sources.camera.capture?.track;
    if (camera !== undefined) {
      resizeCamera(camera, { quality, codec, framesPerSecond }).catch((error: unknown) => {
        console.warn('stream-room: the camera keeps its size, since it cannot change while it runs.', error);
      });
    }
    this.#publications?.configure('camera');
    this.#publications?.configure('screen');
  }

  /** Sends what there is, and what comes, through these. */
  attach(publications: Publications): void {
    this.#publications = publications;
    for (const name of ['camera', 'microphone', 'screen'] as const) {
      const source = this.#sources[name];
      if (source.capture !== undefined) this.#offer(name, source.capture);
    }
  }

  /** Stops every device. What was on is remembered for the next start. Idempotent. */
  stop(): void {
    for (const name of ['camera', 'microphone'] as const) {
      if (this.#sources[name].wanted) this.#wishes.set(name, true);
    }
    for (const source of Object.values(this.#sources)) source.stop();
    this.#started = false;
    this.#failed.clear();
    this.#publications?.close();
    this.#publications = undefined;
  }

  /** Nothing may be sent any more: devices go off, and nothing stays on the relay. */
  forbid(): void {
    for (const source of ['camera', 'microphone', 'screen'] as const) {
      this.#sources[source].stop();
      this.#publications?.withdraw(source);
    }
    this.#publications?.withdraw('screen-audio');
  }

  devicesChanged(devices: readonly MediaDeviceInfo[]): void {
    for (const source of Object.values(this.#sources)) source.devicesChanged(devices);
  }

  /** What the media worker says of a publication. */
  publicationState(source: TrackSource, state: PublicationState): void {
    if (source !== 'camera' && source !== 'microphone' && source !== 'screen') return;
    const { codec, width, height, framesPerSecond, limitedBy } = state;
    this.#change(source, { codec, width, height, framesPerSecond, limitedBy });
  }

  publicationFailed(source: TrackSource, error: CallError): void {
    if (source !== 'camera' && source !== 'microphone' && source !== 'screen') {
      console.warn('stream-room: the sound of the screen is not sent.', error);
      return;
    }
    this.#sources[source].stop();
    this.#failed.add(source);
    this.#change(source, { status: 'failed', error });
  }

  levels(local: Extract<FromMedia, { type: 'levels' }>['local']): void {
    for (const [key, level] of local) {
      if (key === 'microphone' && this.#sources.microphone.wanted) this.#change('microphone', { level });
    }
  }

  async #set(name: LocalSourceName, on: boolean, deviceId: string | undefined): Promise<void> {
    const { devices } = this.#options;
    const source = this.#sources[name];
    this.#failed.delete(name);
    if (!on) return source.set(false);
    const watching = devices.watch();
    if (deviceId === undefined && name !== 'screen' && source.deviceId === undefined) {
      source.prefer(rememberedDevice(name));
    }
    try {
      await source.set(true, deviceId);
    } catch (error) {
      this.#failed.add(name);
      throw error;
    }
    // Labels and ids are told once a device has been allowed.
    await watching;
    await devices.refresh();
  }

  #source(name: LocalSourceName, open: (deviceId: string | undefined) => Promise<Capture>): LocalSource {
    return new LocalSource({
      name,
      clock: this.#options.environment.clock,
      open,
      keepsDevice: name === 'microphone',
      endsByChoice: name === 'screen',
      onState: (change) => this.#change(name, change),
      onCapture: (capture) => this.#captureChanged(name, capture),
      onSending: (sending) => this.#publications?.mute(name, !sending),
    });
  }

  #openMicrophone(deviceId: string | undefined): Promise<Capture> {
    const { environment } = this.#options;
    // An insecure page has neither; asking for the device says so.
    if (environment.canSendAudio() || !environment.isPageSecure()) return environment.openMicrophone(deviceId);
    const message = 'This browser cannot encode sound, so nobody would hear you. Use a newer one; you can still watch.';
    return Promise.reject(new CallError('browser-too-old', message));
  }

  #captureChanged(name: LocalSourceName, capture: Capture | undefined): void {
    if (capture !== undefined) {
      this.#offer(name, capture);
      this.#options.onCapture();
    } else if (name === 'screen') {
      // A screen that is no longer shared leaves no empty tile behind.
      this.#publications?.withdraw('screen');
      this.#publications?.withdraw('screen-audio');
    } else {
      this.#publications?.suspend(name);
    }
  }

  #offer(name: LocalSourceName, { stream, track }: Capture): void {
    const publications = this.#publications;
    if (publications === undefined) return;
    publications.offer(name, track, !this.#sources[name].wanted);
    const sound = name === 'screen' ? stream.getAudioTracks()[0] : undefined;
    if (sound !== undefined && this.#options.environment.canSendAudio()) {
      publications.offer('screen-audio', sound, false);
    }
  }

  #change(source: LocalSourceName, change: Extract<CallAction, { type: 'source' }>['change']): void {
    this.#options.dispatch({ type: 'source', source, change });
  }
}
