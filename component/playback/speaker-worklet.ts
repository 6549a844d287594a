/**
 * AudioWorkletProcessor that plays every remote track: a jitter buffer each, mixed at its volume. Runs on the browser's
 * audio thread. Knows nothing of codecs, networks or participants.
 */
import { micros } from '../protocol/units.ts';
import { Resampler } from '../support/resampler.ts';
import { AudioJitterBuffer } from './jitter-buffer.ts';
import { type FromSpeakerTrack, SPEAKER_PROCESSOR, type ToSpeaker, type ToSpeakerTrack } from './speaker-messages.ts';

/** What an AudioWorkletGlobalScope has, as far as it is used here; the DOM's types do not. */
declare const currentTime: number;
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** About ten a second, at 128 samples a call. */
const CALLS_BETWEEN_REPORTS = 37;
/** Volume moves by so much per sample at most: from 0 to 1 in 20 ms. */
const VOLUME_STEP = 1 / 960;

class SpeakerTrack {
  readonly #port: MessagePort;
  readonly #buffer = new AudioJitterBuffer(sampleRate);
  #resampler: Resampler | undefined;
  #blockRate = 0;
  #volume: number;
  #volumeGoal: number;
  /** Reused, since the audio thread must not make garbage. */
  #scratch: readonly Float32Array[] = [];

  constructor(port: MessagePort, volume: number) {
    this.#port = port;
    this.#volume = volume;
    this.#volumeGoal = volume;
    port.onmessage = ({ data }: MessageEvent<ToSpeakerTrack>) => this.#push(data);
  }

  setVolume(volume: number): void {
    this.#volumeGoal = Math.min(1, Math.max(0, volume));
  }

  addTo(output: readonly Float32Array[]): void {
    const length = output[0]?.length ?? 0;
    if (this.#scratch[0]?.length !== length || this.#scratch.length !== output.length) {
      this.#scratch = output.map(() => new Float32Array(length));
    }
    this.#buffer.pull(this.#scratch, currentTime * 1000);
    let volume = this.#volume;
    for (const [channel, plane] of output.entries()) {
      volume = this.#volume;
      const source = this.#scratch[channel];
      for (let i = 0; i < length; i++) {
        volume += Math.max(-VOLUME_STEP, Math.min(VOLUME_STEP, this.#volumeGoal - volume));
        plane[i] = (plane[i] ?? 0) + (source?.[i] ?? 0) * volume;
      }
    }
    this.#volume = volume;
  }

  report(outputLatencySeconds: number): void {
    const { playhead, bufferedMs, targetMs, concealedRatio } = this.#buffer;
    const timestamp = playhead === undefined ? undefined : micros(playhead - outputLatencySeconds * 1e6);
    const report: FromSpeakerTrack = { type: 'playhead', timestamp, bufferedMs, targetMs, concealedRatio };
    this.#port.postMessage(report);
  }

  close(): void {
    this.#port.close();
  }

  #push({ timestamp, sampleRate: blockRate, planes }: ToSpeakerTrack): void {
    if (blockRate !== this.#blockRate) {
      this.#blockRate = blockRate;
      this.#resampler = blockRate === sampleRate ? undefined : new Resampler(blockRate, sampleRate);
    }
    const fitting = this.#resampler?.convert(planes) ?? planes;
    this.#buffer.push({ timestamp, planes: fitting }, currentTime * 1000);
  }
}

class Speaker extends AudioWorkletProcessor {
  readonly #tracks = new Map<number, SpeakerTrack>();
  #outputLatencySeconds = 0;
  #calls = 0;
  #isClosed = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToSpeaker>) => this.#receive(data);
  }

  process(_inputs: unknown, outputs: readonly (readonly Float32Array[])[]): boolean {
    const output = outputs[0];
    if (output) for (const track of this.#tracks.values()) track.addTo(output);
    this.#calls++;
    if (this.#calls % CALLS_BETWEEN_REPORTS === 0) {
      for (const track of this.#tracks.values()) track.report(this.#outputLatencySeconds);
    }
    return !this.#isClosed;
  }

  #receive(message: ToSpeaker): void {
    switch (message.type) {
      case 'add-track':
        this.#remove(message.trackId);
        this.#tracks.set(message.trackId, new SpeakerTrack(message.port, message.volume));
        break;
      case 'remove-track':
        this.#remove(message.trackId);
        break;
      case 'volume':
        this.#tracks.get(message.trackId)?.setVolume(message.volume);
        break;
      case 'output-latency':
        this.#outputLatencySeconds = message.seconds;
        break;
      case 'close':
        for (const trackId of [...this.#tracks.keys()]) this.#remove(trackId);
        this.#isClosed = true;
        break;
    }
  }

  #remove(trackId: number): void {
    this.#tracks.get(trackId)?.close();
    this.#tracks.delete(trackId);
  }
}

registerProcessor(SPEAKER_PROCESSOR, Speaker);
