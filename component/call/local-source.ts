/**
 * One camera, microphone or screen of one's own: off, starting, on or failed; lost and found again. Stops every device
 * it opened. Knows nothing of publishing, nor how a device is opened.
 */
import { type Capture, stopCapture } from '../capture/capture.ts';
import type { Clock } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';
import type { LocalSourceName, LocalSourceState } from './call-state.ts';

export interface LocalSourceOptions {
  readonly name: LocalSourceName;
  readonly clock: Clock;
  readonly open: (deviceId: string | undefined) => Promise<Capture>;
  /** Off keeps the device and only stops sending: a microphone has to be back within the first syllable. */
  readonly keepsDevice: boolean;
  /** The end of the device was the person's own wish: the browser's "stop sharing" button. */
  readonly endsByChoice: boolean;
  readonly onState: (change: Partial<LocalSourceState>) => void;
  /** Another capture, or none. The source goes on owning it. */
  readonly onCapture: (capture: Capture | undefined) => void;
  /** Whether what the capture yields is to be sent. */
  readonly onSending: (sending: boolean) => void;
}

/** ms: devices are muted for a moment while they start; longer is the system's or another program's doing. */
const MUTE_GRACE_MS = 1_500;

export class LocalSource {
  readonly #options: LocalSourceOptions;
  #capture: Capture | undefined;
  /** Of the listeners on the capture. */
  #held = new AbortController();
  #deviceId: string | undefined;
  #on = false;
  /** The device that was taken away while in use: its return turns the source on again. */
  #lostDeviceId: string | undefined;
  /** Of the last wish: what an earlier one brings is no longer wanted. */
  #generation = 0;
  #starting: { readonly deviceId: string | undefined; readonly done: Promise<void> } | undefined;

  constructor(options: LocalSourceOptions) {
    this.#options = options;
  }

  /** On, or on its way there. */
  get wanted(): boolean {
    return this.#on;
  }

  /** The preferred one. */
  get deviceId(): string | undefined {
    return this.#deviceId;
  }

  get capture(): Capture | undefined {
    return this.#capture;
  }

  /** Which device to use when it is turned on without naming one. */
  prefer(deviceId: string | undefined): void {
    this.#deviceId = deviceId;
  }

  /** Rejects with the CallError that the state shows, too. */
  async set(on: boolean, deviceId: string | undefined = this.#deviceId): Promise<void> {
    this.#deviceId = deviceId;
    this.#lostDeviceId = undefined;
    if (!on) return this.#off();
    this.#on = true;
    if (this.#starting !== undefined && this.#starting.deviceId === deviceId) return this.#starting.done;
    if (this.#isUsable(deviceId)) return this.#resume();
    const done = this.#start(deviceId);
    this.#starting = { deviceId, done };
    try {
      await done;
    } finally {
      if (this.#starting?.done === done) this.#starting = undefined;
    }
  }

  /** Stops the device and forgets that it was on. Idempotent. */
  stop(): void {
    this.#lostDeviceId = undefined;
    this.#on = false;
    this.#generation += 1;
    this.#starting = undefined;
    this.#release();
    this.#options.onState(OFF);
  }

  /** The list of devices changed. */
  devicesChanged(devices: readonly MediaDeviceInfo[]): void {
    const lost = this.#lostDeviceId;
    if (lost === undefined || !devices.some(({ deviceId }) => deviceId === lost)) return;
    // A failure shows in the state, and the next change of devices tries again.
    this.set(true, lost).catch(() => {
      this.#lostDeviceId = lost;
    });
  }

  #off(): void {
    this.#on = false;
    this.#generation += 1;
    this.#starting = undefined;
    if (this.#options.keepsDevice && this.#capture !== undefined) this.#capture.track.enabled = false;
    else this.#release();
    this.#options.onSending(false);
    this.#options.onState(OFF);
  }

  #isUsable(deviceId: string | undefined): boolean {
    const capture = this.#capture;
    if (capture === undefined || capture.track.readyState === 'ended') return false;
    return deviceId === undefined || deviceId === capture.deviceId;
  }

  #resume(): void {
    const capture = this.#capture;
    if (capture === undefined) return;
    capture.track.enabled = true;
    this.#options.onSending(true);
    this.#showOn(capture);
  }

  async #start(deviceId: string | undefined): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    // Before, not after: phones open one camera at a time.
    this.#release();
    this.#options.onState({ status: 'starting', error: undefined, stream: undefined });
    let capture: Capture;
    try {
      capture = await this.#options.open(deviceId);
    } catch (error) {
      if (generation === this.#generation) this.#fail(asCallError(error));
      throw error;
    }
    // Turned off, or to another device, while the person was asked: the light must not stay on.
    if (generation !== this.#generation) return stopCapture(capture);
    this.#hold(capture);
    this.#options.onCapture(capture);
    this.#options.onSending(true);
    this.#showOn(capture);
  }

  #hold(capture: Capture): void {
    this.#capture = capture;
    this.#held = new AbortController();
    const { signal } = this.#held;
    const { track } = capture;
    // Fires when the device ends by itself, never for our own stop().
    track.addEventListener('ended', () => this.#ended(capture), { signal });
    let muted = new AbortController();
    signal.addEventListener('abort', () => muted.abort());
    track.addEventListener(
      'mute',
      () => {
        muted = new AbortController();
        this.#options.clock.after(MUTE_GRACE_MS, () => this.#mutedBySystem(), muted.signal);
      },
      { signal },
    );
    track.addEventListener(
      'unmute',
      () => {
        muted.abort();
        if (this.#on) this.#resume();
      },
      { signal },
    );
  }

  #ended(capture: Capture): void {
    const wasOn = this.#on;
    this.#release();
    if (this.#options.endsByChoice || !wasOn) {
      this.#on = false;
      this.#options.onSending(false);
      this.#options.onState(OFF);
      return;
    }
    this.#lostDeviceId = capture.deviceId;
    const { name } = this.#options;
    this.#fail(
      new CallError('device-lost', `The ${name} "${capture.label}" is gone. Connect it again, or choose another.`),
    );
  }

  #mutedBySystem(): void {
    if (!this.#on) return;
    const { name, onSending, onState } = this.#options;
    onSending(false);
    onState({
      status: 'failed',
      level: 0,
      error: new CallError(
        'device-busy',
        `The system or another program has switched the ${name} off. Switch it on there; it goes on by itself.`,
      ),
    });
  }

  #fail(error: CallError): void {
    this.#on = this.#lostDeviceId !== undefined;
    this.#options.onSending(false);
    this.#options.onState({ ...OFF, status: 'failed', error });
  }

  #showOn({ stream, deviceId, label }: Capture): void {
    this.#options.onState({ status: 'on', error: undefined, stream, deviceId, label });
  }

  #release(): void {
    const capture = this.#capture;
    if (capture === undefined) return;
    this.#held.abort();
    this.#capture = undefined;
    stopCapture(capture);
    this.#options.onCapture(undefined);
  }
}

/** What a source that sends nothing shows; which device it was stays known. */
const OFF = {
  status: 'off',
  error: undefined,
  stream: undefined,
  level: 0,
  codec: '',
  width: 0,
  height: 0,
  framesPerSecond: 0,
  limitedBy: 'none',
} as const satisfies Partial<LocalSourceState>;

const asCallError = (error: unknown): CallError =>
  error instanceof CallError
    ? error
    : new CallError('device-busy', `The device could not be started: ${String(error)}.`, { cause: error });
