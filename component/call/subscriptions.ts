/**
 * What is received: all audio by itself, video while a view of it is open, told to relay and media worker and told again
 * after a lost connection. Knows nothing of how anything is decoded.
 */
import type { FromMedia } from '../media/messages.ts';
import { coalesce } from '../support/coalesce.ts';
import type { RemoteParticipant, RemoteTrack } from './call-state.ts';
import type { MediaHost } from './media-host.ts';
import { type RequestBody, RequestRefused } from './requests.ts';
import type { SpeakerPort } from './speaker.ts';

/** A received picture. Whoever opened it places the canvas, whose size follows the frames, and closes the view. */
export interface VideoView {
  readonly canvas: HTMLCanvasElement;
  close(): void; // idempotent
}

export interface SubscriptionsOptions {
  readonly media: MediaHost;
  readonly ask: (body: RequestBody) => Promise<unknown>;
  readonly isJoined: () => boolean;
  /** Undefined where this browser cannot play sound. */
  readonly speaker: SpeakerPort | undefined;
  readonly createCanvas: () => HTMLCanvasElement;
  readonly onPlayback: (trackId: number, playback: RemoteTrack['playback']) => void;
}

/** One canvas per track, since a decoder paints one; several views share it. */
interface Picture {
  readonly canvas: HTMLCanvasElement;
  views: number;
  /** The media worker has the canvas, for good. */
  running: boolean;
}

