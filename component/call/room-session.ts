/**
 * One stay in a room, from join to leave, through lost connections: wires connection, chat, received tracks and loudspeaker
 * to the call's state. Knows nothing of devices.
 */
import type { FromMedia, TrackReport } from '../media/messages.ts';
import type { JoinResult, Participant, RelayMessage } from '../protocol/control.ts';
import { every } from '../support/clock.ts';
import type { CallError } from '../support/errors.ts';
import type { CallAction } from './call-reducer.ts';
import type { CallState, ChatEntry, EndReason } from './call-state.ts';
import { ChatOutbox } from './chat-outbox.ts';
import { Connection } from './connection.ts';
import type { CallEnvironment } from './environment.ts';
import type { MediaHost } from './media-host.ts';
import { lossBetween, qualityVerdict } from './quality.ts';
import { mediaReport } from './reports.ts';
import type { RequestBody } from './requests.ts';
import type { SpeakerPort } from './speaker.ts';
import { Subscriptions } from './subscriptions.ts';
import { Voices } from './voices.ts';

export interface RoomSessionOptions {
  readonly environment: CallEnvironment;
  readonly media: MediaHost;
  readonly speaker: SpeakerPort | undefined;
  readonly url: string;
  readonly room: string;
  readonly secret: string;
  readonly state: () => CallState;
  readonly dispatch: (action: CallAction) => void;
  readonly isSending: () => boolean;
  /** After each join; `self` is what the relay knows of us. */
  readonly onJoined: (self: Participant | undefined) => void;
  readonly onData: (from: string, data: unknown) => void;
  /** The relay ended it; the session is closed. */
  readonly onEnded: (reason: EndReason, error: CallError) => void;
}

/** ms: after a relay restart the others come back within seconds; until then their places are kept. */
const REJOIN_GRACE_MS = 10_000;
const QUALITY_INTERVAL_MS = 2_000;
const CLOCK_TOLERANCE = 1_000; // µs: figures need no more

export class RoomSession {
  readonly connection: Connection;
  readonly subscriptions: Subscriptions;
  readonly #options: RoomSessionOptions;
  readonly #lifetime = new AbortController();
  readonly #outbox: ChatOutbox;
  readonly #voices: Voices;
  /** In the room before the connection broke, and not seen since. */
  readonly #awaited = new Set<string>();
  #reports: readonly TrackReport[] = [];
  #toldClockOffset: number | undefined;
  #measuredClockOffset: number | undefined;

  constructor(options: RoomSessionOptions) {
    const { environment, media, speaker, dispatch, state } = options;
    const { clock } = environment;
    const { signal } = this.#lifetime;
    this.#options = options;
    const ask = (body: RequestBody) => this.connection.ask(body);
    const isJoined = () => this.connection.joined;
    media.listen((message) => this.#hear(message), signal);
    this.connection = new Connection({
      media,
      url: options.url,
      room: options.room,
      secret: options.secret,
      name: () => state().name,
      clock,
      wakes: environment.wakes,
      isIdle: () => environment.isPageHidden() && !options.isSending(),
      onJoined: (result) => this.#joined(result),
      onReconnecting: () => dispatch({ type: 'reconnecting' }),
      onMessage: (message) => this.#told(message),
      onEnded: (reason, error) => {
        this.close();
        options.onEnded(reason, error);
      },
    });
    this.subscriptions = new Subscriptions(
      {
        media,
        ask,
        isJoined,
        speaker,
        createCanvas: environment.createCanvas,
        onPlayback: (trackId, playback) => dispatch({ type: 'playback', trackId, playback }),
      },
      signal,
    );
    this.#outbox = new ChatOutbox({
      ask,
      isJoined,
      clock,
      onEntry: (entry) => dispatch({ type: 'chat-entry', entry }),
    });
    this.#voices = new Voices(
      {
        clock,
        participants: () => state().participants,
        onChange: ({ voices, activeId }) => dispatch({ type: 'voices', voices, activeSpeakerId: activeId }),
      },
      signal,
    );
    every(clock, QUALITY_INTERVAL_MS, () => void this.#judgeQuality(), signal);
  }

  /** Resolves when the relay has it. */
  sendChat(entry: ChatEntry): Promise<ChatEntry> {
    return this.#outbox.send(entry);
  }

  async rename(name: string): Promise<void> {
    if (this.connection.joined) await this.connection.ask({ type: 'update', name });
  }

  /** Says goodbye first. Idempotent. */
  async leave(): Promise<void> {
    await this.connection.leave();
    this.close();
  }

  /** Idempotent. The media host and the sources are somebody else's. */
  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.connection.close();
    this.#outbox.close();
    this.#options.speaker?.close();
  }

  #joined(result: JoinResult): void {
    const { dispatch, state, onJoined, environment } = this.#options;
    dispatch({ type: 'joined', result });
    this.subscriptions.joined(result.resumed);
    onJoined(result.participants.find(({ id }) => id === result.participantId));
    this.#outbox.rejoined();
    this.#toldClockOffset = undefined;
    this.#tellClock();
    const present = new Set(result.participants.map(({ id }) => id));
    for (const { id } of state().participants) if (!present.has(id)) this.#awaited.add(id);
    if (this.#awaited.size === 0) return;
    environment.clock.after(REJOIN_GRACE_MS, () => this.#forgetAwaited(), this.#lifetime.signal);
  }

  #forgetAwaited(): void {
    this.#options.dispatch({ type: 'forget', participantIds: new Set(this.#awaited) });
    this.#awaited.clear();
  }

  #told(message: RelayMessage): void {
    if (message.type === 'participant-joined' || message.type === 'participant-updated') {
      this.#awaited.delete(message.participant.id);
    }
    if (message.type === 'data') this.#options.onData(message.from, message.data);
    else this.#options.dispatch({ type: 'relay', message });
  }

  #hear(message: FromMedia): void {
    if (message.type === 'levels') {
      this.#voices.levels(message.remote);
    } else if (message.type === 'clock') {
      this.#measuredClockOffset = message.clockOffsetMicros;
      this.#options.dispatch({ type: 'round-trip', roundTripMs: message.roundTripMs });
      this.#tellClock();
    }
  }

  /** The others need it to tell how old our frames are when they see them. */
  #tellClock(): void {
    const measured = this.#measuredClockOffset;
    const told = this.#toldClockOffset;
    if (measured === undefined || !this.connection.joined) return;
    if (told !== undefined && Math.abs(measured - told) < CLOCK_TOLERANCE) return;
    this.#toldClockOffset = measured;
    this.connection.ask({ type: 'update', clockOffsetMicros: measured }).catch(() => {
      // The connection broke; the next join tells it again.
      this.#toldClockOffset = undefined;
    });
  }

  async #judgeQuality(): Promise<void> {
    const { environment, media, state, dispatch } = this.#options;
    if (!this.connection.joined) return;
    // A worker too busy for figures is no verdict on the network.
    const reports = await mediaReport(media, environment.clock).catch(() => undefined);
    if (reports === undefined || !this.connection.joined) return;
    const lostRatio = lossBetween(this.#reports, reports);
    this.#reports = reports;
    const { roundTripMs, participants, camera } = state();
    const stalledTracks = participants
      .filter(({ connected }) => connected)
      .flatMap(({ tracks }) => tracks)
      .filter(({ playback, muted }) => playback === 'stalled' && !muted).length;
    const quality = qualityVerdict({ roundTripMs, lostRatio, stalledTracks, limitedBy: camera.limitedBy });
    dispatch({ type: 'quality', quality });
  }
}
