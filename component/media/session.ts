/**
 * The media side of one call: takes the page's messages, owns connection, publications and subscriptions, and tells the
 * page what becomes of them. Runs in a worker, or on the page's thread over a MessageChannel. Knows no codec.
 */
import { type OpenEncoder, openEncoder } from '../encode/open-encoder.ts';
import type { ClockOffsets } from '../playback/latency-meter.ts';
import { Playhead } from '../playback/playhead.ts';
import type { ClientMessage, RelayMessage } from '../protocol/control.ts';
import { type LinkClock, RelayLink } from '../transport/relay-link.ts';
import type { OpenTransport } from '../transport/transport.ts';
import { openWebSocket } from '../transport/websocket-transport.ts';
import { AudioPublication } from './audio-publication.ts';
import { AudioSubscription } from './audio-subscription.ts';
import {
  type FromMedia,
  nowMicros,
  type PublicationKey,
  type RunMedia,
  type ToMedia,
  type VideoCodec,
} from './messages.ts';
import type { Publication, PublicationEvents } from './publication.ts';
import type { Subscription, SubscriptionEvents } from './subscription.ts';
import { VideoPublication } from './video-publication.ts';
import { type CreateDecoder, createDecoder, VideoSubscription } from './video-subscription.ts';

/** How often rate control looks, levels are told and stalls are noticed. */
const TICK_MS = 100;
/** ms: for a socket to say that it closes. The page ends the worker soon after that anyway. */
const GOODBYE_MS = 300;
/** Packets a relay sent that break the protocol: the first few are told, the rest would only fill the console. */
const MAX_WARNINGS = 5;
/** Less than this is not worth a message to the page. */
const AUDIBLE_LEVEL = 0.01;

/** What tests put in place of network and codecs. */
export interface MediaDependencies {
  readonly openTransport: OpenTransport;
  readonly openEncoder: OpenEncoder;
  readonly createDecoder: CreateDecoder;
}

const REAL: MediaDependencies = { openTransport: openWebSocket, openEncoder, createDecoder };

const clock: LinkClock = { nowMs: () => performance.now(), nowMicros };

/** A MessagePort, or a worker's own global scope. */
export interface MediaPort {
  postMessage(message: FromMedia): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent<ToMedia>) => void,
    options: AddEventListenerOptions,
  ): void;
  start?(): void;
  close(): void;
}

export const runMedia: RunMedia = (port) => startMedia(port);

export function startMedia(port: MediaPort, dependencies: Partial<MediaDependencies> = {}): void {
  new MediaSession(port, { ...REAL, ...dependencies });
}

class MediaSession {
  readonly #port: MediaPort;
  readonly #dependencies: MediaDependencies;
  readonly #lifetime = new AbortController();
  readonly #publications = new Map<PublicationKey, Publication>();
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #playheads = new Map<string, Playhead>();
  /** Of each participant's clock, µs from the relay's. */
  readonly #clockOffsets = new Map<string, number>();
  readonly #distrusted = new Set<VideoCodec>();
  #ownClockOffset: number | undefined;
  #link: RelayLink | undefined;
  /** Opened before `#link` ends, to take its place. */
  #besideLink: RelayLink | undefined;
  #warnings = 0;
  #wasAudible = false;