export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #pictures = new Map<number, Picture>();
  /** Audio tracks that the media worker decodes for the speaker. */
  readonly #voices = new Set<number>();
  readonly #volumes = new Map<string, number>();
  /** Tracks that the relay sends us, as far as we know. */
  readonly #received = new Set<number>();
  /** Asked for and refused: asking again would be refused again. */
  readonly #refused = new Set<number>();
  readonly #sync = coalesce(() => this.#agree());
  #isPermitted = true;
  #roster: readonly RemoteParticipant[] = [];
  #owners: ReadonlyMap<number, RemoteParticipant> = new Map();

  constructor(options: SubscriptionsOptions, signal: AbortSignal) {
    this.#options = options;
    options.media.listen((message) => this.#hear(message), signal);
  }

  /** Who is there now, with which tracks. */
  update(roster: readonly RemoteParticipant[]): void {
    if (roster === this.#roster) return;
    const before = new Map(this.#roster.map((participant) => [participant.id, participant]));
    this.#roster = roster;
    this.#owners = new Map(
      roster.flatMap((participant) => participant.tracks.map((track) => [track.id, participant] as const)),
    );
    for (const participant of roster) {
      const { id: participantId, clockOffsetMicros } = participant;
      if (before.get(participantId)?.clockOffsetMicros === clockOffsetMicros) continue;
      this.#options.media.post({ type: 'clock', participantId, clockOffsetMicros });
    }
    this.#forgetGone();
    this.#listenToAll();
    for (const trackId of this.#pictures.keys()) this.#decode(trackId);
    this.#sync();
  }

  /** Joined, or joined again. A relay that resumed us still sends what it sent. */
  joined(resumed: boolean): void {
    if (!resumed) this.#received.clear();
    this.#refused.clear();
    this.#sync();
  }

  /** Whether the relay sends us anything at all. */
  permit(isPermitted: boolean): void {
    if (isPermitted && !this.#isPermitted) this.#refused.clear();
    this.#isPermitted = isPermitted;
    this.#sync();
  }

  openVideo(trackId: number): VideoView {
    let picture = this.#pictures.get(trackId);
    if (picture === undefined) {
      picture = { canvas: this.#options.createCanvas(), views: 0, running: false };
      this.#pictures.set(trackId, picture);
      this.#decode(trackId);
      this.#sync();
    }
    const shared = picture;
    shared.views += 1;
    let open = true;
    return {
      canvas: shared.canvas,
      close: () => {
        if (!open) return;
        open = false;
        shared.views -= 1;
        if (shared.views === 0 && this.#pictures.get(trackId) === shared) this.#closePicture(trackId);
      },
    };
  }

  /** 0 to 1. */
  setVolume(participantId: string, volume: number): void {
    this.#volumes.set(participantId, volume);
    for (const trackId of this.#voices) {
      if (this.#owners.get(trackId)?.id === participantId) this.#options.speaker?.setVolume(trackId, volume);
    }
  }

  #hear(message: FromMedia): void {
    if (message.type === 'subscription-state') this.#options.onPlayback(message.trackId, message.state);
  }

  /** Tracks that are no more; a view that somebody still holds keeps its last picture until it is closed. */
  #forgetGone(): void {
    for (const trackId of this.#voices) if (!this.#owners.has(trackId)) this.#silence(trackId);
    for (const [trackId, picture] of this.#pictures) {
      if (this.#owners.has(trackId) || !picture.running) continue;
      this.#pictures.delete(trackId);
      this.#options.media.post({ type: 'unsubscribe', trackId });
    }
    for (const trackId of [...this.#received, ...this.#refused]) {
      if (this.#owners.has(trackId)) continue;
      this.#received.delete(trackId);
      this.#refused.delete(trackId);
    }
  }

  #listenToAll(): void {
    const { speaker, media, onPlayback } = this.#options;
    if (speaker === undefined) return;
    for (const participant of this.#roster) {
      for (const { id: trackId, kind } of participant.tracks) {
        if (kind !== 'audio' || this.#voices.has(trackId)) continue;
        this.#voices.add(trackId);
        const port = speaker.addTrack(trackId, this.#volumes.get(participant.id) ?? 1);
        const output = { kind: 'audio', port } as const;
        media.post({ type: 'subscribe', trackId, participantId: participant.id, output }, [port]);
        onPlayback(trackId, 'waiting');
      }
    }
  }

  #silence(trackId: number): void {
    this.#voices.delete(trackId);
    this.#options.speaker?.removeTrack(trackId);
    this.#options.media.post({ type: 'unsubscribe', trackId });
  }

  #decode(trackId: number): void {
    const picture = this.#pictures.get(trackId);
    const participant = this.#owners.get(trackId);
    if (picture === undefined || picture.running || participant === undefined) return;
    picture.running = true;
    const canvas = picture.canvas.transferControlToOffscreen();
    const output = { kind: 'video', canvas } as const;
    this.#options.media.post({ type: 'subscribe', trackId, participantId: participant.id, output }, [canvas]);
    this.#options.onPlayback(trackId, 'waiting');
  }

  #closePicture(trackId: number): void {
    const running = this.#pictures.get(trackId)?.running ?? false;
    this.#pictures.delete(trackId);
    if (running) {
      this.#options.media.post({ type: 'unsubscribe', trackId });
      this.#options.onPlayback(trackId, 'unsubscribed');
    }
    this.#sync();
  }

  /** Tells the relay what it does not know yet. A lost connection ends it; joined() starts it again. */
  async #agree(): Promise<void> {
    if (!this.#options.isJoined() || !this.#isPermitted) return;
    const wanted = new Set([...this.#voices, ...this.#pictures.keys()].filter((trackId) => this.#owners.has(trackId)));
    const missing = [...wanted].filter((trackId) => !this.#received.has(trackId) && !this.#refused.has(trackId));
    const unwanted = [...this.#received].filter((trackId) => !wanted.has(trackId));
    await Promise.all([
      ...missing.map((trackId) =>
        this.#ask({ type: 'subscribe', trackId }, () => this.#received.add(trackId), trackId),
      ),
      ...unwanted.map((trackId) =>
        this.#ask({ type: 'unsubscribe', trackId }, () => this.#received.delete(trackId), trackId),
      ),
    ]);
  }

  async #ask(body: RequestBody, done: () => void, trackId: number): Promise<void> {
    try {
      await this.#options.ask(body);
      done();
    } catch (error) {
      // The track ended meanwhile, and the roster says so in a moment; everything else is the connection's.
      if (error instanceof RequestRefused) {
        this.#refused.add(trackId);
        this.#received.delete(trackId);
      }
    }
  }
}
