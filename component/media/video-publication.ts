/**
 * The outgoing pass of pictures: a frame comes in, is encoded unless something is full, and leaves as a packet from the
 * encoder's own callback. Knows nothing of the relay beyond the connection's backlog.
 */
import { CodecChoice, maxPixels } from '../encode/codec-choice.ts';
import { type EncodedFrame, type FrameEncoder, type FrameSize, MAX_IN_FLIGHT } from '../encode/frame-encoder.ts';
import { FrameRateGate } from '../encode/frame-rate.ts';
import { encodeSize } from '../encode/frame-size.ts';
import { KeyframePolicy } from '../encode/keyframe-policy.ts';
import type { OpenEncoder } from '../encode/open-encoder.ts';
import {
  decideRate,
  initialRate,
  nextRate,
  type RateDecision,
  type RateGoal,
  type RateState,
  rescaleRate,
} from '../encode/rate-control.ts';
import { Recent } from '../support/recent.ts';
import { CaptureClock } from './capture-clock.ts';
import {
  type FrameSource,
  nowMicros,
  type PublicationKey,
  type TrackReport,
  type VideoCodec,
  type VideoSettings,
} from './messages.ts';
import { type Demand, type LinkSource, OutgoingTrack } from './outgoing-track.ts';
import type { Publication, PublicationEvents, PublicationState } from './publication.ts';
import { readVideo } from './read-source.ts';

/** Encode times before their median means anything. */
const FEW_FRAMES = 10;
/** Handed to the socket and not taken by the kernel: as time at the bitrate, where another frame would only queue. */
const MAX_BUFFERED_MS = 150;
/** A keyframe is several times a delta: a buffer with one in it is not full yet. */
const MIN_BUFFERED_BYTES = 48 * 1024;

export interface VideoPublicationOptions {
  readonly key: PublicationKey;
  readonly settings: VideoSettings;
  readonly link: LinkSource;
  readonly openEncoder: OpenEncoder;
  /** Codecs that failed here before; shared by all publications, which add to it. */
  readonly distrusted: Set<VideoCodec>;
  readonly events: PublicationEvents;
  /** Processor cores of this machine. */
  readonly cores: number;
}

export class VideoPublication implements Publication {
  readonly key: PublicationKey;
  readonly level = undefined;
  readonly #options: VideoPublicationOptions;
  readonly #track: OutgoingTrack;
  readonly #lifetime = new AbortController();
  readonly #keyframes = new KeyframePolicy();
  readonly #gate = new FrameRateGate();
  readonly #encodeMs = new Recent(2000);
  readonly #frames = new Recent(1000);
  #source = new AbortController();
  #clock = new CaptureClock();
  #settings: VideoSettings;
  #choice: CodecChoice;
  #encoder: FrameEncoder | undefined;
  #encoderCodec: VideoCodec | undefined;
  #openedMs = 0;
  #isOpening = false;
  #paused = false;
  #wasSending = false;
  #sourceSize: FrameSize | undefined;
  #size: FrameSize | undefined;
  #rate: RateState | undefined;
  /** What `#rate` is for. */
  #rateGoal: RateGoal | undefined;
  #lastTimestamp = 0;
  #keyframeCount = 0;
  #sentCodec = '';
  #state: PublicationState | undefined;

  constructor(options: VideoPublicationOptions) {
    this.#options = options;
    this.key = options.key;
    this.#settings = options.settings;
    this.#track = new OutgoingTrack(options.link);
    this.#choice = new CodecChoice(options.settings.codec, options.distrusted);
  }

  get trackId(): number | undefined {
    return this.#track.trackId;
  }

