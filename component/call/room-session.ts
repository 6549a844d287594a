/**
 * One stay in a room, from join to leave, through lost connections: wires connection, chat, received tracks and loudspeaker
 * to the call's state. Knows nothing of devices.
 */
import type { FromMedia } from '../media/messages.ts';
import type { JoinResult, Participant, RelayMessage } from '../protocol/control.ts';
import type { CallError } from '../support/errors.ts';
import type { CallAction } from './call-reducer.ts';
import type { CallState, ChatEntry, ConnectionQuality, EndReason } from './call-state.ts';
import { Connection } from './connection.ts';
import type { CallEnvironment } from './environment.ts';
import type { MediaHost } from './media-host.ts';
import { watchQuality } from './quality-watch.ts';
import type { RelayAddresses } from './relay-address.ts';
import type { RequestBody } from './requests.ts';
import { RoomChat } from './room-chat.ts';
import type { SpeakerPort } from './speaker.ts';
import { Subscriptions } from './subscriptions.ts';
import type { TokenSource } from './token-source.ts';
import { Voices } from './voices.ts';

export interface RoomSessionOptions {
  readonly environment: CallEnvironment;
  readonly media: MediaHost;
  readonly speaker: SpeakerPort | undefined;
  readonly relays: RelayAddresses;
  readonly room: string;
  readonly proof: string | undefined;
  readonly tokens: TokenSource;
  readonly secret: string;
  readonly state: () => CallState;
  readonly dispatch: (action: CallAction) => void;
  readonly isSending: () => boolean;
  /** After each join; `self` is what the relay knows of us. */
  readonly onJoined: (self: Participant | undefined) => void;
  readonly onData: (from: string, data: unknown) => void;
  /** A host's doing, or the token's: what is not of the state. */
  readonly onNotice: (notice: Notice) => void;
  /** The relay ended it; the session is closed. */
  readonly onEnded: (reason: EndReason, error: CallError) => void;
}

export type Notice = Extract<RelayMessage, { type: 'muted' | 'unmute-asked' | 'token-expiring' }>;

/** ms: after a relay restart the others come back within seconds; until then their places are kept. */
const REJOIN_GRACE_MS = 10_000;
const CLOCK_TOLERANCE = 1_000; // µs: figures need no more

export class RoomSession {
  readonly connection: Connection;
  readonly subscriptions: Subscriptions;
  readonly #options: RoomSessionOptions;
  readonly #lifetime = new AbortController();
  readonly #chat: RoomChat;
  readonly #voices: Voices;
  /** In the room before the connection broke, and not seen since. */
  readonly #awaited = new Set<string>();
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
      relays: options.relays,
      room: options.room,
      proof: options.proof,
      token: () => options.tokens.current,
      freshToken: () => options.tokens.fresh(),
      secret: options.secret,
      name: () => state().name,
      clock,
      wakes: environment.wakes,
      isIdle: () => environment.isPageHidden() && !options.isSending(),
      onJoined: (result) => this.#joined(result),
      onWaiting: (participantId) => dispatch({ type: 'waiting', participantId }),
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
    this.#chat = new RoomChat({
      ask,
      isJoined,
      clock,
      ownId: () => state().participantId,
      onEntries: (entries) => dispatch({ type: 'chat-entries', entries }),
    });
    this.#voices = new Voices(
      {
        clock,
        participants: () => state().participants,
        onChange: ({ voices, activeId }) => dispatch({ type: 'voices', voices, activeSpeakerId: activeId }),
      },
      signal,
    );
    const onQuality = (quality: ConnectionQuality) => dispatch({ type: 'quality', quality });
    watchQuality({ clock, media, isJoined, state, onQuality }, signal);
  }

  /** Resolves when the relay has it. */
  sendChat(entry: ChatEntry): Promise<ChatEntry> {
    return this.#chat.send(entry);
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
    this.#chat.close();
    this.#options.speaker?.close();
  }

  #joined(result: JoinResult): void {
    const { dispatch, state, onJoined, environment } = this.#options;
    dispatch({ type: 'joined', result });
    this.subscriptions.joined(result.resumed);
    onJoined(result.participants.find(({ id }) => id === result.participantId));
    this.#chat.joined(result);
    this.#toldClockOffset = undefined;
    this.#tellClock();
    void this.#tellUndecodable();
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
    switch (message.type) {
      case 'data':
        this.#options.onData(message.from, message.data);
        break;
      case 'chat':
        this.#chat.delivered(message);
        break;
      case 'muted':
      case 'unmute-asked':
      case 'token-expiring':
        this.#options.onNotice(message);
        break;
      default:
        this.#options.dispatch({ type: 'relay', message });
    }
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

  /** The others then send in another codec. Most browsers have nothing to say. */
  async #tellUndecodable(): Promise<void> {
    const cannotDecode = await this.#options.environment.undecodableCodecs();
    if (cannotDecode.length === 0 || !this.connection.joined) return;
    // Where the connection breaks, the next join tells it again.
    await this.connection.ask({ type: 'update', cannotDecode: [...cannotDecode] }).catch(() => undefined);
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
}
