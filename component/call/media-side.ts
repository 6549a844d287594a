/**
 * The media host of a call and what is published through it, from the first source or join to the end of the call.
 * Knows nothing of rooms, nor of how media is made.
 */
import type { FromMedia } from '../media/messages.ts';
import { CallError } from '../support/errors.ts';
import type { AssetAddresses } from './assets.ts';
import type { KnownOptions } from './call-options.ts';
import type { RemoteParticipant } from './call-state.ts';
import type { Connection } from './connection.ts';
import type { CallEnvironment } from './environment.ts';
import type { LocalMedia } from './local-media.ts';
import { mediaDescription } from './media-description.ts';
import type { MediaHost } from './media-host.ts';
import { Publications } from './publications.ts';

export interface MediaSideOptions {
  readonly environment: CallEnvironment;
  readonly assets: () => AssetAddresses;
  readonly options: () => KnownOptions;
  readonly local: LocalMedia;
  /** Undefined while the call is not joined. */
  readonly connection: () => Connection | undefined;
}

export class MediaSide {
  readonly #options: MediaSideOptions;
  #opening: { readonly host: Promise<MediaHost>; readonly lifetime: AbortController } | undefined;
  #publications: Publications | undefined;
  /** Codecs that somebody in the room cannot show. */
  #avoid: readonly string[] = [];

  constructor(options: MediaSideOptions) {
    this.#options = options;
  }

  /** Undefined while nothing needs it. */
  get host(): Promise<MediaHost> | undefined {
    return this.#opening?.host;
  }

  get publications(): Publications | undefined {
    return this.#publications;
  }

  /** Opens it where it is not open. Rejects where media code cannot run at all; then a later call tries again. */
  open(): Promise<MediaHost> {
    if (this.#opening !== undefined) return this.#opening.host;
    const { environment, assets } = this.#options;
    const opening = { host: environment.openMediaHost(assets().media), lifetime: new AbortController() };
    this.#opening = opening;
    opening.host.then(
      (host) => this.#opened(host, opening.lifetime.signal),
      () => {
        if (this.#opening === opening) this.#opening = undefined;
      },
    );
    return opening.host;
  }

  /** Who is there now: what somebody cannot show is sent to all in another codec. */
  serve(participants: readonly RemoteParticipant[]): void {
    const avoid = [...new Set(participants.flatMap(({ cannotDecode = [] }) => cannotDecode))].sort();
    if (String(avoid) === String(this.#avoid)) return;
    this.#avoid = avoid;
    this.#publications?.configure('camera');
    this.#publications?.configure('screen');
  }

  /** Idempotent; it can be opened again. */
  close(): void {
    this.#publications = undefined;
    this.#opening?.lifetime.abort();
    this.#opening = undefined;
  }

  #opened(host: MediaHost, signal: AbortSignal): void {
    if (signal.aborted) {
      host.close();
      return;
    }
    signal.addEventListener('abort', () => host.close());
    const { environment, assets, options, local, connection } = this.#options;
    const hear = (message: FromMedia) => {
      if (message.type === 'levels') local.levels(message.local);
    };
    host.listen(hear, signal);
    this.#publications = new Publications(
      {
        media: host,
        ask: (body) => connection()?.ask(body) ?? Promise.reject(notJoined()),
        isJoined: () => connection()?.joined ?? false,
        openSource: (track) => environment.openFrameSource(track, assets().capture),
        describe: (source) => mediaDescription(source, options(), this.#avoid),
        onState: (source, state) => local.publicationState(source, state),
        onFailed: (source, error) => local.publicationFailed(source, error),
      },
      signal,
    );
    local.attach(this.#publications);
  }
}

const notJoined = () =>
  new CallError('not-joined', 'The call has not been joined. Call join() first, and wait for it.');