  constructor(port: MediaPort, dependencies: MediaDependencies) {
    this.#port = port;
    this.#dependencies = dependencies;
    const { signal } = this.#lifetime;
    port.addEventListener('message', ({ data }) => this.#receive(data), { signal });
    port.start?.();
    const timer = setInterval(() => this.#tick(), TICK_MS);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    this.#tell({ type: 'ready' });
  }

  #receive(message: ToMedia): void {
    switch (message.type) {
      case 'connect':
        this.#connect(message);
        break;
      case 'disconnect':
        (message.beside ? this.#besideLink : this.#link)?.close(message.code, message.reason);
        break;
      case 'control':
        (message.beside ? this.#besideLink : this.#link)?.sendControl(message.message);
        break;
      case 'switch':
        this.#switch(message);
        break;
      case 'publish':
        this.#publish(message);
        break;
      case 'bind':
        this.#publications.get(message.key)?.bind(this.#link?.isOpen ? message.trackId : undefined);
        break;
      case 'pause':
        this.#publications.get(message.key)?.setPaused(message.paused);
        break;
      case 'configure': {
        const publication = this.#publications.get(message.key);
        if (publication instanceof VideoPublication) publication.configure(message.settings);
        break;
      }
      case 'replace-source':
        this.#publications.get(message.key)?.setSource(message.source);
        break;
      case 'unpublish':
        this.#unpublish(message.key);
        break;
      case 'subscribe':
        this.#subscribe(message);
        break;
      case 'unsubscribe':
        this.#unsubscribe(message.trackId);
        break;
      case 'clock':
        this.#clockOffsets.set(message.participantId, message.clockOffsetMicros);
        break;
      case 'report':
        this.#report(message.requestId);
        break;
      case 'close':
        this.#close();
        break;
    }
  }

  #connect({ url, subprotocols, beside }: Extract<ToMedia, { type: 'connect' }>): void {
    (beside ? this.#besideLink : this.#link)?.close(1000, 'another connection');
    if (!beside) this.#holdBack();
    const { openTransport: open } = this.#dependencies;
    const link: RelayLink = new RelayLink(
      { open, address: { url, subprotocols }, routes: this.#subscriptions, clock },
      {
        onOpen: () => this.#tell({ type: 'connected', ...this.#mark(link) }),
        onControl: (control) => this.#control(control, link),
        onClock: ({ roundTripMs, clockOffsetMicros }) => {
          if (link !== this.#link) return;
          this.#ownClockOffset = clockOffsetMicros;
          this.#tell({ type: 'clock', roundTripMs, clockOffsetMicros });
        },
        onMalformed: (error) => this.#warn(error),
        onClose: (code, reason) => this.#disconnected(link, code, reason),
      },
    );
    if (beside) this.#besideLink = link;
    else this.#link = link;
  }

  #mark(link: RelayLink): { beside?: true } {
    return link === this.#besideLink ? { beside: true } : {};
  }

  #disconnected(link: RelayLink, code: number, reason: string): void {
    if (link === this.#besideLink) {
      this.#tell({ type: 'disconnected', code, reason, beside: true });
      this.#besideLink = undefined;
    } else if (link === this.#link) {
      // Of a connection that another has replaced, the page need not hear.
      this.#link = undefined;
      this.#holdBack();
      this.#tell({ type: 'disconnected', code, reason });
    }
  }

  #switch({ code, reason }: Extract<ToMedia, { type: 'switch' }>): void {
    const before = this.#link;
    // It broke in the same moment, and the page has been told so.
    if (!this.#besideLink) return;
    this.#link = this.#besideLink;
    this.#besideLink = undefined;
    this.#holdBack();
    this.#tell({ type: 'switched' });
    before?.close(code, reason);
  }

  /** Packets before the next join would break the protocol: the page binds anew when it has joined. */
  #holdBack(): void {
    for (const publication of this.#publications.values()) publication.bind(undefined);
  }

  #control(message: RelayMessage, link: RelayLink): void {
    if (message.type === 'keyframe-requested') this.#publicationOf(message.trackId)?.requestKeyframe();
    else if (message.type === 'track-demand') this.#publicationOf(message.trackId)?.setDemand(message);
    this.#tell({ type: 'control', message, ...this.#mark(link) });
  }

  #publicationOf(trackId: number): Publication | undefined {
    return [...this.#publications.values()].find((publication) => publication.trackId === trackId);
  }

  #publish({ key, media, source }: Extract<ToMedia, { type: 'publish' }>): void {
    this.#unpublish(key);
    const link = () => this.#link;
    const events: PublicationEvents = {
      onState: (state) => this.#tell(state),
      onFailed: (failed) => {
        this.#publications.delete(key);
        this.#tell(failed);
      },
    };
    const publication =
      media.kind === 'audio'
        ? new AudioPublication({ key, bitrateBps: media.bitrateBps, link, events })
        : new VideoPublication({
            key,
            settings: media.settings,
            link,
            openEncoder: this.#dependencies.openEncoder,
            distrusted: this.#distrusted,
            events,
            cores: navigator.hardwareConcurrency,
          });
    this.#publications.set(key, publication);
    publication.setSource(source);
  }

  #unpublish(key: PublicationKey): void {
    this.#publications.get(key)?.close();
    this.#publications.delete(key);
  }

