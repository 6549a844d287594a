/**
 * The outgoing pass of sound: blocks in, Opus packets out, never held back. Measures its level also while nobody
 * listens. Knows nothing of devices.
 */
import { type EncodedSound, OPUS_SAMPLE_RATE, SoundEncoder } from '../encode/audio-encoder.ts';
import type { AudioConfiguration } from '../protocol/media-configuration.ts';
import { Recent } from '../support/recent.ts';
import { Resampler } from '../support/resampler.ts';
import { CaptureClock } from './capture-clock.ts';
import { LevelMeter } from './level.ts';
import { type AudioBlock, type FrameSource, nowMicros, type PublicationKey, type TrackReport } from './messages.ts';
import { type Demand, type LinkSource, OutgoingTrack } from './outgoing-track.ts';
import type { Publication, PublicationEvents } from './publication.ts';
import { readAudio } from './read-source.ts';
import { mixTo, type SoundBlock, soundBlock } from './sound-block.ts';

/** Voices lose nothing in mono; music that a page asks for this many bits for would. */
const STEREO_BITRATE_BPS = 64_000;
/** A second of sound: a receiver that starts waits for no more. */
const PACKETS_PER_CONFIGURATION = 50;
/** Clocks of sound cards drift; timestamps follow by this share of the difference a block, which nobody hears. */
const DRIFT_CORRECTION = 0.01;
/** A pause, or another device: timestamps jump. */
const JUMP_MICROS = 80_000;

export interface AudioPublicationOptions {
  readonly key: PublicationKey;
  readonly bitrateBps: number;
  readonly link: LinkSource;
  readonly events: PublicationEvents;
}

export class AudioPublication implements Publication {
  readonly key: PublicationKey;
  readonly #options: AudioPublicationOptions;
  readonly #track: OutgoingTrack;
  readonly #lifetime = new AbortController();
  readonly #meter = new LevelMeter();
  readonly #channels: 1 | 2;
  readonly #configuration: AudioConfiguration;
  readonly #frames = new Recent(1000);
  #source = new AbortController();
  #clock = new CaptureClock();
  #resampler: { readonly fromHz: number; readonly resampler: Resampler } | undefined;
  #encoder: SoundEncoder;
  /** Capture instant of the encoder's sample zero, µs. */
  #base: number | undefined;
  #encodedSamples = 0;
  #untilConfiguration = 0;
  #paused = false;
  #level = 0;

  constructor(options: AudioPublicationOptions) {
    this.#options = options;
    this.key = options.key;
    this.#track = new OutgoingTrack(options.link);
    this.#channels = options.bitrateBps >= STEREO_BITRATE_BPS ? 2 : 1;
    const common = { sampleRate: OPUS_SAMPLE_RATE, channels: this.#channels } as const;
    this.#configuration = { kind: 'audio', codec: 'opus', ...common };
    this.#encoder = new SoundEncoder(this.#channels, options.bitrateBps, (sound) => this.#send(sound));
  }

  get trackId(): number | undefined {
    return this.#track.trackId;
  }

  get level(): number {
    return this.#level;
  }

  setSource(source: FrameSource): void {
    this.#source.abort();
    this.#source = new AbortController();
    this.#clock = new CaptureClock();
    this.#resampler = undefined;
    const signal = AbortSignal.any([this.#source.signal, this.#lifetime.signal]);
    const onEnded = (message: string) => this.#fail('source-ended', message);
    readAudio(source, { onItem: (item) => this.#take(item), onEnded }, signal);
  }

  bind(trackId: number | undefined): void {
    this.#track.bind(trackId);
    this.#untilConfiguration = 0;
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
  }

  setDemand(demand: Demand): void {
    if (demand.receivers > (this.#track.demand?.receivers ?? 0)) this.#untilConfiguration = 0;
    this.#track.setDemand(demand);
  }

  /** Every packet is one; the next says how to decode it. */
  requestKeyframe(): void {
    this.#untilConfiguration = 0;
  }

  tick(): void {
    this.#level = this.#meter.take();
    if (this.#encoder.failure) this.#fail('encoder-failed', this.#encoder.failure.message);
  }

  report(nowMs: number): TrackReport {
    return {
      direction: 'out',
      kind: 'audio',
      trackId: this.#track.trackId,
      key: this.key,
      codec: this.#configuration.codec,
      width: 0,
      height: 0,
      framesPerSecond: this.#frames.perSecond(nowMs, this.#frames.count(nowMs)),
      bitrateBps: this.#track.bitrateBps(nowMs),
      ...this.#track.counts,
    };
  }

  close(): void {
    this.#lifetime.abort();
    this.#encoder.close();
    this.#track.bind(undefined);
  }

  #take(item: AudioData | AudioBlock): void {
    if (this.#paused) {
      if ('close' in item) item.close();
      return;
    }
    const block = soundBlock(item);
    const first = block.planes[0];
    if (!first || first.length === 0) return;
    this.#meter.add(first);
    if (!this.#track.openLink) return;
    const captured = this.#clock.instant(block.timestamp, nowMicros());
    this.#encode(mixTo(this.#channels, this.#resampled(block)), captured);
  }

  #encode(planes: readonly Float32Array<ArrayBuffer>[], captured: number): void {
    const elapsed = (this.#encodedSamples * 1e6) / OPUS_SAMPLE_RATE;
    const base = captured - elapsed;
    const difference = base - (this.#base ?? Number.NEGATIVE_INFINITY);
    if (Math.abs(difference) > JUMP_MICROS) this.#base = base;
    else this.#base = (this.#base ?? base) + difference * DRIFT_CORRECTION;
    this.#encodedSamples += planes[0]?.length ?? 0;
    this.#encoder.encode(planes);
  }

  #send(sound: EncodedSound): void {
    const isConfigured = this.#untilConfiguration <= 0;
    const sent = this.#track.send({
      timestamp: Math.round((this.#base ?? 0) + sound.timestamp),
      keyframe: true,
      temporalLayer: 0,
      configuration: isConfigured ? this.#configuration : undefined,
      byteLength: sound.byteLength,
      copyTo: sound.copyTo,
    });
    if (!sent) return;
    this.#untilConfiguration = isConfigured ? PACKETS_PER_CONFIGURATION - 1 : this.#untilConfiguration - 1;
    this.#frames.add(performance.now(), 1);
  }

  #resampled({ planes, sampleRate }: SoundBlock): readonly Float32Array<ArrayBuffer>[] {
    if (sampleRate === OPUS_SAMPLE_RATE) return planes;
    if (this.#resampler?.fromHz !== sampleRate) {
      this.#resampler = { fromHz: sampleRate, resampler: new Resampler(sampleRate, OPUS_SAMPLE_RATE) };
    }
    return this.#resampler.resampler.convert(planes);
  }

  #fail(code: 'encoder-failed' | 'source-ended', message: string): void {
    if (this.#lifetime.signal.aborted) return;
    this.close();
    this.#options.events.onFailed({ type: 'publication-failed', key: this.key, code, message });
  }
}
