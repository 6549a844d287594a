/**
 * What the page and the media worker say to each other; the same over a MessageChannel where workers are refused.
 * The worker owns the socket and all work per frame; the page owns what the call means. Knows nothing of either's insides.
 */
import type { ClientMessage, RelayMessage } from '../protocol/control.ts';
import type { Micros } from '../protocol/units.ts';

export type VideoCodec = 'av1' | 'vp9' | 'h264' | 'vp8' | 'mjpeg';
export type VideoCodecChoice = 'auto' | VideoCodec;
export type VideoQuality = 'auto' | '360p' | '720p' | '1080p';

export interface VideoSettings {
  readonly codec: VideoCodecChoice;
  /** Codecs that somebody in the room cannot show: not used, even where asked for by name. */
  readonly avoid?: readonly string[];
  readonly quality: VideoQuality;
  /** Upper limit; rate control may go below. */
  readonly framesPerSecond: number;
  /** `motion` keeps the frame rate and gives up detail, `detail` (screens) the other way round. */
  readonly content: 'motion' | 'detail';
}

/** Where raw frames come from. All of it is transferred: the worker closes every frame it reads and ends the stream. */
export type FrameSource =
  | { readonly kind: 'stream'; readonly readable: ReadableStream<VideoFrame | AudioData> }
  /** Without MediaStreamTrackProcessor. The worker asks for each video frame with a `FrameRequest`, the page answers
   * each with a `FrameAnswer` (transferred); audio comes unasked, as `AudioBlock`s. */
  | { readonly kind: 'port'; readonly port: MessagePort };

/** Over a video `port`, worker to page: take a picture now. The worker's timers run in hidden tabs, the page's do not. */
export interface FrameRequest {
  readonly type: 'frame';
}

/** Over a video `port`, page to worker: the picture now, an ImageBitmap where the browser has no VideoFrame; null while
 * there is none (the device starts, or the track has ended). */
export type FrameAnswer = VideoFrame | ImageBitmap | null;

/** Over an audio `port`, from the capture worklet: interleaved by channel planes, 48 kHz, transferred. */
export interface AudioBlock {
  readonly planes: readonly Float32Array<ArrayBuffer>[];
  /** AudioContext time of the first sample, seconds. */
  readonly contextTime: number;
}

/** Named by the page: a publication exists before the relay has given its track an id. */
export type PublicationKey = string;

/** True: about a second socket, opened before the first one ends; only control messages travel over it. */
interface Beside {
  readonly beside?: true;
}

export type ToMedia =
  /** Opens the socket. The worker sends pings by itself, and receipts. */
  | ({ readonly type: 'connect'; readonly url: string; readonly subprotocols: readonly string[] } & Beside)
  | ({ readonly type: 'disconnect'; readonly code: number; readonly reason: string } & Beside)
  | ({ readonly type: 'control'; readonly message: ClientMessage } & Beside)
  /** Takes the socket beside for everything from now on, once it has joined, and closes the other with `code`. */
  | { readonly type: 'switch'; readonly code: number; readonly reason: string }
  | {
      readonly type: 'publish';
      readonly key: PublicationKey;
      readonly media:
        | { readonly kind: 'video'; readonly settings: VideoSettings }
        | { readonly kind: 'audio'; readonly bitrateBps: number };
      readonly source: FrameSource;
    }
  /** From now on packets of this publication go out as `trackId`; undefined holds them back (not joined). */
  | { readonly type: 'bind'; readonly key: PublicationKey; readonly trackId: number | undefined }
  /** A paused publication reads and drops its frames, encodes and sends nothing. */
  | { readonly type: 'pause'; readonly key: PublicationKey; readonly paused: boolean }
  | { readonly type: 'configure'; readonly key: PublicationKey; readonly settings: VideoSettings }
  /** Another device: the encoder stays, and starts the new pictures with a keyframe. */
  | { readonly type: 'replace-source'; readonly key: PublicationKey; readonly source: FrameSource }
  | { readonly type: 'unpublish'; readonly key: PublicationKey }
  /** Decodes the packets of a track from now on. Telling the relay (`subscribe` message) is the page's part. */
  | {
      readonly type: 'subscribe';
      readonly trackId: number;
      readonly participantId: string;
      readonly output:
        | { readonly kind: 'video'; readonly canvas: OffscreenCanvas }
        /** To the speaker worklet, which plays it; see playback/speaker-messages.ts. */
        | { readonly kind: 'audio'; readonly port: MessagePort };
    }
  | { readonly type: 'unsubscribe'; readonly trackId: number }
  /** Publisher's clock minus the relay's, from the roster; for glass-to-glass figures. */
  | { readonly type: 'clock'; readonly participantId: string; readonly clockOffsetMicros: number }
  | { readonly type: 'report'; readonly requestId: number }
  /** Ends everything: frames, encoders, decoders, socket. */
  | { readonly type: 'close' };

