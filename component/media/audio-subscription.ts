/**
 * The incoming pass of sound: packets are decoded and handed to the speaker worklet, which has the jitter buffer; what
 * it plays comes back and keeps the picture in step. Knows nothing of sockets.
 */
import { SoundDecoder } from '../playback/audio-decoder.ts';
import type { ClockOffsets } from '../playback/latency-meter.ts';
import { LatencyMeter } from '../playback/latency-meter.ts';
import type { Playhead } from '../playback/playhead.ts';
import type { FromSpeakerTrack, ToSpeakerTrack } from '../playback/speaker-messages.ts';
import { type AudioConfiguration, splitConfiguration } from '../protocol/media-configuration.ts';
import { nextSequence, type Packet } from '../protocol/packet.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { type Micros, micros } from '../protocol/units.ts';
import { Recent } from '../support/recent.ts';
import { LevelMeter } from './level.ts';
import { nowMicros, type TrackReport } from './messages.ts';
import { PlaybackState } from './playback-state.ts';
import type { Subscription, SubscriptionEvents } from './subscription.ts';

export interface AudioSubscriptionOptions {
  readonly trackId: number;
  readonly participantId: string;
  /** To the speaker worklet; closed with the subscription. */
  readonly port: MessagePort;
  readonly playhead: Playhead;
  readonly clocks: () => ClockOffsets;
  readonly events: SubscriptionEvents;
}

const HALF = 2 ** 31;

export class AudioSubscription implements Subscription {
  readonly kind = 'audio';
  readonly trackId: number;
  readonly participantId: string;
  readonly #options: AudioSubscriptionOptions;
  readonly #decoder: SoundDecoder;
  readonly #lifetime = new AbortController();
  readonly #meter = new LevelMeter();
  readonly #latency = new LatencyMeter();
  readonly #state: PlaybackState;
  readonly #bytes = new Recent(1000);
  readonly #blocks = new Recent(1000);
  readonly #dropped: Record<string, number> = {};
  #configuration: AudioConfiguration | undefined;
  #expected: number | undefined;
  #packets = 0;
  #level = 0;
  #speaker: FromSpeakerTrack | undefined;

  constructor(options: AudioSubscriptionOptions) {
    this.#options = options;
    this.trackId = options.trackId;
    this.participantId = options.participantId;
    this.#state = new PlaybackState(options.trackId, options.events.onState);
    this.#decoder = new SoundDecoder({
      onSound: ({ timestamp, sampleRate, planes }) => this.#play(micros(timestamp), sampleRate, planes),
      onFailure: () => this.#drop('corrupt'),
    });
    const { port } = options;
    port.addEventListener('message', ({ data }: MessageEvent<FromSpeakerTrack>) => this.#heard(data), {
      signal: this.#lifetime.signal,
    });
    port.start();
  }

  get level(): number {
    return this.#level;
  }

  onPacket(packet: Packet): void {
    if (this.#lifetime.signal.aborted) return;
    this.#packets++;
    this.#bytes.add(performance.now(), packet.payload.byteLength);
    this.#count(packet.sequence);
    let bytes = packet.payload;
    if (packet.configured) {
      try {
        const split = splitConfiguration(bytes);
        if (split.configuration.kind !== 'audio')
          throw new ProtocolError('bad-configuration', 'Pictures came as sound.');
        this.#configuration = split.configuration;
        bytes = split.chunk;
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#drop('corrupt');
        return;
      }
    }
    if (this.#configuration) this.#decoder.decode(this.#configuration, bytes, packet.timestamp);
    // At most a second after subscribing.
    else this.#drop('no-keyframe');
  }

  tick(nowMs: number): void {
    this.#level = this.#meter.take();
    this.#state.tick(nowMs);
  }

  report(nowMs: number): TrackReport {
    const figures = this.#latency.figures(nowMicros());
    const speaker = this.#speaker;
    return {
      direction: 'in',
      kind: 'audio',
      trackId: this.trackId,
      participantId: this.participantId,
      codec: this.#configuration?.codec ?? '',
      width: 0,
      height: 0,
      framesPerSecond: this.#blocks.perSecond(nowMs, this.#blocks.count(nowMs)),
      bitrateBps: Math.round(this.#bytes.perSecond(nowMs) * 8),
      packets: this.#packets,
      dropped: { ...this.#dropped },
      ...(speaker ? { jitterBufferMs: speaker.bufferedMs, concealedRatio: speaker.concealedRatio } : {}),
      ...(figures === undefined ? {} : { glassToGlassMs: figures }),
    };
  }

  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#decoder.close();
    this.#options.playhead.heard(this.trackId, undefined, nowMicros());
    this.#options.port.close();
  }

  #play(timestamp: Micros, sampleRate: number, planes: readonly Float32Array<ArrayBuffer>[]): void {
    const [first] = planes;
    if (!first || this.#lifetime.signal.aborted) return;
    this.#meter.add(first);
    const nowMs = performance.now();
    this.#blocks.add(nowMs, 1);
    this.#state.played(nowMs, this.#configuration?.codec ?? '', 0, 0);
    const block: ToSpeakerTrack = { type: 'block', timestamp, sampleRate, planes };
    this.#options.port.postMessage(
      block,
      planes.map((plane) => plane.buffer),
    );
  }

  #heard(report: FromSpeakerTrack): void {
    const now = nowMicros();
    this.#speaker = report;
    this.#options.playhead.heard(this.trackId, report.timestamp, now);
    if (report.timestamp !== undefined) this.#latency.painted(report.timestamp, now, this.#options.clocks());
  }

  #count(sequence: number): void {
    const missing = this.#expected === undefined ? 0 : (sequence - this.#expected) >>> 0;
    if (missing > 0 && missing < HALF) this.#dropped['relay'] = (this.#dropped['relay'] ?? 0) + missing;
    this.#expected = nextSequence(sequence);
  }

  #drop(reason: string): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }
}
