/** Opus (or what a configuration names) to planes of samples, through WebCodecs. Knows nothing of when they are played. */
import type { AudioConfiguration } from '../protocol/media-configuration.ts';

export interface DecodedSound {
  /** Of the first sample, as given to decode, µs. */
  readonly timestamp: number;
  readonly sampleRate: number;
  readonly planes: readonly Float32Array<ArrayBuffer>[];
}

export interface SoundDecoderEvents {
  onSound(sound: DecodedSound): void;
  onFailure(error: Error): void;
}

/** Packets of which a decoder never told what became of them. */
const MAX_PENDING = 100;

export class SoundDecoder {
  readonly #events: SoundDecoderEvents;
  #decoder: AudioDecoder | undefined;
  #configured: AudioConfiguration | undefined;
  /** Timestamps in the decoder, in order. WebCodecs gets them less `#base`: Firefox overflows on instants of this century. */
  #pending: number[] = [];
  #base = 0;

  constructor(events: SoundDecoderEvents) {
    this.#events = events;
  }

  /** False until a configuration has come: packets before it cannot be decoded. */
  get isConfigured(): boolean {
    return this.#configured !== undefined;
  }

  decode(configuration: AudioConfiguration | undefined, bytes: Uint8Array, timestamp: number): void {
    try {
      const config = configuration ?? this.#configured;
      if (!config) return;
      const decoder = this.#opened(config, timestamp);
      this.#pending = [...this.#pending, timestamp].slice(-MAX_PENDING);
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: timestamp - this.#base, data: bytes }));
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
    this.#decoder = undefined;
    this.#pending = [];
  }

  #opened(config: AudioConfiguration, timestamp: number): AudioDecoder {
    const { codec, sampleRate, channels, description } = config;
    const now = this.#configured;
    const same = now?.codec === codec && now.sampleRate === sampleRate && now.channels === channels;
    if (this.#decoder && same) return this.#decoder;
    this.close();
    if (typeof AudioDecoder === 'undefined') throw new Error('This browser has no AudioDecoder.');
    this.#configured = config;
    this.#base = timestamp;
    const decoder = new AudioDecoder({ output: (data) => this.#output(data), error: (error) => this.#fail(error) });
    decoder.configure({ codec, sampleRate, numberOfChannels: channels, ...(description ? { description } : {}) });
    this.#decoder = decoder;
    return decoder;
  }

  #output(data: AudioData): void {
    try {
      // One block comes out per packet, in order; only where a packet gave nothing does the timestamp tell which.
      const at = Math.max(0, this.#pending.indexOf(data.timestamp + this.#base));
      const timestamp = this.#pending[at];
      if (timestamp === undefined) return;
      this.#pending = this.#pending.slice(at + 1);
      const planes = Array.from({ length: data.numberOfChannels }, (_, planeIndex) => {
        const plane = new Float32Array(data.numberOfFrames);
        data.copyTo(plane, { planeIndex, format: 'f32-planar' });
        return plane;
      });
      this.#events.onSound({ timestamp, sampleRate: data.sampleRate, planes });
    } finally {
      data.close();
    }
  }

  /** The next packet opens another decoder: every Opus packet can be a start. */
  #fail(error: unknown): void {
    this.close();
    this.#events.onFailure(error instanceof Error ? error : new Error(String(error)));
  }
}