export type FromMedia =
  /** First message of a worker: it loaded and runs. */
  | { readonly type: 'ready' }
  | ({ readonly type: 'connected' } & Beside)
  | ({ readonly type: 'disconnected'; readonly code: number; readonly reason: string } & Beside)
  | ({ readonly type: 'control'; readonly message: RelayMessage } & Beside)
  /** What was the socket beside is the only one; nothing more comes of the other. */
  | { readonly type: 'switched' }
  /** After each clock probe, at least every HEARTBEAT_INTERVAL_MS. */
  | { readonly type: 'clock'; readonly roundTripMs: number; readonly clockOffsetMicros: number }
  /** When what is sent changes: first frame, codec fallback, rate control's steps. */
  | {
      readonly type: 'publication-state';
      readonly key: PublicationKey;
      readonly codec: string;
      readonly width: number;
      readonly height: number;
      readonly framesPerSecond: number;
      /** Why less than asked for is sent. */
      readonly limitedBy: 'none' | 'network' | 'processor';
    }
  /** Nothing more comes of this publication until it is published again. */
  | {
      readonly type: 'publication-failed';
      readonly key: PublicationKey;
      readonly code: 'encoder-failed' | 'source-ended';
      readonly message: string;
    }
  /** `playing` with the first painted frame or played block, and when codec or size change; `stalled` after 2 s
   * without a frame although the track is not muted. */
  | {
      readonly type: 'subscription-state';
      readonly trackId: number;
      readonly state: 'waiting' | 'playing' | 'stalled';
      readonly codec: string;
      readonly width: number;
      readonly height: number;
    }
  /** About 10 a second while any sound is sent or received: 0 (silence) to 1, by track id; `local` by publication key. */
  | {
      readonly type: 'levels';
      readonly remote: readonly (readonly [trackId: number, level: number])[];
      readonly local: readonly (readonly [key: PublicationKey, level: number])[];
    }
  | { readonly type: 'report'; readonly requestId: number; readonly tracks: readonly TrackReport[] };

/**
 * `media/session.ts` exports `runMedia` of this type: the whole media side on this thread, over a port, for pages that may
 * not start workers. It says `ready`, too. `media/worker.ts` is the same around the worker's own port.
 */
export type RunMedia = (port: MessagePort) => void;

/** Figures of the last second or so, but `packets` and `dropped`, which count from the start. */
export interface TrackReport {
  readonly direction: 'in' | 'out';
  readonly kind: 'audio' | 'video';
  /** Undefined for a publication not yet bound. */
  readonly trackId: number | undefined;
  readonly key?: PublicationKey;
  readonly participantId?: string;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  readonly packets: number;
  /** Count by reason: `encoder-busy` `uplink-full` `relay` `late` `decoder-busy` `no-keyframe` `corrupt`… */
  readonly dropped: Readonly<Record<string, number>>;
  /** Capture to paint (or to play), milliseconds, of received tracks once clocks are known. */
  readonly glassToGlassMs?: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Audio: sound waiting to be played, and how much of the last seconds was concealed (0 to 1). */
  readonly jitterBufferMs?: number;
  readonly concealedRatio?: number;
  /** Median milliseconds in the encoder or decoder. */
  readonly codecMs?: number;
  readonly keyframes?: number;
}

/** The instant now on this browser's media clock: since the Unix epoch, monotonic, the same in page and worker. */
export const nowMicros = (): Micros => Math.round((performance.timeOrigin + performance.now()) * 1000) as Micros;
