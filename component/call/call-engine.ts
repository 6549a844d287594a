/**
 * What a call consists of at a time, and how it begins and ends: devices for as long as the call lives, a media host from
 * the first source on, a room session while joined. Owns the state. Knows nothing of elements or single frames.
 */
import { Devices, rememberedDevice } from '../capture/devices.ts';
import {
  CallErrorEvent,
  DataEvent,
  DeviceChangeEvent,
  MutedEvent,
  TokenExpiringEvent,
  UnmuteAskedEvent,
} from '../events.ts';
import { CallError } from '../support/errors.ts';
import { loaded } from '../support/loaded.ts';
import { type Observable, Source } from '../support/observable.ts';
import { randomId } from '../support/random-id.ts';
import { type AssetAddresses, assetAddresses } from './assets.ts';
import { eventsBetween } from './call-events.ts';
import { type CallChange, type CallOptions, checkOptions, type KnownOptions, knownOptions } from './call-options.ts';
import { type CallAction, nextState } from './call-reducer.ts';
import { type CallState, type EndReason, initialState, type LocalSourceName } from './call-state.ts';
import type { CallEnvironment } from './environment.ts';
import { LocalMedia } from './local-media.ts';
import type { MediaHost } from './media-host.ts';
import { MediaSide } from './media-side.ts';
import { RelayAddresses } from './relay-address.ts';
import { RequestRefused } from './requests.ts';
import type { Notice, RoomSession } from './room-session.ts';
import type { SpeakerPort } from './speaker.ts';
import { checkToken, mayPublish, TokenSource } from './token-source.ts';

interface Joining {
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: CallError) => void;
}

export class CallEngine {
  readonly devices: Devices;
  readonly local: LocalMedia;
  readonly #environment: CallEnvironment;
  readonly #emit: (event: Event) => void;
  readonly #state: Source<CallState>;
  readonly #lifetime = new AbortController();
  /** The same for as long as this call lives: coming back with it is coming back as the same participant. */
  readonly #secret = randomId(32);
  readonly #tokens = new TokenSource();
  #options: KnownOptions;
  readonly #mediaSide: MediaSide;
  #session: RoomSession | undefined;
  #speaker: SpeakerPort | undefined;
  #joining: Joining | undefined;

