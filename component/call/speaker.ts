/**
 * Where everybody's sound is played: one AudioContext with one worklet. Samples go from the media worker to the worklet
 * and never pass here. Knows nothing of participants.
 */
import {
  SPEAKER_NODE_OPTIONS,
  SPEAKER_PROCESSOR,
  SPEAKER_SAMPLE_RATE,
  type ToSpeaker,
} from '../playback/speaker-messages.ts';
import { keepRunning } from '../support/audio-context.ts';
import { isOutputLatencyUnsafe } from '../support/browser-support.ts';
import { type Clock, every } from '../support/clock.ts';
import { CallError } from '../support/errors.ts';

/** What the call needs of a loudspeaker. */
export interface SpeakerPort {
  /** The end to hand to the media worker. */
  addTrack(trackId: number, volume: number): MessagePort;
  removeTrack(trackId: number): void;
  setVolume(trackId: number, volume: number): void;
  /** Rejects with CallError where the browser cannot choose. */
  setDevice(deviceId: string): Promise<void>;
  /** From a click or key press. */
  unblock(): Promise<void>;
  /** Idempotent. */
  close(): void;
}

export interface SpeakerOptions {
  /** Address of the worklet file. */
  readonly worklet: string;
  readonly deviceId: string | undefined;
  readonly clock: Clock;
  readonly onBlocked: (blocked: boolean) => void;
  readonly onFailed: (error: CallError) => void;
}

/** ms: the latency of Bluetooth and HDMI outputs becomes known, and changes, while they play. */
const LATENCY_INTERVAL_MS = 2_000;
/** Seconds: what Firefox buffers on the way to the sound system, give or take half of it. */
const USUAL_FIREFOX_LATENCY = 0.04;

/** Best called from the click that joins: browsers then let it play at once. */
export function openSpeaker(options: SpeakerOptions): SpeakerPort {
  return new Speaker(options);
}

class Speaker implements SpeakerPort {
  readonly #context = new AudioContext({ sampleRate: SPEAKER_SAMPLE_RATE, latencyHint: 'interactive' });
  readonly #lifetime = new AbortController();
  readonly #node: Promise<AudioWorkletNode | undefined>;

  constructor({ worklet, deviceId, clock, onBlocked, onFailed }: SpeakerOptions) {
    const { signal } = this.#lifetime;
    keepRunning(this.#context, onBlocked, signal);
    this.#node = this.#start(worklet).catch((cause: unknown) => {
      if (!signal.aborted) {
        const message = `Nobody can be heard: ${worklet} could not be loaded. Allow it in the page's Content-Security-Policy.`;
        onFailed(new CallError('media-refused', message, { cause }));
      }
      return undefined;
    });
    if (deviceId !== undefined) {
      // The device remembered from another day may be gone: the default one plays then.
      this.setDevice(deviceId).catch(() => undefined);
    }
    every(clock, LATENCY_INTERVAL_MS, () => this.#tellLatency(), signal);
  }

  addTrack(trackId: number, volume: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#tell({ type: 'add-track', trackId, port: port1, volume }, [port1]);
    return port2;
  }

  removeTrack(trackId: number): void {
    this.#tell({ type: 'remove-track', trackId });
  }

  setVolume(trackId: number, volume: number): void {
    this.#tell({ type: 'volume', trackId, volume });
  }

  async setDevice(deviceId: string): Promise<void> {
    const context = this.#context as AudioContext & { setSinkId?: (deviceId: string) => Promise<void> };
    if (context.setSinkId === undefined) {
      throw new CallError('browser-too-old', 'This browser plays on the loudspeaker that the system has chosen.');
    }
    try {
      // The default has no id of its own for an AudioContext.
      await context.setSinkId(deviceId === 'default' ? '' : deviceId);
    } catch (cause) {
      throw new CallError('bad-argument', `No loudspeaker has the id "${deviceId}". Choose from the list of devices.`, {
        cause,
      });
    }
  }

  unblock(): Promise<void> {
    return this.#context.resume();
  }

  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#tell({ type: 'close' });
    this.#lifetime.abort();
    void this.#node.then(() => this.#context.close());
  }

  async #start(worklet: string): Promise<AudioWorkletNode> {
    await this.#context.audioWorklet.addModule(worklet);
    const node = new AudioWorkletNode(this.#context, SPEAKER_PROCESSOR, {
      ...SPEAKER_NODE_OPTIONS,
      outputChannelCount: [...SPEAKER_NODE_OPTIONS.outputChannelCount],
    });
    node.connect(this.#context.destination);
    return node;
  }

  /** What is said before the worklet has loaded waits for it, in order. */
  #tell(message: ToSpeaker, transfer: Transferable[] = []): void {
    void this.#node.then((node) => node?.port.postMessage(message, transfer));
  }

  #tellLatency(): void {
    const { outputLatency = this.#context.baseLatency } = isOutputLatencyUnsafe()
      ? { outputLatency: USUAL_FIREFOX_LATENCY }
      : this.#context;
    if (Number.isFinite(outputLatency)) this.#tell({ type: 'output-latency', seconds: outputLatency });
  }
}
