/**
 * What page, media worker and speaker worklet say to each other. The page makes the AudioContext and one
 * AudioWorkletNode for all remote sound, and a MessageChannel per track: one end goes to the processor (`add-track`),
 * the other to the media worker (`subscribe`). Samples never pass through the page. Knows nothing of codecs or calls.
 */
import type { Micros } from '../protocol/units.ts';

/** Name under which speaker-worklet.ts registers its processor: `new AudioWorkletNode(context, SPEAKER_PROCESSOR, …)`. */
export const SPEAKER_PROCESSOR = 'stream-room-speaker';

/** Hz. Make the AudioContext with it, so that decoded Opus needs no resampling; other rates are resampled, less well. */
export const SPEAKER_SAMPLE_RATE = 48_000;

/** The node options the processor expects: no input, one stereo output. Mono tracks play on both sides. */
export const SPEAKER_NODE_OPTIONS = {
  numberOfInputs: 0,
  numberOfOutputs: 1,
  outputChannelCount: [2],
} as const;

/** Page to processor, over the node's own port. */
export type ToSpeaker =
  /** The port is transferred; the processor answers to it until `remove-track`. */
  | { readonly type: 'add-track'; readonly trackId: number; readonly port: MessagePort; readonly volume: number }
  | { readonly type: 'remove-track'; readonly trackId: number }
  /** 0 to 1; changes glide, so that they do not click. */
  | { readonly type: 'volume'; readonly trackId: number; readonly volume: number }
  /** `AudioContext.outputLatency`, seconds, whenever it is known better: what is handed out now is heard that much later. */
  | { readonly type: 'output-latency'; readonly seconds: number }
  /** Ends the processor; the node can be collected. */
  | { readonly type: 'close' };

/** Media worker to processor, over a track's port. */
export type ToSpeakerTrack = {
  readonly type: 'block';
  /** Of the first sample, on the publisher's clock. */
  readonly timestamp: Micros;
  /** Hz. */
  readonly sampleRate: number;
  /** One array per channel, all of the same length; transferred. */
  readonly planes: readonly Float32Array<ArrayBuffer>[];
};

/** Processor to media worker, over a track's port, about ten times a second while the context runs. */
export type FromSpeakerTrack = {
  readonly type: 'playhead';
  /** What is heard now, on the publisher's clock; undefined while nothing is. */
  readonly timestamp: Micros | undefined;
  readonly bufferedMs: number;
  /** What the buffer aims at: grows with the jitter of arrivals. */
  readonly targetMs: number;
  /** 0 to 1, of the last seconds. */
  readonly concealedRatio: number;
};
