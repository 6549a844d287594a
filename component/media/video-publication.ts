/**
 * The outgoing pass of pictures: a frame comes in, is encoded unless something is full, and leaves as a packet from the
 * encoder's own callback. Knows nothing of the relay beyond the connection's backlog.
 */
import { type EncodedFrame, MAX_IN_FLIGHT } from '../encode/frame-encoder.ts';
import { KeyframePolicy } from '../encode/keyframe-policy.ts';
import type { OpenEncoder } from '../encode/open-encoder.ts';
import { Recent } from '../support/recent.ts';
import { CaptureClock } from './capture-clock.ts';
import { EncoderSlot } from './encoder-slot.ts';
import {
  type FrameSource,
  nowMicros,
  type PublicationKey,
  type TrackReport,
  type VideoCodec,
  type VideoSettings,
} from './messages.ts';
import { isSameSize, OutgoingPace, type Pace } from './outgoing-pace.ts';
import { type Demand, type LinkSource, OutgoingTrack } from './outgoing-track.ts';
import type { Publication, PublicationEvents, PublicationState } from './publication.ts';
import { readVideo } from './read-source.ts';
import { StillFrame } from './still-frame.ts';

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
  readonly #events: PublicationEvents;
  readonly #track: OutgoingTrack;
  readonly #pace: OutgoingPace;
  readonly #encoder: EncoderSlot;
  readonly #keyframes = new KeyframePolicy();
  readonly #still = new StillFrame();
  readonly #lifetime = new AbortController();
  readonly #frames = new Recent(1000);
  #source = new AbortController();
  #clock = new CaptureClock();
  #paused = false;
  #wasSending = false;
  #lastTimestamp = 0;
  #keyframeCount = 0;
  /** Codec string of what goes out; empty before the first keyframe. */
  #sentCodec = '';
  #state: PublicationState | undefined;

  constructor({ key, settings, link, openEncoder, distrusted, events, cores }: VideoPublicationOptions) {
    this.key = key;
    this.#events = events;
    this.#track = new OutgoingTrack(link);
    this.#pace = new OutgoingPace(settings, cores);
    this.#encoder = new EncoderSlot({
      choice: settings.codec,
      avoid: settings.avoid,
      openEncoder,
      distrusted,
      onEncoded: (frame) => this.#send(frame),
      onChanged: () => this.#keyframes.restart(),
      onExhausted: () =>
        this.#fail('encoder-failed', 'This browser encodes none of the codecs there are: H.264, VP8, VP9, AV1, JPEG.'),
    });
  }

  get trackId(): number | undefined {
    return this.#track.trackId;
  }

  setSource(source: FrameSource): void {
    this.#source.abort();
    this.#source = new AbortController();
    this.#clock = new CaptureClock();
    this.#still.clear();
    this.#keyframes.restart();
    const signal = AbortSignal.any([this.#source.signal, this.#lifetime.signal]);
    const onEnded = (message: string) => this.#fail('source-ended', message);
    readVideo(source, { onItem: (image) => this.#take(image), onEnded }, () => this.#pace.framesPerSecond, signal);
  }

  bind(trackId: number | undefined): void {
    this.#track.bind(trackId);
    this.#keyframes.restart();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#still.clear();
  }

  setDemand(demand: Demand): void {
    this.#track.setDemand(demand);
  }

  requestKeyframe(): void {
    this.#keyframes.request();
  }

  configure(settings: VideoSettings): void {
    const { codec, avoid } = this.#pace.settings;
    this.#pace.settings = settings;
    if (settings.codec !== codec || String(settings.avoid) !== String(avoid)) {
      this.#encoder.choose(settings.codec, settings.avoid);
    }
  }

  tick(nowMs: number): void {
    const { openLink, demand } = this.#track;
    const pace = this.#pace.now;
    if (!openLink || !pace || this.#paused) return;
    this.#encoder.watch(nowMs, pace.framesPerSecond);
    this.#pace.sample({
      nowMs,
      queueDelayMs: openLink.uplink.queueDelayMs(nowMs),
      bufferedMs: bufferedMs(openLink.bufferedBytes, pace.bitrateBps),
      sentBps: this.#track.bitrateBps(nowMs),
      strugglingRatio: demand && demand.receivers > 0 ? demand.struggling / demand.receivers : 0,
      encodeMs: this.#encoder.medianMs(nowMs),
    });
    this.#tellState();
    this.#repeat(nowMs);
  }

  report(nowMs: number): TrackReport {
    const { counts, trackId } = this.#track;
    const codecMs = this.#encoder.medianMs(nowMs);
    return {
      direction: 'out',
      kind: 'video',
      trackId,
      key: this.key,
      codec: this.#sentCodec,
      width: this.#pace.now?.size.width ?? 0,
      height: this.#pace.now?.size.height ?? 0,
      framesPerSecond: this.#frames.perSecond(nowMs, this.#frames.count(nowMs)),
      bitrateBps: this.#track.bitrateBps(nowMs),
      ...counts,
      keyframes: this.#keyframeCount,
      ...(codecMs === undefined ? {} : { codecMs }),
    };
  }

  close(): void {
    this.#lifetime.abort();
    this.#encoder.close();
    this.#still.clear();
    this.#track.bind(undefined);
  }

  /** The source may have nothing new to give for minutes. */
  get #standsStill(): boolean {
    return this.#pace.settings.content === 'detail';
  }

  /** One raw frame of the source. */
  #take(image: VideoFrame | ImageBitmap): void {
    const nowMs = performance.now();
    const isSending = !this.#paused && this.#track.openLink !== undefined;
    if (isSending && !this.#wasSending) this.#keyframes.restart();
    this.#wasSending = isSending;
    const now = nowMicros();
    const timestamp = this.#clock.instant('timestamp' in image ? image.timestamp : now, now);
    if (!this.#paused && this.#standsStill) this.#still.keep(image, nowMs);
    if (isSending && this.#pace.admits(timestamp / 1000)) this.#encode(image, timestamp, nowMs);
    else image.close();
  }

  /** The picture that stands, where the source gives no other and somebody needs one. */
  #repeat(nowMs: number): void {
    const keyframe = this.#keyframes.wants(nowMs);
    const image = this.#still.due(nowMs, keyframe);
    if (image) this.#encode(image, nowMicros(), nowMs);
  }

  /** Closes the image, or hands it to the encoder, which does. */
  #encode(image: VideoFrame | ImageBitmap, timestamp: number, nowMs: number): void {
    const before = this.#pace.now?.size;
    const pace = this.#pace.follow(sizeOf(image), this.#encoder.codec, nowMs);
    if (pace && !isSameSize(pace.size, before)) this.#keyframes.restart();
    const encoder = pace && this.#encoder.take(pace.size, pace);
    const reason = typeof encoder === 'string' ? encoder : this.#whyNot(pace, encoder?.inFlight ?? 0);
    if (!pace || typeof encoder !== 'object' || reason !== undefined) {
      this.#track.dropped(reason ?? 'encoder-starting');
      image.close();
      return;
    }
    encoder.setRate(pace);
    const keyframe = this.#keyframes.wants(nowMs);
    if (keyframe) this.#keyframes.made(nowMs);
    // Strictly increasing also across a change of source.
    this.#lastTimestamp = Math.max(this.#lastTimestamp + 1, timestamp);
    encoder.encode({ image, timestamp: this.#lastTimestamp }, { keyframe, size: pace.size });
  }

  /** Why a frame would only queue; undefined where it would not. */
  #whyNot(pace: Pace | undefined, inFlight: number): string | undefined {
    const { openLink, trackId } = this.#track;
    if (!openLink || trackId === undefined || !pace) return 'not-connected';
    if (openLink.uplink.isFull(trackId, 1000 / pace.framesPerSecond)) return 'uplink-full';
    const { bufferedBytes } = openLink;
    const isStuck = bufferedMs(bufferedBytes, pace.bitrateBps) > MAX_BUFFERED_MS;
    if (bufferedBytes > MIN_BUFFERED_BYTES && isStuck) return 'uplink-full';
    return inFlight >= MAX_IN_FLIGHT ? 'encoder-busy' : undefined;
  }

  #send(frame: EncodedFrame): void {
    const nowMs = performance.now();
    const { codec, size, keyframe } = frame;
    const configuration = keyframe ? ({ kind: 'video', codec, ...size } as const) : undefined;
    if (!this.#track.send({ ...frame, configuration })) {
      // What follows builds on it.
      this.#keyframes.restart();
      return;
    }
    this.#frames.add(nowMs, 1);
    if (!keyframe) return;
    this.#keyframeCount++;
    this.#keyframes.made(nowMs);
    this.#sentCodec = codec;
    this.#tellState();
  }

  #tellState(): void {
    const pace = this.#pace.now;
    if (!pace || this.#sentCodec === '') return;
    const state: PublicationState = {
      type: 'publication-state',
      key: this.key,
      codec: this.#sentCodec,
      ...pace.size,
      framesPerSecond: Math.round(pace.framesPerSecond),
      limitedBy: pace.limitedBy,
    };
    if (this.#state && isSameState(this.#state, state)) return;
    this.#state = state;
    this.#events.onState(state);
  }

  #fail(code: 'encoder-failed' | 'source-ended', message: string): void {
    if (this.#lifetime.signal.aborted) return;
    this.close();
    this.#events.onFailed({ type: 'publication-failed', key: this.key, code, message });
  }
}

const bufferedMs = (bytes: number, bitrateBps: number): number => (bytes * 8000) / Math.max(1, bitrateBps);

const sizeOf = (image: VideoFrame | ImageBitmap) =>
  'displayWidth' in image
    ? { width: image.displayWidth, height: image.displayHeight }
    : { width: image.width, height: image.height };

const isSameState = (a: PublicationState, b: PublicationState): boolean =>
  a.codec === b.codec && isSameSize(a, b) && a.framesPerSecond === b.framesPerSecond && a.limitedBy === b.limitedBy;
