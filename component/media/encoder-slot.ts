/**
 * The encoder that a publication uses now: opens it, replaces it when it fails, and by another codec when that fails
 * too or is too slow. Knows nothing of sources, tracks or rates.
 */
import { CodecChoice } from '../encode/codec-choice.ts';
import type { EncodedFrame, EncoderRate, FrameEncoder, FrameSize } from '../encode/frame-encoder.ts';
import type { OpenEncoder } from '../encode/open-encoder.ts';
import { Recent } from '../support/recent.ts';
import type { VideoCodec, VideoCodecChoice } from './messages.ts';

/** Encode times before their median means anything. */
const FEW_FRAMES = 10;
/** Of the time between frames; past it frames queue up whenever something else wants the processor. */
const MAX_ENCODE_SHARE = 0.5;

export interface EncoderSlotOptions {
  readonly choice: VideoCodecChoice;
  /** Codecs that somebody who receives them could not show. */
  readonly avoid?: readonly string[] | undefined;
  readonly openEncoder: OpenEncoder;
  /** Codecs that failed here before; shared by all publications, which add to it. */
  readonly distrusted: Set<VideoCodec>;
  readonly onEncoded: (frame: EncodedFrame) => void;
  /** Another encoder takes over, now or soon: what it makes first is to be a keyframe. */
  readonly onChanged: () => void;
  /** No codec is left. */
  readonly onExhausted: () => void;
}

export class EncoderSlot {
  readonly #options: EncoderSlotOptions;
  readonly #encodeMs = new Recent(2000);
  #choice: CodecChoice;
  #encoder: FrameEncoder | undefined;
  /** Of `#encoder`. */
  #codec: VideoCodec | undefined;
  #openedMs = 0;
  #isOpening = false;
  #closed = false;

  constructor(options: EncoderSlotOptions) {
    this.#options = options;
    this.#choice = new CodecChoice(options.choice, options.distrusted, options.avoid);
  }

  /** In use, or to be tried next. */
  get codec(): VideoCodec {
    return this.#choice.current ?? 'mjpeg';
  }

  /** Median milliseconds per frame; undefined while there are too few to say. */
  medianMs(nowMs: number): number | undefined {
    return this.#encodeMs.count(nowMs) < FEW_FRAMES ? undefined : this.#encodeMs.median(nowMs);
  }

  /** The encoder, ready for a frame; else why there is none at the moment. */
  take(size: FrameSize, rate: EncoderRate): FrameEncoder | 'encoder-starting' | 'encoder-failed' {
    const encoder = this.#encoder;
    if (!encoder) {
      if (!this.#isOpening && !this.#closed) void this.#open(size, rate);
      return 'encoder-starting';
    }
    // Asked for first: it is where an encoder that keeps frames back is found out.
    void encoder.inFlight;
    if (!encoder.failure) return encoder;
    this.#failed(encoder.failure);
    return 'encoder-failed';
  }

  choose(choice: VideoCodecChoice, avoid?: readonly string[]): void {
    this.#choice = new CodecChoice(choice, this.#options.distrusted, avoid);
    if (this.#choice.current !== this.#codec) this.#drop();
  }

  /** Goes on to another codec where that may be quicker; now and then. */
  watch(nowMs: number, framesPerSecond: number): void {
    const median = this.medianMs(nowMs);
    if (median === undefined || median < (1000 / framesPerSecond) * MAX_ENCODE_SHARE) return;
    if (this.#choice.tooSlow(median)) this.#drop();
  }

  close(): void {
    this.#closed = true;
    this.#encoder?.close();
    this.#encoder = undefined;
  }

  /** Never rejects: a codec that cannot be opened is one that is skipped. */
  async #open(size: FrameSize, rate: EncoderRate): Promise<void> {
    this.#isOpening = true;
    while (!this.#closed && !this.#encoder) {
      const codec = this.#choice.current;
      if (codec === undefined) {
        this.#closed = true;
        this.#options.onExhausted();
        break;
      }
      const encoder = await this.#options
        .openEncoder(codec, size, rate, (frame) => this.#encoded(frame))
        .catch(() => undefined);
      if (!encoder) this.#choice.failed(0);
      // Another codec may have been asked for meanwhile.
      else if (this.#closed || codec !== this.#choice.current) encoder.close();
      else this.#opened(encoder, codec);
    }
    this.#isOpening = false;
  }

  #opened(encoder: FrameEncoder, codec: VideoCodec): void {
    this.#encoder = encoder;
    this.#codec = codec;
    this.#openedMs = performance.now();
    this.#options.onChanged();
  }

  #encoded(frame: EncodedFrame): void {
    this.#encodeMs.add(performance.now(), frame.encodeMs);
    this.#options.onEncoded(frame);
  }

  #failed(failure: Error): void {
    const codec = this.#codec;
    console.warn(`stream-room: the ${codec ?? ''} encoder failed, another takes over: ${failure.message}`);
    this.#choice.failed(performance.now() - this.#openedMs);
    if (codec !== undefined && this.#choice.current !== codec) this.#options.distrusted.add(codec);
    this.#drop();
  }

  #drop(): void {
    this.#encoder?.close();
    this.#encoder = undefined;
    this.#codec = undefined;
    this.#encodeMs.clear();
    this.#options.onChanged();
  }
}
