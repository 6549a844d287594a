/**
 * The incoming pass of pictures: a packet comes in, is decoded unless something before it is missing, and is painted from
 * the decoder's own callback, or a moment later in step with its participant's sound. Knows nothing of sockets.
 */
import { CanvasPainter } from '../playback/canvas-painter.ts';
import type { DecodedPicture, DecoderEvents, FrameDecoder } from '../playback/frame-decoder.ts';
import { JpegDecoder } from '../playback/jpeg-decoder.ts';
import { type ClockOffsets, LatencyMeter } from '../playback/latency-meter.ts';
import { PacketGate } from '../playback/packet-gate.ts';
import type { Playhead } from '../playback/playhead.ts';
import { WebCodecsDecoder } from '../playback/video-decoder.ts';
import { MAX_FRAME_SIDE } from '../protocol/limits.ts';
import { splitConfiguration, type VideoConfiguration } from '../protocol/media-configuration.ts';
import type { Packet } from '../protocol/packet.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { Recent } from '../support/recent.ts';
import { nowMicros, type TrackReport } from './messages.ts';
import { PlaybackState } from './playback-state.ts';
import type { Subscription, SubscriptionEvents } from './subscription.ts';

/** A keyframe takes a round trip and a frame; asking again sooner would only make two. */
const REQUEST_INTERVAL_MS = 500;
/** Decoded pictures waiting for their sound. They are few in some decoders, which stop when all are held. */
const MAX_HELD = 6;

/** Makes a decoder for `mjpeg` or a WebCodecs codec string. */
export type CreateDecoder = (codec: string, events: DecoderEvents) => FrameDecoder;

export const createDecoder: CreateDecoder = (codec, events) =>
  codec === 'mjpeg' ? new JpegDecoder(events) : new WebCodecsDecoder(events);

export interface VideoSubscriptionOptions {
  readonly trackId: number;
  readonly participantId: string;
  readonly canvas: OffscreenCanvas;
  readonly playhead: Playhead;
  readonly clocks: () => ClockOffsets;
  readonly createDecoder: CreateDecoder;
  readonly events: SubscriptionEvents;
}

export class VideoSubscription implements Subscription {
  readonly kind = 'video';
  readonly level = undefined;
  readonly trackId: number;
  readonly participantId: string;
  readonly #options: VideoSubscriptionOptions;
  readonly #painter: CanvasPainter;
  readonly #gate = new PacketGate();
  readonly #latency = new LatencyMeter();
  readonly #state: PlaybackState;
  readonly #decodeMs = new Recent(2000);
  readonly #bytes = new Recent(1000);
  readonly #painted = new Recent(1000);
  readonly #dropped: Record<string, number> = {};
  #decoder: FrameDecoder | undefined;
  #configuration: VideoConfiguration | undefined;
  /** Decoded, ahead of the sound; oldest first. */
  #held: DecodedPicture[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #requestedMs = Number.NEGATIVE_INFINITY;
  #packets = 0;
  #keyframes = 0;
  #skipped = 0;
  #closed = false;

  constructor(options: VideoSubscriptionOptions) {
    this.#options = options;
    this.trackId = options.trackId;
    this.participantId = options.participantId;
    this.#painter = new CanvasPainter(options.canvas);
    this.#state = new PlaybackState(options.trackId, options.events.onState);
  }

