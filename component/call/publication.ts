/**
 * One local source that is sent: its track on the relay and its publication in the media worker, kept in agreement
 * through mutes, device changes and lost connections. Knows nothing of devices' states nor of how frames are encoded.
 */
import type { OpenedFrameSource } from '../capture/frame-source.ts';
import type { FromMedia, ToMedia } from '../media/messages.ts';
import type { PublishResult, Track, TrackKind, TrackSource } from '../protocol/control.ts';
import { coalesce } from '../support/coalesce.ts';
import { CallError } from '../support/errors.ts';
import type { MediaHost } from './media-host.ts';
import { type RequestBody, RequestRefused } from './requests.ts';

export type MediaDescription = Extract<ToMedia, { type: 'publish' }>['media'];
export type PublicationDetails = Pick<Track, 'codec' | 'width' | 'height' | 'framesPerSecond'>;
export type PublicationState = Extract<FromMedia, { type: 'publication-state' }>;

export interface PublicationOptions {
  readonly media: MediaHost;
  readonly ask: (body: RequestBody) => Promise<unknown>;
  readonly isJoined: () => boolean;
  readonly openSource: (track: MediaStreamTrack) => Promise<OpenedFrameSource>;
  readonly describe: (source: TrackSource) => MediaDescription;
  readonly onState: (source: TrackSource, state: PublicationState) => void;
  readonly onFailed: (source: TrackSource, error: CallError) => void;
}

const NOTHING_SENT: PublicationDetails = { codec: '', width: 0, height: 0, framesPerSecond: 0 };
/** Failures after which a publication is not tried again until its source is turned on anew. */
const MAX_FAILURES = 3;

export class Publication {
  trackId: number | undefined;
  readonly #source: TrackSource;
  readonly #kind: TrackKind;
  readonly #options: PublicationOptions;
  readonly #sync = coalesce(() => this.#agree());
  #track: MediaStreamTrack | undefined;
  #opened: OpenedFrameSource | undefined;
  /** The media worker has it. */
  #running = false;
  #muted = false;
  #withdrawn = false;
  #failures = 0;
  #details = NOTHING_SENT;
  /** What the relay was told last. */
  #told: { readonly muted: boolean; readonly details: PublicationDetails } | undefined;

  constructor(source: TrackSource, kind: TrackKind, options: PublicationOptions) {
    this.#source = source;
    this.#kind = kind;
    this.#options = options;
  }

  async setTrack(track: MediaStreamTrack): Promise<void> {
    this.#track = track;
    this.#failures = 0;
    await this.#run();
    this.#sync();
  }

  suspend(): void {
    this.#track = undefined;
    this.setMuted(true);
    this.#opened?.close();
    this.#opened = undefined;
  }