  setSource(source: FrameSource): void {
    this.#source.abort();
    this.#source = new AbortController();
    this.#clock = new CaptureClock();
    this.#keyframes.restart();
    const signal = AbortSignal.any([this.#source.signal, this.#lifetime.signal]);
    const onEnded = (message: string) => this.#fail('source-ended', message);
    readVideo(source, { onItem: (image) => this.#take(image), onEnded }, () => this.#pace(), signal);
  }

  bind(trackId: number | undefined): void {
    this.#track.bind(trackId);
    this.#keyframes.restart();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
  }

  setDemand(demand: Demand): void {
    this.#track.setDemand(demand);
  }

  requestKeyframe(): void {
    this.#keyframes.request();
  }

  configure(settings: VideoSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.codec === before.codec) return;
    this.#choice = new CodecChoice(settings.codec, this.#options.distrusted);
    if (this.#choice.current !== this.#encoderCodec) this.#dropEncoder();
  }

  tick(nowMs: number): void {
    const { openLink, demand, trackId } = this.#track;
    const goal = this.#goal();
    if (!openLink || !goal || !this.#rate || trackId === undefined || this.#paused) return;
    this.#watchEncodeTime(nowMs);
    const decided = decideRate(this.#rate, goal);
    this.#rate = nextRate(
      this.#rate,
      {
        nowMs,
        queueDelayMs: openLink.uplink.queueDelayMs(nowMs),
        bufferedMs: bufferedMs(openLink.bufferedBytes, decided.bitrateBps),
        sentBps: this.#track.bitrateBps(nowMs),
        strugglingRatio: demand && demand.receivers > 0 ? demand.struggling / demand.receivers : 0,
        encodeMs: this.#medianEncodeMs(nowMs),
      },
      goal,
    );
    this.#tellState(decideRate(this.#rate, goal));
  }

  report(nowMs: number): TrackReport {
    const { counts, trackId } = this.#track;
    const codecMs = this.#encodeMs.median(nowMs);
    return {
      direction: 'out',
      kind: 'video',
      trackId,
      key: this.key,
      codec: this.#sentCodec,
      width: this.#size?.width ?? 0,
      height: this.#size?.height ?? 0,
      framesPerSecond: this.#frames.perSecond(nowMs, this.#frames.count(nowMs)),
      bitrateBps: this.#track.bitrateBps(nowMs),
      ...counts,
      keyframes: this.#keyframeCount,
      ...(codecMs === undefined ? {} : { codecMs }),
    };
  }

  close(): void {
    this.#lifetime.abort();
    this.#dropEncoder();
    this.#track.bind(undefined);
  }

  /** One raw frame: closed here, or by the encoder. */
  #take(image: VideoFrame | ImageBitmap): void {
    const nowMs = performance.now();
    const isSending = !this.#paused && this.#track.openLink !== undefined;
    if (isSending && !this.#wasSending) this.#keyframes.restart();
    this.#wasSending = isSending;
    const now = nowMicros();
    const timestamp = this.#clock.instant('timestamp' in image ? image.timestamp : now, now);
    if (!isSending || !this.#gate.admits(timestamp / 1000, this.#pace())) {
      image.close();
      return;
    }
    this.#measure(image, nowMs);
    const reason = this.#whyNot();
    const { encoder, size } = { encoder: this.#encoder, size: this.#size };
    const goal = this.#goal();
    if (reason !== undefined || !encoder || !size || !goal || !this.#rate) {
      this.#track.dropped(reason ?? 'encoder-starting');
      image.close();
      return;
    }
    encoder.setRate(decideRate(this.#rate, goal));
    const keyframe = this.#keyframes.wants(nowMs);
    if (keyframe) this.#keyframes.made(nowMs);
    // Strictly increasing also across a change of source.
    this.#lastTimestamp = Math.max(this.#lastTimestamp + 1, timestamp);
    encoder.encode({ image, timestamp: this.#lastTimestamp }, { keyframe, size });
    if (encoder.failure) this.#replaceEncoder(encoder.failure);
  }

  /** Why the frame at hand is not encoded; undefined where it is. */
  #whyNot(): string | undefined {
    const encoder = this.#encoder;
    const link = this.#track.openLink;
    const trackId = this.#track.trackId;
    if (!encoder) {
      if (!this.#isOpening) void this.#open();
      return 'encoder-starting';
    }
    const isBusy = encoder.inFlight >= MAX_IN_FLIGHT;
    if (encoder.failure) {
      this.#replaceEncoder(encoder.failure);
      return 'encoder-failed';
    }
    if (!link || trackId === undefined) return 'not-connected';
    if (link.uplink.isFull(trackId, 1000 / this.#pace())) return 'uplink-full';
    const { bufferedBytes } = link;
    if (
      bufferedBytes > MIN_BUFFERED_BYTES &&
      bufferedMs(bufferedBytes, this.#rate?.bitrateBps ?? 0) > MAX_BUFFERED_MS
    ) {
      return 'uplink-full';
    }
    return isBusy ? 'encoder-busy' : undefined;
  }

  /** Follows the source's size, the preset and what rate control leaves of it. */
  #measure(image: VideoFrame | ImageBitmap, nowMs: number): void {
    const source =
      'displayWidth' in image
        ? { width: image.displayWidth, height: image.displayHeight }
        : { width: image.width, height: image.height };
    if (!isSameSize(source, this.#sourceSize)) {
      this.#sourceSize = source;
      this.#keyframes.restart();
    }
    const goal = this.#goal();
    if (!goal) return;
    this.#follow(goal, nowMs);
    if (!this.#rate) return;
    const { scale } = decideRate(this.#rate, goal);
    const size = encodeSize(source, this.#settings, scale, maxPixels(goal.codec, goal.size, this.#options.cores));
    if (isSameSize(size, this.#size)) return;
    this.#size = size;
    this.#keyframes.restart();
  }

  #follow(goal: RateGoal, nowMs: number): void {
    const before = this.#rateGoal;
    const isSame =
      before?.codec === goal.codec && isSameSize(goal.size, before.size) && before.settings === goal.settings;
    if (isSame) return;
    this.#rate = this.#rate && before ? rescaleRate(this.#rate, before, goal) : initialRate(nowMs, goal);
    this.#rateGoal = goal;
  }

  #goal(): RateGoal | undefined {
    const source = this.#sourceSize;
    if (!source) return undefined;
    const codec = this.#choice.current ?? 'mjpeg';
    return { settings: this.#settings, codec, size: encodeSize(source, this.#settings) };
  }

  /** Frames per second to take now. */
  #pace(): number {
    const goal = this.#goal();
    return goal && this.#rate ? decideRate(this.#rate, goal).framesPerSecond : this.#settings.framesPerSecond;
  }

  /** Never rejects: a codec that cannot be opened is one that is skipped. */
  async #open(): Promise<void> {
    this.#isOpening = true;
    try {
      while (!this.#lifetime.signal.aborted) {
        const codec = this.#choice.current;
        const goal = this.#goal();
        if (codec === undefined || !goal || !this.#rate || !this.#size) {
          this.#fail(
            'encoder-failed',
            'This browser encodes none of the codecs there are: H.264, VP8, VP9, AV1, JPEG.',
          );
          return;
        }
        const onEncoded = (frame: EncodedFrame) => this.#send(frame);
        const rate = decideRate(this.#rate, goal);
        const encoder = await this.#options.openEncoder(codec, this.#size, rate, onEncoded).catch(() => undefined);
        if (encoder && codec === this.#choice.current && !this.#lifetime.signal.aborted) {
          this.#encoder = encoder;
          this.#encoderCodec = codec;
          this.#openedMs = performance.now();
          this.#keyframes.restart();
          return;
        }
        encoder?.close();
        if (!encoder) this.#choice.failed(0);
      }
    } finally {
      this.#isOpening = false;
    }
  }

  #send(frame: EncodedFrame): void {
    const nowMs = performance.now();
    this.#encodeMs.add(nowMs, frame.encodeMs);
    const { codec, size, keyframe } = frame;
    const configuration = keyframe ? ({ kind: 'video', codec, ...size } as const) : undefined;
    if (!this.#track.send({ ...frame, copyTo: frame.copyTo, configuration })) {
      // What follows builds on it.
      this.#keyframes.restart();
      return;
    }
    this.#frames.add(nowMs, 1);
    if (!keyframe) return;
    this.#keyframeCount++;
    this.#keyframes.made(nowMs);
    this.#sentCodec = codec;
    const goal = this.#goal();
    if (goal && this.#rate) this.#tellState(decideRate(this.#rate, goal));
  }

  #replaceEncoder(failure: Error): void {
    const codec = this.#encoderCodec;
    const ranMs = performance.now() - this.#openedMs;
    console.warn(`stream-room: the ${codec ?? ''} encoder failed, another takes over: ${failure.message}`);
    this.#track.dropped('encoder-failed');
    this.#choice.failed(ranMs);
    if (codec !== undefined && this.#choice.current !== codec) this.#options.distrusted.add(codec);
    this.#dropEncoder();
  }

  #dropEncoder(): void {
    this.#encoder?.close();
    this.#encoder = undefined;
    this.#encoderCodec = undefined;
    this.#encodeMs.clear();
    this.#keyframes.restart();
  }

  /** Another codec, where that may be quicker; rate control sees to the rest. */
  #watchEncodeTime(nowMs: number): void {
    const median = this.#medianEncodeMs(nowMs);
    if (median === undefined || median < 500 / this.#pace()) return;
    if (this.#choice.tooSlow(median)) this.#dropEncoder();
  }

  #medianEncodeMs(nowMs: number): number | undefined {
    return this.#encodeMs.count(nowMs) < FEW_FRAMES ? undefined : this.#encodeMs.median(nowMs);
  }

  #tellState({ framesPerSecond, limitedBy }: RateDecision): void {
    if (!this.#size || this.#sentCodec === '') return;
    const state: PublicationState = {
      type: 'publication-state',
      key: this.key,
      codec: this.#sentCodec,
      ...this.#size,
      framesPerSecond: Math.round(framesPerSecond),
      limitedBy,
    };
    const before = this.#state;
    const isSame =
      before &&
      before.codec === state.codec &&
      isSameSize(before, state) &&
      before.framesPerSecond === state.framesPerSecond &&
      before.limitedBy === state.limitedBy;
    if (isSame) return;
    this.#state = state;
    this.#options.events.onState(state);
  }

  #fail(code: 'encoder-failed' | 'source-ended', message: string): void {
    if (this.#lifetime.signal.aborted) return;
    this.close();
    this.#options.events.onFailed({ type: 'publication-failed', key: this.key, code, message });
  }
}

const bufferedMs = (bytes: number, bitrateBps: number): number => (bytes * 8000) / Math.max(1, bitrateBps);

const isSameSize = (a: FrameSize, b: FrameSize | undefined): boolean =>
  b !== undefined && a.width === b.width && a.height === b.height;
