/** Everything that is sent, by source, through device changes and lost connections. Knows nothing of devices' states. */
import type { FromMedia } from '../media/messages.ts';
import type { Participant, TrackSource } from '../protocol/control.ts';
import { Publication, type PublicationOptions } from './publication.ts';

export class Publications {
  readonly #options: PublicationOptions;
  readonly #publications = new Map<TrackSource, Publication>();

  constructor(options: PublicationOptions, signal: AbortSignal) {
    this.#options = options;
    options.media.listen((message) => this.#hear(message), signal);
  }

  /** Sends this track from now on: in place of an earlier one of the source, or as a new publication. */
  offer(source: TrackSource, track: MediaStreamTrack, muted: boolean): void {
    let publication = this.#publications.get(source);
    if (publication === undefined) {
      publication = new Publication(source, track.kind === 'audio' ? 'audio' : 'video', this.#options);
      this.#publications.set(source, publication);
    }
    publication.setMuted(muted);
    void publication.setTrack(track);
  }

  /** The track is ending; the publication stays, muted, for the next one. */
  suspend(source: TrackSource): void {
    this.#publications.get(source)?.suspend();
  }

  mute(source: TrackSource, muted: boolean): void {
    this.#publications.get(source)?.setMuted(muted);
  }

  withdraw(source: TrackSource): void {
    this.#publications.get(source)?.withdraw();
    this.#publications.delete(source);
  }

  /** The settings that `describe` gives have changed. */
  configure(source: TrackSource): void {
    this.#publications.get(source)?.configure();
  }

  has(source: TrackSource): boolean {
    return this.#publications.has(source);
  }

  trackId(source: TrackSource): number | undefined {
    return this.#publications.get(source)?.trackId;
  }

  /** Joined, or joined again: `self` is what the relay knows of us. */
  joined(self: Participant | undefined): void {
    const known = new Map(self?.tracks.map((track) => [track.id, track]));
    for (const publication of this.#publications.values()) {
      const { trackId } = publication;
      publication.joined(trackId === undefined ? undefined : known.get(trackId));
      if (trackId !== undefined) known.delete(trackId);
    }
    // Published over the connection that broke, its id lost with the answer; or withdrawn meanwhile.
    for (const trackId of known.keys()) {
      this.#options.ask({ type: 'unpublish', trackId }).catch(() => undefined);
    }
  }

  /** Releases what the page does for the sources. */
  close(): void {
    for (const source of [...this.#publications.keys()]) this.withdraw(source);
  }

  #hear(message: FromMedia): void {
    if (message.type === 'publication-state') {
      const source = message.key as TrackSource;
      this.#publications.get(source)?.setDetails(message);
      this.#options.onState(source, message);
    } else if (message.type === 'publication-failed') {
      const source = message.key as TrackSource;
      this.#publications.get(source)?.failed(message);
    }
  }
}
