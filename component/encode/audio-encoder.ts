/**
 * Opus through WebCodecs: planes of 48 kHz samples in, packets of 20 ms out. Keeps late errors and starts again by
 * itself a few times. Knows nothing of tracks or packets.
 */

export const OPUS_SAMPLE_RATE = 48_000;
/** Opus' usual frame: shorter ones cost bits, longer ones delay. */
const FRAME_MICROS = 20_000;
/** Errors in a row, without a packet between, after which the encoder is given up. */
const MAX_FAILURES = 3;

export interface EncodedSound {
  /** µs since the first sample given. */
  readonly timestamp: number;
  readonly byteLength: number;
  copyTo(destination: Uint8Array): void;
}

export class SoundEncoder {
  readonly #config: AudioEncoderConfig;
  readonly #onEncoded: (sound: EncodedSound) => void;
  #encoder: AudioEncoder | undefined;
  #samples = 0;
  #failures = 0;
  #failure: Error | undefined;
  #closed = false;

  /** No DTX: Chromium then counts time in packets sent, and sound would come ever earlier. Silence is 3 bytes anyway. */
  constructor(channels: number, bitrateBps: number, onEncoded: (sound: EncodedSound) => void) {
    this.#config = {
      codec: 'opus',
      sampleRate: OPUS_SAMPLE_RATE,
      numberOfChannels: channels,
      bitrate: bitrateBps,
      opus: { frameDuration: FRAME_MICROS },
    };
    this.#onEncoded = onEncoded;
  }

  /** Set once nothing more comes. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** `planes` hold one channel each, of equal length. Timestamps count samples, so gaps must be filled by the caller. */
  encode(planes: readonly Float32Array<ArrayBuffer>[]): void {
    const length = planes[0]?.length ?? 0;
    if (this.#failure || this.#closed || length === 0) return;
    const joined = new Float32Array(length * planes.length);
    for (const [channel, plane] of planes.entries()) joined.set(plane, channel * length);
    // Counted from zero: Firefox computes in samples, and 2026 in µs times 48,000 overflows 64 bits.
    const sound = new AudioData({
      format: 'f32-planar',
      sampleRate: OPUS_SAMPLE_RATE,
      numberOfFrames: length,
      numberOfChannels: planes.length,
      timestamp: Math.round((this.#samples * 1e6) / OPUS_SAMPLE_RATE),
      data: joined,
    });
    this.#samples += length;
    try {
      this.#encoder ??= this.#open();
      this.#encoder.encode(sound);
    } catch (error) {
      this.#failed(error);
    } finally {
      sound.close();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#encoder && this.#encoder.state !== 'closed') this.#encoder.close();
    this.#encoder = undefined;
  }

  #open(): AudioEncoder {
    if (typeof AudioEncoder === 'undefined') {
      this.#failures = MAX_FAILURES;
      throw new Error('This browser has no AudioEncoder, so it cannot send sound.');
    }
    const encoder = new AudioEncoder({
      output: (chunk) => {
        if (this.#closed) return;
        this.#failures = 0;
        this.#onEncoded({
          timestamp: chunk.timestamp,
          byteLength: chunk.byteLength,
          copyTo: (destination) => chunk.copyTo(destination),
        });
      },
      error: (error) => this.#failed(error),
    });
    encoder.configure(this.#config);
    return encoder;
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    if (this.#encoder && this.#encoder.state !== 'closed') this.#encoder.close();
    this.#encoder = undefined;
    this.#failures++;
    if (this.#failures >= MAX_FAILURES) this.#failure = error instanceof Error ? error : new Error(String(error));
  }
}