  #subscribe({ trackId, participantId, output }: Extract<ToMedia, { type: 'subscribe' }>): void {
    this.#unsubscribe(trackId);
    const events: SubscriptionEvents = {
      onState: (state) => this.#tell(state),
      requestKeyframe: (id) => this.#send({ type: 'request-keyframe', trackId: id }),
    };
    const playhead = this.#playheadOf(participantId);
    const clocks = (): ClockOffsets => ({
      own: this.#ownClockOffset,
      publisher: this.#clockOffsets.get(participantId),
    });
    const common = { trackId, participantId, playhead, clocks, events };
    const { createDecoder: create } = this.#dependencies;
    this.#subscriptions.set(
      trackId,
      output.kind === 'audio'
        ? new AudioSubscription({ ...common, port: output.port })
        : new VideoSubscription({ ...common, canvas: output.canvas, createDecoder: create }),
    );
  }

  #unsubscribe(trackId: number): void {
    const subscription = this.#subscriptions.get(trackId);
    if (!subscription) return;
    subscription.close();
    this.#subscriptions.delete(trackId);
    const { participantId } = subscription;
    const isLast = ![...this.#subscriptions.values()].some((other) => other.participantId === participantId);
    if (isLast) this.#playheads.delete(participantId);
  }

  #playheadOf(participantId: string): Playhead {
    const playhead = this.#playheads.get(participantId) ?? new Playhead();
    this.#playheads.set(participantId, playhead);
    return playhead;
  }

  #send(message: ClientMessage): void {
    if (this.#link?.isOpen) this.#link.sendControl(message);
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const publication of [...this.#publications.values()]) publication.tick(nowMs);
    for (const subscription of this.#subscriptions.values()) subscription.tick(nowMs);
    this.#tellLevels();
  }

  #tellLevels(): void {
    const remote: [number, number][] = [];
    const local: [PublicationKey, number][] = [];
    for (const { trackId, level } of this.#subscriptions.values())
      if (level !== undefined) remote.push([trackId, level]);
    for (const { key, level } of this.#publications.values()) if (level !== undefined) local.push([key, level]);
    const isAudible = [...remote, ...local].some(([, level]) => level > AUDIBLE_LEVEL);
    // Once more after the last sound, so that no meter stays up.
    if (isAudible || this.#wasAudible) this.#tell({ type: 'levels', remote, local });
    this.#wasAudible = isAudible;
  }

  #report(requestId: number): void {
    const nowMs = performance.now();
    const tracks = [...this.#publications.values(), ...this.#subscriptions.values()].map((one) => one.report(nowMs));
    this.#tell({ type: 'report', requestId, tracks });
  }

  #warn(error: Error): void {
    this.#warnings++;
    if (this.#warnings <= MAX_WARNINGS) console.warn(`stream-room: ignored what the relay sent: ${error.message}`);
  }

  #tell(message: FromMedia): void {
    if (!this.#lifetime.signal.aborted) this.#port.postMessage(message);
  }

  #close(): void {
    for (const key of [...this.#publications.keys()]) this.#unpublish(key);
    for (const trackId of [...this.#subscriptions.keys()]) this.#unsubscribe(trackId);
    this.#besideLink?.close(1000, 'closed');
    this.#link?.close(1000, 'closed');
    this.#lifetime.abort();
    // A worker that ends at once takes its socket's goodbye with it.
    setTimeout(() => this.#port.close(), GOODBYE_MS);
  }
}