  onPacket(packet: Packet): void {
    if (this.#closed) return;
    this.#packets++;
    this.#bytes.add(performance.now(), packet.payload.byteLength);
    if (packet.keyframe) this.#keyframes++;
    const verdict = this.#gate.admit(packet);
    if (verdict !== 'decode') this.#drop(verdict);
    else if (this.#decoder?.isBehind && !packet.keyframe) this.#skipBehind(packet);
    else this.#decode(packet);
    if (this.#gate.needsKeyframe) this.#request();
  }

  tick(nowMs: number): void {
    this.#state.tick(nowMs);
    // A request or its keyframe can get lost with a connection.
    if (this.#packets > 0 && this.#gate.needsKeyframe) this.#request();
  }

  report(nowMs: number): TrackReport {
    const figures = this.#latency.figures(nowMicros());
    const codecMs = this.#decodeMs.median(nowMs);
    return {
      direction: 'in',
      kind: 'video',
      trackId: this.trackId,
      participantId: this.participantId,
      codec: this.#configuration?.codec ?? '',
      width: this.#configuration?.width ?? 0,
      height: this.#configuration?.height ?? 0,
      framesPerSecond: this.#painted.perSecond(nowMs, this.#painted.count(nowMs)),
      bitrateBps: Math.round(this.#bytes.perSecond(nowMs) * 8),
      packets: this.#packets,
      dropped: this.#drops(),
      keyframes: this.#keyframes,
      ...(figures === undefined ? {} : { glassToGlassMs: figures }),
      ...(codecMs === undefined ? {} : { codecMs }),
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#decoder?.close();
    for (const { image } of this.#held) image.close();
    this.#held = [];
  }

  #decode(packet: Packet): void {
    let bytes = packet.payload;
    let configuration: VideoConfiguration | undefined;
    if (packet.configured) {
      try {
        const split = splitConfiguration(bytes);
        if (split.configuration.kind !== 'video')
          throw new ProtocolError('bad-configuration', 'Sound came as pictures.');
        configuration = split.configuration;
        bytes = split.chunk;
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#lose('corrupt');
        return;
      }
      this.#open(configuration);
    }
    if (!this.#decoder) {
      this.#lose(packet.configured ? 'unsupported' : 'no-keyframe');
      return;
    }
    this.#decoder.decode({ configuration, bytes, timestamp: packet.timestamp, keyframe: packet.keyframe });
  }

  #open(configuration: VideoConfiguration): void {
    const isSameCodec = this.#configuration?.codec === configuration.codec;
    this.#configuration = configuration;
    if (this.#decoder && isSameCodec) return;
    this.#closeDecoder();
    // Without WebCodecs there is none. The publisher, who hears of that, changes to another codec in a moment.
    if (configuration.codec !== 'mjpeg' && globalThis.VideoDecoder === undefined) return;
    const decoder = this.#options.createDecoder(configuration.codec, {
      onPicture: (picture) => this.#show(picture),
      onFailure: () => {
        if (decoder === this.#decoder) this.#recover();
      },
    });
    this.#decoder = decoder;
  }

  /** The next keyframe brings its configuration, and so another decoder. */
  #recover(): void {
    this.#closeDecoder();
    this.#lose('corrupt');
    this.#request();
  }

  #closeDecoder(): void {
    this.#skipped += this.#decoder?.skipped ?? 0;
    this.#decoder?.close();
    this.#decoder = undefined;
  }

  /** Too slow for what comes: an upper layer more or less does not matter, all else waits for the next keyframe. */
  #skipBehind(packet: Packet): void {
    this.#drop('decoder-busy');
    if (packet.temporalLayer === 0) this.#gate.lost();
  }

  #lose(reason: string): void {
    this.#drop(reason);
    this.#gate.lost();
  }

  #show(picture: DecodedPicture): void {
    if (Math.max(picture.width, picture.height) > MAX_FRAME_SIDE) {
      // Its configuration said otherwise; a canvas of that size would take the memory of the page.
      picture.image.close();
      this.#recover();
      return;
    }
    this.#decodeMs.add(performance.now(), picture.decodeMs);
    const isFirst = this.#held.length === 0;
    if (isFirst && this.#holdMs(picture) <= 0) {
      this.#paint(picture);
      return;
    }
    this.#held.push(picture);
    if (this.#held.length > MAX_HELD) this.#paintOldest();
    if (isFirst) this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const oldest = this.#held[0];
    if (!oldest) return;
    this.#timer = setTimeout(
      () => {
        while (this.#held[0] && this.#holdMs(this.#held[0]) <= 1) this.#paintOldest();
        this.#wait();
      },
      Math.max(1, this.#holdMs(oldest)),
    );
  }

  #holdMs({ timestamp }: DecodedPicture): number {
    return this.#options.playhead.holdMs(timestamp, nowMicros());
  }

  #paintOldest(): void {
    const oldest = this.#held.shift();
    if (oldest) this.#paint(oldest);
  }

  #paint(picture: DecodedPicture): void {
    const { timestamp, width, height } = picture;
    this.#painter.paint(picture);
    const nowMs = performance.now();
    this.#latency.painted(timestamp, nowMicros(), this.#options.clocks());
    this.#painted.add(nowMs, 1);
    this.#state.played(nowMs, this.#configuration?.codec ?? '', width, height);
  }

  #request(): void {
    const nowMs = performance.now();
    if (nowMs - this.#requestedMs < REQUEST_INTERVAL_MS) return;
    this.#requestedMs = nowMs;
    this.#options.events.requestKeyframe(this.trackId);
  }

  #drop(reason: string): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  #drops(): Record<string, number> {
    const skipped = this.#skipped + (this.#decoder?.skipped ?? 0);
    const { missing } = this.#gate;
    return {
      ...this.#dropped,
      ...(missing > 0 ? { relay: missing } : {}),
      ...(skipped > 0 ? { 'decoder-busy': (this.#dropped['decoder-busy'] ?? 0) + skipped } : {}),
    };
  }
}
