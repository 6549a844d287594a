/**
 * <stream-room>: turns attributes and properties into a Call, the Call's state into an interface, and its events into
 * DOM events. Composes ui/. Knows nothing of media, sockets or how anything is drawn.
 */
import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, type PropertyDeclaration, type PropertyValues } from 'lit';
import {
  ATTRIBUTES,
  type AttributeName,
  cleanName,
  type Layout,
  type OnOff,
  propertyDeclarations,
  readAttribute,
  type Theme,
} from './attributes.ts';
import { Call, type CallChange, type CallOptions, type SourceChoice } from './call/call.ts';
import type { CallState, ChatEntry } from './call/call-state.ts';
import type { CallStats } from './call/stats.ts';
import { ReadyEvent, type StreamRoomEventMap } from './events.ts';
import { useLanguage } from './localization/locales.ts';
import type { VideoCodecChoice, VideoQuality } from './media/messages.ts';
import { CallError } from './support/errors.ts';
import { avatarStyles } from './ui/avatar.ts';
import type { CallActions, CallView } from './ui/call-view.ts';
import type { Panel } from './ui/control-bar.ts';
import { selectStyles } from './ui/device-select.ts';
import { endedStyles, endedTemplate } from './ui/ended.ts';
import { levelMeterStyles } from './ui/level-meter.ts';
import { joiningTemplate, lobbyTemplate } from './ui/lobby.ts';
import { lobbyStyles } from './ui/lobby-styles.ts';
import { themeStyles } from './ui/theme.ts';

const MOVE_GRACE_MS = 1_000; // a framework that moves the element puts it back within a few frames

/** Of the Call, what the element hands on. */
const FORWARDED = [
  'join',
  'leave',
  'participant-join',
  'participant-leave',
  'participant-update',
  'chat-message',
  'data',
  'connection-change',
  'quality-change',
  'microphone-toggle',
  'camera-toggle',
  'screenshare-toggle',
  'audio-blocked',
  'device-change',
  'permission',
  'error',
] as const satisfies readonly (keyof StreamRoomEventMap)[];

type Phase = 'lobby' | 'joining' | 'call' | 'ended';
type Source = 'camera' | 'microphone' | 'screen';