  constructor(options: CallOptions, environment: CallEnvironment, emit: (event: Event) => void) {
    const { signal } = this.#lifetime;
    this.#options = knownOptions(options);
    this.#tokens.set(options.token);
    this.#tokens.setProvider(options.tokenProvider);
    this.#environment = environment;
    this.#emit = emit;
    this.#state = new Source(initialState(options.name));
    this.devices = new Devices(environment.mediaDevices, signal);
    this.devices.list.observe(
      (devices) => {
        this.local.devicesChanged(devices);
        emit(new DeviceChangeEvent(devices));
      },
      { signal },
    );
    this.local = new LocalMedia({
      environment,
      devices: this.devices,
      options: () => this.#options,
      dispatch: (action) => this.#dispatch(action),
      onCapture: () => void this.#mediaSide.open(),
    });
    this.#mediaSide = new MediaSide({
      environment,
      assets: () => this.#assets(),
      options: () => this.#options,
      local: this.local,
      connection: () => this.#session?.connection,
    });
    this.#assume();
  }

  get state(): Observable<CallState> {
    return this.#state;
  }

  get media(): Promise<MediaHost> | undefined {
    return this.#mediaSide.host;
  }

  get speaker(): SpeakerPort | undefined {
    return this.#speaker;
  }

  /** Throws CallError `not-joined`. */
  joined(): RoomSession {
    const { connection } = this.#state.value;
    const isIn = connection === 'connected' || connection === 'reconnecting';
    if (this.#session !== undefined && isIn) return this.#session;
    throw new CallError('not-joined', 'The call has not been joined. Call join() first, and wait for it.');
  }

  configure(change: CallChange): void {
    const before = this.#options;
    const after: KnownOptions = { ...before, ...change };
    const moves = (['relay', 'room', 'roomSecret'] as const).some((name) => after[name] !== before[name]);
    if (moves && this.#joining !== undefined) {
      throw new CallError('bad-argument', 'A call stays in its room and on its relay. Leave, then join the other one.');
    }
    const renamed = after.name !== before.name;
    if (renamed && this.#joining !== undefined) checkOptions(after);
    this.#options = after;
    if (renamed) {
      this.#dispatch({ type: 'name', name: after.name });
      // Where the connection is just broken, the next join brings the new name.
      this.#session?.rename(after.name).catch(() => undefined);
    }
    this.#tokens.setProvider(after.tokenProvider);
    if (after.token !== before.token) {
      if (this.#session === undefined) {
        this.#tokens.set(after.token);
        this.#assume();
      } else if (after.token)
        this.setToken(after.token).catch((error: CallError) => this.#emit(new CallErrorEvent(error)));
    }
    const pictures = ['codec', 'quality', 'framesPerSecond'] as const;
    if (pictures.some((name) => after[name] !== before[name])) this.local.configure();
    if (!this.local.started) return;
    if (after.audio !== before.audio) this.local.choose('microphone', after.audio);
    if (after.video !== before.video) this.local.choose('camera', after.video);
  }

  async preview(): Promise<void> {
    this.#assertUsable();
    await Promise.all([this.devices.watch(), this.#canPublish ? this.local.start() : undefined]);
  }

  /** Rejects with CallError `bad-token`; the old one then stays. */
  async setToken(token: string): Promise<void> {
    const before = this.#tokens.current;
    this.#tokens.set(checkToken(token));
    try {
      await this.#session?.connection.ask({ type: 'refresh', token });
    } catch (error) {
      if (error instanceof RequestRefused) {
        this.#tokens.set(before);
        throw new CallError('bad-token', error.message, { cause: error });
      }
      // The connection is broken: the next one begins with it.
    }
  }

  async turn(source: LocalSourceName, on: boolean, deviceId: string | undefined): Promise<void> {
    this.#assertUsable();
    if (on && !this.#canPublish) {
      throw new CallError('forbidden', `The relay does not let this participant send a ${source}. Ask a host.`);
    }
    await this.local.set(source, on, deviceId);
  }

  join(): Promise<void> {
    if (this.#joining !== undefined) return this.#joining.done;
    const joining = deferred();
    this.#joining = joining;
    this.#start(joining).catch((error: unknown) => {
      if (joining !== this.#joining) return;
      const failure =
        error instanceof CallError
          ? error
          : new CallError('media-refused', `The call could not start: ${String(error)}.`, { cause: error });
      this.#end('refused', failure);
    });
    return joining.done;
  }

  async leave(): Promise<void> {
    const session = this.#session;
    const joining = this.#joining;
    this.#session = undefined;
    // The camera's light goes out now, not when the relay has said goodbye.
    this.local.stop();
    await session?.leave();
    // It may have been joined anew while the relay was told goodbye.
    if (joining === this.#joining) this.#end('left', undefined);
    else session?.close();
  }

  close(): void {
    this.#end('left', undefined);
    this.#lifetime.abort();
  }

  async #start(joining: Joining): Promise<void> {
    this.#assertUsable();
    checkOptions(this.#options);
    const { environment, options } = { environment: this.#environment, options: this.#options };
    const { clock, pageProtocol } = environment;
    const relays = new RelayAddresses(options.relay, pageProtocol(), clock.random());
    this.#dispatch({ type: 'connecting' });
    // Before anything is awaited: browsers let sound play from within the click that joins.
    this.#speaker = this.#openSpeaker();
    const [media, { RoomSession }, { room, proof }] = await Promise.all([
      this.#mediaSide.open(),
      loaded(import('./room-session.ts')),
      roomOf(options),
      // What fails is in the state, and keeps nobody out. Not before the token, which may forbid it.
      this.#tokens.first().then(() => {
        this.#assume();
        void this.preview();
      }),
    ]);
    if (joining !== this.#joining) return;
    const session = new RoomSession({
      environment,
      media,
      speaker: this.#speaker,
      relays,
      room,
      proof,
      tokens: this.#tokens,
      secret: this.#secret,
      state: () => this.#state.value,
      dispatch: (action) => this.#dispatch(action),
      isSending: () => this.local.active,
      onJoined: (self) => {
        this.#mediaSide.publications?.joined(self);
        joining.resolve();
      },
      onData: (from, data) => this.#emit(new DataEvent({ from, data })),
      onNotice: (notice) => this.#notice(notice),
      onEnded: (reason, error) => this.#end(reason, error),
    });
    this.#session = session;
    session.connection.open();
  }

  #notice(notice: Notice): void {
    switch (notice.type) {
      case 'muted': {
        const { publications } = this.#mediaSide;
        const source = (['camera', 'microphone', 'screen'] as const).find(
          (name) => publications?.trackId(name) === notice.trackId,
        );
        if (source === undefined) return;
        // Turning off asks for no device, so nothing can fail.
        void this.local.set(source, false, undefined);
        this.#emit(new MutedEvent({ source, by: notice.by }));
        break;
      }
      case 'unmute-asked':
        this.#emit(new UnmuteAskedEvent({ source: notice.source, by: notice.by }));
        break;
      case 'token-expiring':
        this.#emit(new TokenExpiringEvent(notice.inMs));
        this.#renewToken().catch((error: CallError) => this.#emit(new CallErrorEvent(error)));
        break;
    }
  }

  async #renewToken(): Promise<void> {
    const before = this.#tokens.current;
    const fresh = await this.#tokens.fresh();
    if (typeof fresh === 'string' && fresh !== before) await this.setToken(fresh);
  }

  get #canPublish(): boolean {
    return this.#state.value.grants.includes('publish');
  }

  /** Before the relay says it, a token may: then nobody is asked for a camera in vain. */
  #assume(): void {
    this.#dispatch({ type: 'assume', mayPublish: mayPublish(this.#tokens.current) });
  }

  #openSpeaker(): SpeakerPort | undefined {
    const { canPlayAudio, isPageSecure, openSpeaker, clock } = this.#environment;
    const onFailed = (error: CallError) => this.#emit(new CallErrorEvent(error));
    if (!canPlayAudio()) {
      onFailed(
        isPageSecure()
          ? new CallError('browser-too-old', 'This browser cannot play the sound of a call. Use a newer one.')
          : new CallError(
              'insecure-page',
              'Only secure pages can play the sound of a call. Serve this page over https.',
            ),
      );
      return undefined;
    }
    return openSpeaker({
      worklet: this.#assets().speaker,
      deviceId: rememberedDevice('speaker'),
      clock,
      onBlocked: (blocked) => this.#dispatch({ type: 'audio-blocked', blocked }),
      onFailed,
    });
  }

  #end(reason: EndReason, error: CallError | undefined): void {
    const joining = this.#joining;
    this.#joining = undefined;
    this.#session?.close();
    this.#session = undefined;
    this.#speaker?.close();
    this.#speaker = undefined;
    this.local.stop();
    this.#mediaSide.close();
    if (joining === undefined) return;
    this.#dispatch({ type: 'ended', reason, error });
    // Without effect where it was joined.
    joining.reject(error ?? new CallError('not-joined', 'The call was left before it was joined.'));
  }

  #dispatch(action: CallAction): void {
    const before = this.#state.value;
    const after = nextState(before, action);
    if (after === before) return;
    this.#state.value = after;
    if (after.grants !== before.grants) {
      if (!after.grants.includes('publish')) this.local.forbid();
      this.#session?.subscriptions.permit(after.grants.includes('subscribe'));
    }
    if (after.participants !== before.participants) {
      this.#session?.subscriptions.update(after.participants);
      this.#mediaSide.serve(after.participants);
    }
    for (const event of eventsBetween(before, after, this.#options.room)) this.#emit(event);
  }

  #assets(): AssetAddresses {
    return assetAddresses(this.#options.assets);
  }

  #assertUsable(): void {
    if (this.#lifetime.signal.aborted) {
      throw new CallError('not-joined', 'This call was closed. Make another one.');
    }
  }
}

async function roomOf({ room, roomSecret }: KnownOptions): Promise<{ room: string; proof: string | undefined }> {
  if (roomSecret === undefined) return { room, proof: undefined };
  const { secretRoom } = await loaded(import('./room-secret.ts'));
  return secretRoom(roomSecret);
}

function deferred(): Joining {
  let resolve = () => {};
  let reject = (_error: CallError) => {};
  const done = new Promise<void>((settle, refuse) => {
    resolve = settle;
    reject = refuse;
  });
  return { done, resolve, reject };
}