  setMuted(muted: boolean): void {
    if (muted === this.#muted) return;
    this.#muted = muted;
    this.#post({ type: 'pause', key: this.#source, paused: muted });
    this.#sync();
  }

  setDetails({ codec, width, height, framesPerSecond }: PublicationDetails): void {
    this.#details = { codec, width, height, framesPerSecond };
    this.#sync();
  }

  configure(): void {
    const media = this.#options.describe(this.#source);
    if (media.kind === 'video') this.#post({ type: 'configure', key: this.#source, settings: media.settings });
  }

  withdraw(): void {
    this.#withdrawn = true;
    this.#track = undefined;
    this.#opened?.close();
    this.#post({ type: 'unpublish', key: this.#source });
    this.#running = false;
    this.#sync();
  }

  joined(known: Track | undefined): void {
    this.trackId = known?.id;
    this.#told = known && { muted: known.muted, details: known };
    this.#post({ type: 'bind', key: this.#source, trackId: this.trackId });
    this.#sync();
  }

  failed({ code, message }: { readonly code: 'encoder-failed' | 'source-ended'; readonly message: string }): void {
    this.#running = false;
    const track = this.#track;
    // A device that is gone tells so itself; its source offers another track when it is back.
    if (track === undefined || track.readyState === 'ended') return;
    this.#failures += 1;
    if (this.#failures <= MAX_FAILURES) {
      void this.#run();
      return;
    }
    this.setMuted(true);
    const what = code === 'encoder-failed' ? 'could not be encoded' : 'stopped coming';
    this.#fail(new CallError('encoder-failed', `The ${this.#source}'s frames ${what}: ${message} Turn it on again.`));
  }

  /** Hands the track's frames to the media worker. */
  async #run(): Promise<void> {
    const track = this.#track;
    if (track === undefined) return;
    let opened: OpenedFrameSource;
    try {
      opened = await this.#options.openSource(track);
    } catch (error) {
      this.#track = undefined;
      this.#fail(error);
      return;
    }
    if (track !== this.#track || this.#withdrawn) {
      opened.close();
      return;
    }
    this.#opened?.close();
    this.#opened = opened;
    const { source, transfer } = opened;
    const { media } = this.#options;
    const key = this.#source;
    if (this.#running) {
      media.post({ type: 'replace-source', key, source }, transfer);
      return;
    }
    this.#running = true;
    media.post({ type: 'publish', key, media: this.#options.describe(key), source }, transfer);
    this.#post({ type: 'pause', key, paused: this.#muted });
    this.#post({ type: 'bind', key, trackId: this.trackId });
  }

  #fail(error: unknown): void {
    const failure =
      error instanceof CallError ? error : new CallError('encoder-failed', String(error), { cause: error });
    this.#options.onFailed(this.#source, failure);
  }

  #post(message: ToMedia): void {
    if (this.#running) this.#options.media.post(message);
  }

  /** Tells the relay what it does not know yet. A lost connection ends it; joined() starts it again. */
  async #agree(): Promise<void> {
    const { isJoined, ask } = this.#options;
    try {
      while (isJoined()) {
        const body = this.#nextRequest();
        if (body === undefined) return;
        const result = await ask(body);
        this.#answered(body, result);
      }
    } catch (error) {
      const broken = error instanceof CallError && !(error instanceof RequestRefused);
      // What is withdrawn and refused is gone all the same.
      if (!broken && !this.#withdrawn) this.#fail(error);
    }
  }

  #nextRequest(): RequestBody | undefined {
    const { trackId } = this;
    if (this.#withdrawn) return trackId === undefined ? undefined : { type: 'unpublish', trackId };
    const muted = this.#muted;
    if (trackId === undefined) {
      // A source that has never been on has no track to show.
      if (this.#track === undefined && this.#told === undefined) return undefined;
      return { type: 'publish', kind: this.#kind, source: this.#source, muted };
    }
    if (this.#told !== undefined && this.#told.muted === muted && sameDetails(this.#told.details, this.#details)) {
      return undefined;
    }
    return { type: 'update-track', trackId, muted, ...this.#details };
  }

  #answered(body: RequestBody, result: unknown): void {
    switch (body.type) {
      case 'publish':
        this.trackId = trackIdOf(result);
        this.#told = { muted: body.muted, details: NOTHING_SENT };
        this.#post({ type: 'bind', key: this.#source, trackId: this.trackId });
        break;
      case 'update-track':
        this.#told = { muted: body.muted ?? false, details: { ...this.#details, ...body } as PublicationDetails };
        break;
      case 'unpublish':
        this.trackId = undefined;
        break;
    }
  }
}

/** Checked by hand: the schemas of all messages would come into what loads before the lobby. */
function trackIdOf(result: unknown): number {
  const { trackId } = (result ?? {}) as Partial<PublishResult>;
  if (Number.isInteger(trackId)) return trackId as number;
  throw new CallError(
    'encoder-failed',
    `The relay gave a track no id: ${JSON.stringify(result)?.slice(0, 80)}. Update it.`,
  );
}

const sameDetails = (a: PublicationDetails, b: PublicationDetails): boolean =>
  a.codec === b.codec && a.width === b.width && a.height === b.height && a.framesPerSecond === b.framesPerSecond;
