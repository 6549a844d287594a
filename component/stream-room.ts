/**
 * <stream-room>: turns attributes and properties into a Call, the Call's state into an interface, and its events into
 * DOM events. Composes ui/. Knows nothing of media, sockets or how anything is drawn.
 */
import { html, type PropertyValues } from 'lit';
import { cleanName } from './attributes.ts';
import { Call, type CallOptions } from './call/call.ts';
import { CallScreen } from './call-screen.ts';
import { ElementCall, ignoreFailure } from './element-call.ts';
import { ReadyEvent } from './events.ts';
import { ElementLanguage } from './localization/element-language.ts';
import { RoomMethods } from './room-methods.ts';
import { joiningTemplate } from './ui/joining.ts';
import { KeptFocus } from './ui/kept-focus.ts';
import { lobbyTemplate } from './ui/lobby.ts';
import { lobbyStyles } from './ui/lobby-styles.ts';
import { shortcutOf } from './ui/shortcuts.ts';

const MOVE_GRACE_MS = 1_000; // a framework that moves the element puts it back within a few frames

/**
 * A live call: lobby, call and what comes after, in one tag.
 *
 * @tagname stream-room
 *
 * @attr {string} relay - Base address of the relay (http, https, ws or wss); several, separated by spaces, stand for each other. Default: where the script came from, else the page's origin. Changed during a call: leaves, and joins there.
 * @attr {string} room - Name of the room, at most 128 characters. Changed during a call: leaves, and joins the new room.
 * @attr {string} room-secret - Lets in only who has the secret too: 43 base64url characters (32 random bytes), or `hash`: from `#room=…` of the page's address, made there if need be. `room` is then a label. Never reflected.
 * @attr {string} token - A signed JWT, for a relay that wants one. Taken off the tag as soon as it is read; the property stays. Changed during a call: the relay is told.
 * @attr {string} token-url - Where the page’s own server gives tokens: asked with POST `{ "room" }` whenever one is needed, answers `{ "token" }`; null, or 204, is none: as a guest.
 * @attr {string} label - What people see instead of the room’s name. Told to nobody else.
 * @attr {string} display-name - How the others see this person, at most 64 characters. Empty: the lobby asks for it.
 * @attr {string} lang - Language of the interface, as a language tag: de, en, es, fr, it, pt, ro or ru, with or without a region. Without it, or where there is no translation: what the person chose in the settings before, else the `lang` of the page around it, else the browser's languages, else English.
 * @attr {on|off|none} audio - Microphone at the start: `on` (default), `off`, or `none`: never asks for it and shows no button.
 * @attr {on|off|none} video - Camera at the start: `on` (default), `off`, or `none`: never asks for it and shows no button.
 * @attr {boolean} autojoin - Joins at once, without a stop in the lobby.
 * @attr {boolean} no-lobby - Shows no preview before the call: only a field for the name and a button.
 * @attr {grid|speaker|strip} layout - Everybody alike (default), whoever speaks large, or one row or column.
 * @attr {auto|websocket} transport - How the media travels.
 * @attr {auto|av1|vp9|h264|vp8|mjpeg} codec - How one's own picture is encoded; `auto` measures what the machine does best. Whatever is chosen, a codec that somebody in the room cannot show is not used.
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
 * @fires {MutedEvent} muted - A host turned one's own source off. `detail.source`, `detail.by`.
 * @fires {UnmuteAskedEvent} unmute-asked - A host asks one to turn something on. `detail.source`, `detail.by`.
 * @fires {RoleChangeEvent} role-change - One's own role or rights changed. `detail.role`, `detail.grants`.
 * @fires {ParticipantWaitingEvent} participant-waiting - Somebody waits to be let in; told to hosts. `detail.participant`.
 * @fires {RoomChangeEvent} room-change - The room was locked or opened, or its waiting room. `detail.locked`, `detail.waitingRoom`.
 * @fires {TokenExpiringEvent} token-expiring - The token ends soon and there is no other yet, unless a `tokenProvider` gives one. `detail.inMs`.
 * @fires {StreamRoomTokenEvent} stream-room-token - A token is needed: `detail.respondWith(token)`, or a promise of one, for `detail.room` and `detail.relay`. Nobody answers: `tokenProvider`, `token-url` and `token` are next.
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
 * @csspart waiting-room - While a host is asked to let one in.
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
 * @csspart host - The mark of a host.
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
 * @csspart badge - A number on a button: unread messages, or people who wait.
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
 * @csspart person-button - Opens what a host can do with somebody.
 * @csspart host-desk - What hosts see above the people: who waits, and the room's switches.
 * @csspart waiting-person - Somebody who waits to be let in.
 * @csspart room-switch - Locks the room, or opens its waiting room.
 * @csspart copy-link-button - Copies the address with the room's secret.
 * @csspart request - A host's question whether one turns something on.
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
export class StreamRoom extends RoomMethods {
  static override styles = lobbyStyles;

  /** Tests put another Call here. @internal */
  static createCall: (options: CallOptions) => Call = (options) => new Call(options);

  #held: ElementCall | undefined;
  readonly #language = new ElementLanguage(this);
  readonly #screen = new CallScreen({
    element: this,
    language: () => this.#language.shown,
    call: () => this.call,
    toggle: (kind) => this.#toggle(kind),
    leave: () => ignoreFailure(this.leave()),
  });
  #connected: AbortController | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #hasStarted = false;
  /** In the lobby's field, as it is being typed. */
  #typedName: string | undefined;
  #isNameMissing = false;

  get #hasLobby(): boolean {
    return !this.noLobby && !this.autojoin;
  }

  get #name(): string {
    return cleanName(this.#typedName ?? this.displayName);
  }

  get call(): Call {
    return this.#hold().call;
  }

  /** Joins the room. Resolves when in it; rejects with CallError. */
  join(): Promise<void> {
    const held = this.#hold();
    // A page may set attributes and join in one go: they count.
    if (held.phase !== 'call') held.update(this.#options());
    return held.join();
  }

  /** Leaves the room and turns camera and microphone off. */
  async leave(): Promise<void> {
    await this.#held?.leave();
  }

  /** Opens or closes the chat; the other way round without an argument. */
  toggleChat(open?: boolean): void {
    this.#screen.toggleChat(open);
  }

  constructor() {
    super();
    this.addController(new KeptFocus(() => this.renderRoot as ShadowRoot));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.#grace);
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    // A page that goes says so: else the others would see this person for as long as a broken connection is waited for.
    window.addEventListener('hashchange', () => this.requestUpdate(), { signal });
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

  /** Nothing is drawn in one language to be drawn in another at once. */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const loading = this.#language.look();
    if (loading && !this.hasUpdated) return loading.then(() => super.scheduleUpdate());
    void super.scheduleUpdate();
    return undefined;
  }

  protected override performUpdate(): void {
    this.#language.speak(() => super.performUpdate());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (typeof window === 'undefined') return;
    if (changed.has('displayName') && cleanName(this.#typedName ?? '') !== this.displayName)
      this.#typedName = undefined;
    this.#held?.update(this.#options());
    this.#screen.show(this.#held?.phase === 'call');
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.isConnected) return;
    if (!this.#hasStarted) this.#start();
    else if (this.#held?.phase === 'lobby' && (changed.has('autojoin') || changed.has('noLobby'))) this.#enterLobby();
  }

  protected override render() {
    const content = this.#held && this.#held.phase !== 'lobby' ? this.#callTemplate(this.#held) : this.#lobbyTemplate();
    return html`<div class="room" part="room" lang=${this.#language.shown.language} data-theme=${this.theme} @keydown=${this.#onKeydown}>
      ${content}
    </div>`;
  }

  #options(): CallOptions {
    return this.#language.speak(() => this.callOptions(this.#name));
  }

  #lobbyTemplate() {
    const state = this.#held?.call.state.value;
    const maySend = this.#hasLobby && (state?.grants.includes('publish') ?? true);
    return lobbyTemplate({
      room: this.roomLabel,
      name: this.#typedName ?? this.displayName,
      camera: maySend && this.video !== 'none' ? state?.camera : undefined,
      microphone: maySend && this.audio !== 'none' ? state?.microphone : undefined,
      devices: this.#held?.call.devices.value ?? [],
      isJoining: this.#held?.phase === 'joining',
      error: this.#held?.error ?? this.obstacle(),
      isNameMissing: this.#isNameMissing,
      onName: (name) => this.#onName(name),
      onJoin: () => this.#onJoinPressed(),
      onToggle: (kind) => this.#toggle(kind),
      onDevice: (kind, deviceId) => ignoreFailure(this.setDevice(kind, deviceId)),
    });
  }

  #callTemplate(held: ElementCall) {
    const { call, phase, error } = held;
    const state = call.state.value;
    if (phase === 'ended') {
      const end = this.#screen.renderEnd({
        label: this.label,
        reason: state.endReason ?? 'refused',
        error: error ?? state.error,
        onRejoin: () => ignoreFailure(this.join()),
        onLobby: this.#hasLobby ? () => held.toLobby() : undefined,
      });
      return end ?? this.#lobbyTemplate();
    }
    if (phase === 'joining' && state.connection === 'waiting') {
      const view = { room: this.roomLabel, name: state.name, onLeave: () => ignoreFailure(this.leave()) };
      return this.#screen.renderWaitingRoom(view) ?? joiningTemplate(this.roomLabel);
    }
    if (phase === 'call' && this.#screen.isOpen) return this.#screen.render();
    return this.#hasLobby ? this.#lobbyTemplate() : joiningTemplate(this.roomLabel);
  }

  /** Once after it came into the page. */
  #start(): void {
    this.#hasStarted = true;
    this.#enterLobby();
    this.requestUpdate();
    this.dispatchEvent(new ReadyEvent());
  }

  /** Or past it. */
  #enterLobby(): void {
    const held = this.#hold();
    if (this.autojoin) ignoreFailure(this.join());
    else if (this.#hasLobby) held.preview();
    // Without a preview no device is on before the call.
    else ignoreFailure(held.leave());
  }

  #hold(): ElementCall {
    this.#held ??= new ElementCall(this.#options(), {
      createCall: StreamRoom.createCall,
      loadInterface: () => this.#screen.load(),
      hasLobby: () => this.#hasLobby,
      onEvent: (event) => {
        this.#screen.hear(event);
        this.dispatchEvent(event.copy());
      },
      onChange: () => this.requestUpdate(),
    });
    return this.#held;
  }

  /** Taken out of the page for good: nothing stays on. */
  #release(): void {
    if (this.isConnected) return;
    this.#screen.close();
    this.#held?.close();
    this.#held = undefined;
    this.#hasStarted = false;
  }

  #toggle(kind: 'camera' | 'microphone' | 'screen'): void {
    const toggles = {
      camera: () => this.toggleCamera(),
      microphone: () => this.toggleMicrophone(),
      screen: () => this.toggleScreenshare(),
    };
    ignoreFailure(toggles[kind]());
  }

  #onName(name: string): void {
    this.#typedName = name;
    this.#isNameMissing = false;
    this.displayName = name;
    this.requestUpdate();
  }

  #onJoinPressed(): void {
    if (this.#name === '') {
      this.#isNameMissing = true;
      this.requestUpdate();
      this.renderRoot.querySelector<HTMLInputElement>('input[name=name]')?.focus();
      return;
    }
    ignoreFailure(this.join());
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event);
    if (shortcut === 'microphone' && this.audio !== 'none') this.#toggle('microphone');
    else if (shortcut === 'camera' && this.video !== 'none') this.#toggle('camera');
    else if (shortcut === 'chat' && this.#screen.isOpen) this.toggleChat();
    else if (shortcut !== 'dismiss' || !this.#screen.dismiss()) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