/**
 * A live call: lobby, call and what comes after, in one tag.
 *
 * @tagname stream-room
 *
 * @attr {string} relay - Base address of the relay (http, https, ws or wss). Default: where the script came from, else the page's origin. Changed during a call: leaves, and joins there.
 * @attr {string} room - Name of the room, at most 128 characters. Changed during a call: leaves, and joins the new room.
 * @attr {string} display-name - How the others see this person, at most 64 characters. Empty: the lobby asks for it.
 * @attr {string} lang - Language of the interface, as a language tag. English where there is no translation yet.
 * @attr {on|off|none} audio - Microphone at the start: `on` (default), `off`, or `none`: never asks for it and shows no button.
 * @attr {on|off|none} video - Camera at the start: `on` (default), `off`, or `none`: never asks for it and shows no button.
 * @attr {boolean} autojoin - Joins at once, without a stop in the lobby.
 * @attr {boolean} no-lobby - Shows no preview before the call: only a field for the name and a button.
 * @attr {grid|speaker|strip} layout - Everybody alike (default), whoever speaks large, or one row or column.
 * @attr {auto|websocket} transport - How the media travels.
 * @attr {auto|av1|vp9|h264|vp8|mjpeg} codec - How one's own picture is encoded; `auto` measures what the machine does best.
 * @attr {auto|360p|720p|1080p} quality - Upper limit of one's own picture.
 * @attr {number} fps - Upper limit of one's own frame rate, 1 to 60. Default 30.
 * @attr {boolean} minimal - Pictures and the most needed controls only: no chat, people, layouts or settings.
 * @attr {on|off} chat - Whether there is a chat. Default on.
 * @attr {on|off} screenshare - Whether screens can be shared. Default on.
 * @attr {auto|light|dark} theme - Follows the system (default), or not.
 * @attr {string} assets - Base address of the worker files. Default: beside the script.
 *
 * @fires {ReadyEvent} ready - The lobby is there, or the element joins by itself.
 * @fires {JoinEvent} join - In the room. `detail.room`, `detail.participantId`.
 * @fires {LeaveEvent} leave - Out of the room. `detail.reason` says why.
 * @fires {ParticipantJoinEvent} participant-join - Somebody came. `detail.participant`.
 * @fires {ParticipantLeaveEvent} participant-leave - Somebody went. `detail.participant`.
 * @fires {ParticipantUpdateEvent} participant-update - Somebody's name, tracks, mute or connection changed. `detail.participant`.
 * @fires {ChatMessageEvent} chat-message - A chat message arrived, one's own included. `detail.message`.
 * @fires {DataEvent} data - What another page sent with `send()`. `detail.from`, `detail.data`.
 * @fires {ConnectionChangeEvent} connection-change - `detail.state`, `detail.transport`, `detail.roundTripMs`.
 * @fires {QualityChangeEvent} quality-change - How good the connection is: `detail.quality`.
 * @fires {MicrophoneToggleEvent} microphone-toggle - `detail.enabled`.
 * @fires {CameraToggleEvent} camera-toggle - `detail.enabled`.
 * @fires {ScreenshareToggleEvent} screenshare-toggle - `detail.enabled`.
 * @fires {AudioBlockedEvent} audio-blocked - The browser holds sound back until a click, or no longer does: `detail.blocked`.
 * @fires {DeviceChangeEvent} device-change - Devices came or went, or another one is in use. `detail.devices`.
 * @fires {PermissionEvent} permission - Camera, microphone or screen was granted or denied. `detail.kind`, `detail.state`, `detail.error`.
 * @fires {CallErrorEvent} error - Something failed. `detail.error` has a `code` and a sentence.
 *
 * @slot lobby-header - Instead of the lobby's heading.
 * @slot lobby-footer - Below the join button.
 * @slot controls-start - In the control bar, before the buttons.
 * @slot controls-end - In the control bar, after the buttons.
 * @slot empty - Instead of the note that nobody else is there yet.
 * @slot ended - Instead of the words after the call; the buttons stay.
 *
 * @csspart room - Everything.
 * @csspart lobby - Before the call.
 * @csspart preview - One's own picture in the lobby.
 * @csspart entrance - The lobby's form.
 * @csspart name-field - Where one's name is entered.
 * @csspart join-button - Joins.
 * @csspart device - A choice of a device.
 * @csspart device-error - What is wrong with camera or microphone, in the lobby.
 * @csspart level-meter - How loud the microphone hears.
 * @csspart error - Why joining failed.
 * @csspart joining - While joining without a lobby.
 * @csspart call - The call.
 * @csspart stage - Where the tiles are.
 * @csspart tile - A picture with its name.
 * @csspart camera - A tile with somebody's camera.
 * @csspart screen - A tile with somebody's screen.
 * @csspart self-view - The tile with oneself.
 * @csspart video - A received picture (a canvas).
 * @csspart self-video - One's own picture, in lobby and call.
 * @csspart avatar - Initials, where there is no picture.
 * @csspart name - The name on a tile.
 * @csspart muted - The mark of a microphone that is off.
 * @csspart quality - The mark of a picture that is delayed.
 * @csspart connection-lost - Covers the tile of somebody whose connection broke.
 * @csspart pin-button - Shows a tile large.
 * @csspart overflow - Stands for those who have no room.
 * @csspart empty - The note that nobody else is there.
 * @csspart control-bar - The row of buttons.
 * @csspart control - A button of it.
 * @csspart microphone-button - Microphone on and off.
 * @csspart camera-button - Camera on and off.
 * @csspart screen-button - Shares the screen.
 * @csspart chat-button - Opens the chat.
 * @csspart people-button - Opens the list of people.
 * @csspart layout-button - Opens the layouts.
 * @csspart settings-button - Opens the settings.
 * @csspart more-button - Opens what has no room in the bar.
 * @csspart leave-button - Leaves.
 * @csspart badge - The number of unread messages.
 * @csspart room-name - The room's name in the bar.
 * @csspart connection - The mark of one's own connection.
 * @csspart menu - An open menu.
 * @csspart settings - The open settings.
 * @csspart panel - The side panel.
 * @csspart chat-panel - The side panel with the chat.
 * @csspart people-panel - The side panel with the people.
 * @csspart stats-panel - The side panel with the statistics.
 * @csspart close-button - Closes the side panel.
 * @csspart chat - Messages and the field for more.
 * @csspart messages - The list of messages.
 * @csspart message - A message.
 * @csspart composer - Where a message is written.
 * @csspart people - The list of people.
 * @csspart person - One of them.
 * @csspart stats - The statistics.
 * @csspart banner - What matters most now: reconnecting, sound held back, screen shared.
 * @csspart toasts - Where short notes appear.
 * @csspart toast - A short note.
 * @csspart ended - After the call.
 * @csspart rejoin-button - Joins again.
 *
 * @cssprop --stream-room-accent - Colour of what one is meant to press.
 * @cssprop --stream-room-on-accent - Text on it.
 * @cssprop --stream-room-background - Behind everything.
 * @cssprop --stream-room-surface - Panels, menus, fields.
 * @cssprop --stream-room-control - Buttons.
 * @cssprop --stream-room-text - Text.
 * @cssprop --stream-room-muted-text - Text of less weight.
 * @cssprop --stream-room-danger - Leaving, and what is off.
 * @cssprop --stream-room-on-danger - Text on it.
 * @cssprop --stream-room-speaking - The ring around whoever speaks.
 * @cssprop --stream-room-radius - Of the room and its tiles.
 * @cssprop --stream-room-gap - Between the stage and the room's edge.
 * @cssprop --stream-room-font - Font family.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: types the inherited listener methods, adds none
export class StreamRoom extends LitElement {
  static override properties = { ...propertyDeclarations() };
  static override styles = [themeStyles, avatarStyles, levelMeterStyles, selectStyles, lobbyStyles, endedStyles];

  /** The script's own address, which tells the default relay; see define.ts. @internal */
  static scriptUrl: string | undefined;
  /** Tests put another Call here. @internal */
  static createCall: (options: CallOptions) => Call = (options) => new Call(options);

  /** Base address of the relay. */
  declare relay: string;
  /** Name of the room. */
  declare room: string;
  /** How the others see this person. */
  declare displayName: string;
  /** Language tag of the interface. */
  declare lang: string;
  /** Microphone at the start, or `none`. */
  declare audio: SourceChoice;
  /** Camera at the start, or `none`. */
  declare video: SourceChoice;
  /** Joins at once. */
  declare autojoin: boolean;
  /** No preview before the call. */
  declare noLobby: boolean;
  /** How the tiles are laid out. */
  declare layout: Layout;
  /** How the media travels. */
  declare transport: 'auto' | 'websocket';
  /** How one's own picture is encoded. */
  declare codec: VideoCodecChoice;
  /** Upper limit of one's own picture. */
  declare quality: VideoQuality;
  /** Upper limit of one's own frame rate. */
  declare fps: number;
  /** Pictures and the most needed controls only. */
  declare minimal: boolean;
  /** Whether there is a chat. */
  declare chat: OnOff;
  /** Whether screens can be shared. */
  declare screenshare: OnOff;
  /** Light, dark, or as the system has it. */
  declare theme: Theme;
  /** Base address of the worker files. */
  declare assets: string;

  #call: Call | undefined;
  #callLife = new AbortController();
  /** Relay and room of the present Call. */
  #identity = '';
  #phase: Phase = 'lobby';
  #joining: Promise<void> | undefined;
  #error: CallError | undefined;
  #view: CallView | undefined;
  #connected: AbortController | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #hasStarted = false;
  #panel: Panel | undefined;
  #unread = 0;
  /** In the lobby's field, as it is being typed. */
  #typedName: string | undefined;
  #isNameMissing = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  /** Every way into a property goes through its attribute's rules. */
  protected static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: PropertyDeclaration,
  ) {
    const attribute = ATTRIBUTES[name as AttributeName];
    const descriptor = LitElement.getPropertyDescriptor(name, key, options);
    if (!attribute || !descriptor) return descriptor;
    return {
      ...descriptor,
      get(this: StreamRoom) {
        return descriptor.get?.call(this) ?? attribute.fallback;
      },
      set(this: StreamRoom, value: unknown) {
        descriptor.set?.call(this, readAttribute<unknown>(attribute, value));
      },
    };
  }

  /** The headless call beneath; another one after leaving. */
  get call(): Call {
    if (this.#call) return this.#call;
    const options = this.#options();
    const call = StreamRoom.createCall(options);
    this.#call = call;
    this.#identity = identityOf(options);
    this.#callLife = new AbortController();
    const { signal } = this.#callLife;
    call.state.observe((state) => this.#onState(state), { signal });
    call.devices.observe(() => this.requestUpdate(), { signal });
    for (const type of FORWARDED) {
      call.addEventListener(type, (event) => this.dispatchEvent(event.copy()), { signal });
    }
    call.addEventListener('chat-message', ({ detail }) => this.#onChatMessage(detail.message), { signal });
    return call;
  }

  /** Joins the room. Resolves when in it; rejects with CallError. */
  join(): Promise<void> {
    if (this.#phase === 'call') return Promise.resolve();
    this.#joining ??= this.#join().finally(() => {
      this.#joining = undefined;
    });
    return this.#joining;
  }

  /** Leaves the room and turns camera and microphone off. */
  async leave(): Promise<void> {
    const call = this.#call;
    if (!call) return;
    await call.leave();
    if (this.#call === call && this.#phase !== 'ended') this.#end();
  }

  /** Turns the camera on or off; the other way round without an argument. */
  toggleCamera(on = !isOn(this.call.state.value.camera)): Promise<void> {
    return this.call.setCamera(on);
  }

  /** Turns the microphone on or off; the other way round without an argument. */
  toggleMicrophone(on = !isOn(this.call.state.value.microphone)): Promise<void> {
    return this.call.setMicrophone(on);
  }

  /** Shares the screen or stops it; the other way round without an argument. The browser wants a click for it. */
  toggleScreenshare(on = !isOn(this.call.state.value.screen)): Promise<void> {
    return this.call.setScreen(on);
  }

  /** Opens or closes the chat; the other way round without an argument. */
  toggleChat(open = this.#panel !== 'chat'): void {
    if (open) this.#openPanel('chat');
    else if (this.#panel === 'chat') this.#openPanel(undefined);
  }

  /** Uses another camera, microphone or speaker from now on. */
  setDevice(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): Promise<void> {
    return this.call.setDevice(kind, deviceId);
  }

  /** `grid`, `speaker` or `strip`. */
  setLayout(name: Layout): void {
    this.layout = name;
  }

  /** Any JSON value, to the pages of everybody else, or of those named. */
  send(data: unknown, options: { readonly to?: readonly string[] } = {}): Promise<void> {
    return this.call.send(data, options);
  }

  /** Figures of every track, sent and received. */
  getStats(): Promise<CallStats> {
    return this.call.getStats();
  }

  /** A JPEG of somebody's picture as it is now; of one's own camera without an argument. */
  takeSnapshot(participantId?: string): Promise<Blob> {
    return this.call.takeSnapshot(participantId);
  }

  /** Writes to the chat. Resolves when the relay has it. */
  sendChat(text: string): Promise<ChatEntry> {
    return this.call.sendChat(text);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.#grace);
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    // A page that goes says so: else the others would see this person for as long as a broken connection is waited for.
    window.addEventListener('pagehide', () => ignoreFailure(this.leave()), { signal });
    // Browsers pause what leaves the document, if only to come back elsewhere in it.
    for (const video of this.renderRoot?.querySelectorAll('video') ?? []) ignoreFailure(video.play());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connected?.abort();
    this.#grace = setTimeout(() => this.#release(), MOVE_GRACE_MS);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('lang') && typeof window !== 'undefined') ignoreFailure(useLanguage(this.lang));
    if (changed.has('displayName') && cleanName(this.#typedName ?? '') !== this.displayName)
      this.#typedName = undefined;
    if (this.#call) this.#applyChanges(this.#call, changed);
  }

  protected override updated(): void {
    if (this.#hasStarted || !this.isConnected) return;
    this.#hasStarted = true;
    this.#start();
  }

  protected override render() {
    return html`<div class="room" part="room" data-theme=${this.theme} @keydown=${this.#onKeydown}>${this.#content()}</div>`;
  }

  #content() {
    const { call } = this;
    const state = call.state.value;
    if (this.#phase === 'call' && this.#view) {
      const isMinimal = this.minimal;
      return this.#view.render({
        state,
        devices: call.devices.value,
        room: this.room,
        lang: this.lang,
        layout: this.layout,
        quality: this.quality,
        isMinimal,
        hasCamera: this.video !== 'none',
        hasMicrophone: this.audio !== 'none',
        hasScreenshare: this.screenshare === 'on' && canShareScreen(),
        hasChat: this.chat === 'on',
        panel: this.#panel,
        unread: this.#unread,
      });
    }
    if (this.#phase === 'ended') {
      return endedTemplate({
        reason: state.endReason ?? (this.#error ? 'refused' : 'left'),
        error: this.#error ?? state.error,
        onRejoin: () => ignoreFailure(this.join()),
        onLobby: this.noLobby || this.autojoin ? undefined : () => this.#backToLobby(),
      });
    }
    if (this.#phase === 'joining' && (this.noLobby || this.autojoin)) return joiningTemplate(this.room);
    const isBare = this.noLobby || this.autojoin;
    return lobbyTemplate({
      room: this.room,
      name: this.#typedName ?? this.displayName,
      camera: this.video === 'none' || isBare ? undefined : state.camera,
      microphone: this.audio === 'none' || isBare ? undefined : state.microphone,
      devices: call.devices.value,
      joining: this.#phase === 'joining',
      error: this.#error ?? this.#obstacle(),
      isNameMissing: this.#isNameMissing,
      onName: (name) => this.#onName(name),
      onJoin: () => this.#onJoinPressed(),
      onToggle: (kind) => this.#toggle(kind),
      onDevice: (kind, deviceId) => ignoreFailure(this.setDevice(kind, deviceId)),
    });
  }

  /** What would keep this page from joining, known without trying. */
  #obstacle(): CallError | undefined {
    if (typeof window !== 'undefined' && !window.isSecureContext) {
      return new CallError(
        'insecure-page',
        'The page is not served over https. Serve it over https or from localhost.',
      );
    }
    if (this.room === '') {
      return new CallError('bad-room', 'The element has no room. Give it one: <stream-room room="team">.');
    }
    return undefined;
  }

  #start(): void {
    if (this.autojoin) ignoreFailure(this.join());
    else if (!this.noLobby) ignoreFailure(this.call.preview());
    this.dispatchEvent(new ReadyEvent());
  }

  async #join(): Promise<void> {
    if (this.#phase === 'ended') this.#renewCall();
    const { call } = this;
    this.#error = undefined;
    this.#phase = 'joining';
    this.requestUpdate();
    try {
      call.configure({ name: this.#name() });
      const [{ CallView: View }] = await Promise.all([import('./ui/call-view.ts'), call.join()]);
      if (this.#call !== call) throw new CallError('not-joined', 'The element left while it was joining.');
      this.#view = new View(this, this.#actions());
      this.#phase = 'call';
    } catch (error) {
      if (this.#call === call) this.#failToJoin(asCallError(error));
      throw error;
    } finally {
      this.requestUpdate();
    }
  }

  #failToJoin(error: CallError): void {
    this.#error = error;
    this.#phase = this.noLobby || this.autojoin ? 'ended' : 'lobby';
  }

  /** Out of the call, for whatever reason; the Call says which. */
  #end(): void {
    this.#view?.close();
    this.#view = undefined;
    this.#panel = undefined;
    this.#unread = 0;
    this.#phase = 'ended';
    this.requestUpdate();
  }

  /** Lets go of the present Call; the next use makes another one. */
  #renewCall(): void {
    const call = this.#call;
    this.#callLife.abort();
    this.#call = undefined;
    this.#view?.close();
    this.#view = undefined;
    this.#error = undefined;
    if (call)
      void call
        .leave()
        .catch(() => undefined)
        .finally(() => call.close());
  }

  #backToLobby(): void {
    this.#renewCall();
    this.#phase = 'lobby';
    ignoreFailure(this.call.preview());
    this.requestUpdate();
  }

  /** Taken out of the page for good: nothing stays on. */
  #release(): void {
    if (this.isConnected) return;
    this.#renewCall();
    this.#phase = 'lobby';
    this.#panel = undefined;
    this.#unread = 0;
    this.#hasStarted = false;
  }

  #applyChanges(call: Call, changed: PropertyValues): void {
    const options = this.#options();
    const change: { -readonly [Key in keyof CallChange]: CallChange[Key] } = {};
    if (changed.has('displayName') && this.displayName !== '') change.name = options.name;
    if (changed.has('codec')) change.codec = this.codec;
    if (changed.has('quality')) change.quality = this.quality;
    if (changed.has('fps')) change.framesPerSecond = this.fps;
    if (changed.has('audio')) change.audio = this.audio;
    if (changed.has('video')) change.video = this.video;
    const identity = identityOf(options);
    const isElsewhere = identity !== this.#identity;
    this.#identity = identity;
    if (isElsewhere && this.#phase === 'lobby') Object.assign(change, { relay: options.relay, room: options.room });
    if (Object.keys(change).length > 0) call.configure(change);
    // Another room is another call: out of this one, into that one, with the devices as they are.
    if (isElsewhere && (this.#phase === 'call' || this.#phase === 'joining')) this.#moveToOtherRoom(call.state.value);
  }

  #moveToOtherRoom({ camera, microphone }: CallState): void {
    this.#renewCall();
    this.#joining = undefined;
    this.#phase = 'lobby';
    this.#panel = undefined;
    this.#unread = 0;
    const next = this.call;
    next.configure({
      audio: this.audio === 'none' ? 'none' : isOn(microphone) ? 'on' : 'off',
      video: this.video === 'none' ? 'none' : isOn(camera) ? 'on' : 'off',
    });
    ignoreFailure(this.join());
  }

  #options(): CallOptions {
    return {
      relay: this.#relay(),
      room: this.room,
      name: this.#name(),
      audio: this.audio,
      video: this.video,
      codec: this.codec,
      quality: this.quality,
      framesPerSecond: this.fps,
      ...(this.assets === '' ? {} : { assets: this.assets }),
    };
  }

  /** As given; else where the script came from; else the page's origin. */
  #relay(): string {
    if (this.relay !== '') return this.relay;
    const { scriptUrl } = StreamRoom;
    if (scriptUrl?.startsWith('http')) return new URL('.', scriptUrl).href;
    return typeof location === 'undefined' ? '' : location.origin;
  }

  #name(): string {
    return cleanName(this.#typedName ?? this.displayName) || msg('Guest');
  }

  #actions(): CallActions {
    return {
      openVideo: (trackId) => this.call.openVideo(trackId),
      getStats: () => this.call.getStats(),
      toggle: (kind) => this.#toggle(kind),
      openPanel: (panel) => this.#openPanel(panel),
      setLayout: (layout) => this.setLayout(layout),
      setDevice: (kind, deviceId) => ignoreFailure(this.setDevice(kind, deviceId)),
      setVolume: (participantId, volume) => this.call.setVolume(participantId, volume),
      setQuality: (quality) => {
        this.quality = quality;
      },
      sendChat: (text) => ignoreFailure(this.sendChat(text)),
      unblockAudio: () => ignoreFailure(this.call.unblockAudio()),
      leave: () => ignoreFailure(this.leave()),
    };
  }

  #toggle(kind: Source): void {
    const toggles = {
      camera: () => this.toggleCamera(),
      microphone: () => this.toggleMicrophone(),
      screen: () => this.toggleScreenshare(),
    };
    ignoreFailure(toggles[kind]());
  }

  #openPanel(panel: Panel | undefined): void {
    this.#panel = panel;
    if (panel === 'chat') this.#unread = 0;
    this.requestUpdate();
  }

  #onState(state: CallState): void {
    if (state.connection === 'ended' && this.#phase === 'call') this.#end();
    this.requestUpdate();
  }

  #onChatMessage(message: ChatEntry): void {
    if (message.mine || this.#panel === 'chat') return;
    this.#unread += 1;
    this.requestUpdate();
  }

  #onName(name: string): void {
    this.#typedName = name;
    this.#isNameMissing = false;
    this.displayName = name;
    this.requestUpdate();
  }

  #onJoinPressed(): void {
    if (cleanName(this.#typedName ?? this.displayName) === '') {
      this.#isNameMissing = true;
      this.requestUpdate();
      this.renderRoot.querySelector<HTMLInputElement>('input[name=name]')?.focus();
      return;
    }
    ignoreFailure(this.join());
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#view?.dismiss()) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const key = event.key.toLowerCase();
    if (key === 'm' && this.audio !== 'none') this.#toggle('microphone');
    else if (key === 'v' && this.video !== 'none') this.#toggle('camera');
    else if (key === 'c' && this.#phase === 'call' && this.chat === 'on' && !this.minimal) this.toggleChat();
    else return;
    event.preventDefault();
  };
}

export interface StreamRoom {
  addEventListener<Type extends keyof StreamRoomEventMap>(
    type: Type,
    listener: (this: StreamRoom, event: StreamRoomEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

const isOn = ({ status }: { readonly status: string }) => status === 'on' || status === 'starting';

const identityOf = ({ relay, room }: CallOptions) => JSON.stringify([relay, room]);

const canShareScreen = () => typeof navigator !== 'undefined' && 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** Where keys mean letters. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=range]), textarea, select');
}

/** For what the interface shows by other means: the Call's state has the error. */
function ignoreFailure(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

const asCallError = (error: unknown): CallError =>
  error instanceof CallError
    ? error
    : new CallError('request-failed', `Joining failed: ${String(error)}`, { cause: error });
