/**
 * Binds a Call and the element's properties to what draws the call, which loads with the first join. Remembers the open
 * panel and counts unread messages. Knows nothing of lobby, events or attributes' words.
 */
import type { Call } from './call/call.ts';
import { ignoreFailure } from './element-call.ts';
import type { StreamRoomEventMap } from './events.ts';
import { rememberLanguage } from './localization/element-language.ts';
import type { LanguageChoice } from './localization/languages.ts';
import type { RoomProperties } from './room-properties.ts';
import { CallError } from './support/errors.ts';
import type { Panel } from './ui/bar-actions.ts';
import type { CallActions, HostWord } from './ui/call-actions.ts';
import type { CallView } from './ui/call-view.ts';
import type { EndedView } from './ui/ended.ts';
import { addStyles } from './ui/styles.ts';
import type { WaitingRoomView } from './ui/waiting-room.ts';

export interface CallScreenHost {
  readonly element: RoomProperties;
  /** That is shown. */
  readonly language: () => LanguageChoice;
  readonly call: () => Call;
  /** The same way as the element's own methods. */
  readonly toggle: (source: 'microphone' | 'camera' | 'screen') => void;
  readonly leave: () => void;
}

export class CallScreen {
  readonly #host: CallScreenHost;
  #module: typeof import('./ui/call-view.ts') | undefined;
  #hasStyles = false;
  #view: CallView | undefined;
  #panel: Panel | undefined;
  #unread = 0;

  constructor(host: CallScreenHost) {
    this.#host = host;
  }

  /** Ready to be drawn. */
  get isOpen(): boolean {
    return this.#view !== undefined;
  }

  async load(): Promise<void> {
    this.#module ??= await import('./ui/call-view.ts');
    // The waiting room may have been waiting for it.
    this.#host.element.requestUpdate();
  }

  /** Before each drawing. */
  show(isInCall: boolean): void {
    if (this.#module && !this.#hasStyles) {
      addStyles(this.#host.element.renderRoot, this.#module.callStyles);
      this.#hasStyles = true;
    }
    if (!isInCall) this.close();
    else if (this.#module) this.#view ??= new this.#module.CallView(this.#host.element, this.#actions());
  }

  close(): void {
    if (!this.#view) return;
    this.#view.close();
    this.#view = undefined;
    this.#panel = undefined;
    this.#unread = 0;
  }

  render() {
    const { element } = this.#host;
    const { roomLabel: room, layout, quality } = element;
    const call = this.#host.call();
    const state = call.state.value;
    const maySend = state.grants.includes('publish');
    return this.#view?.render({
      state,
      devices: call.devices.value,
      room,
      language: this.#host.language(),
      layout,
      quality,
      isMinimal: element.minimal,
      hasCamera: maySend && element.video !== 'none',
      hasMicrophone: maySend && element.audio !== 'none',
      hasScreenshare: maySend && element.screenshare === 'on' && canShareScreen(),
      hasChat: this.#hasChat,
      hasLink: element.roomLink !== undefined,
      panel: this.#panel,
      unread: this.#unread,
    });
  }

  /** Undefined where nothing could be loaded. */
  renderEnd(view: EndedView) {
    return this.#module?.endedTemplate(view);
  }

  /** Undefined where nothing could be loaded. */
  renderWaitingRoom(view: WaitingRoomView) {
    return this.#module?.waitingRoomTemplate(view);
  }

  toggleChat(open = this.#panel !== 'chat'): void {
    if (open && this.#hasChat) this.#openPanel('chat');
    else if (!open && this.#panel === 'chat') this.#openPanel(undefined);
  }

  /** Closes what lies on top; false where nothing does. */
  dismiss(): boolean {
    return this.#view?.dismiss() ?? false;
  }

  /** What the Call tells, as far as it is seen. */
  hear(event: StreamRoomEventMap[keyof StreamRoomEventMap]): void {
    if (event.type === 'chat-message') this.#countUnread(event.detail.message.mine);
    else if (event.type === 'muted' || event.type === 'unmute-asked') {
      const { by } = event.detail;
      const name = this.#host.call().state.value.participants.find(({ id }) => id === by)?.name ?? '';
      this.#view?.hear({ ...event.detail, kind: event.type, name } as HostWord);
    }
  }

  #countUnread(isMine: boolean): void {
    if (isMine || this.#panel === 'chat') return;
    this.#unread += 1;
    this.#host.element.requestUpdate();
  }

  get #hasChat(): boolean {
    return this.#host.element.chat === 'on' && !this.#host.element.minimal;
  }

  #openPanel(panel: Panel | undefined): void {
    this.#panel = panel;
    if (panel === 'chat') this.#unread = 0;
    this.#host.element.requestUpdate();
  }

  #actions(): CallActions {
    const { element, toggle, leave } = this.#host;
    const call = this.#host.call();
    return {
      openVideo: (trackId) => call.openVideo(trackId),
      getStats: () => call.getStats(),
      toggle,
      leave,
      openPanel: (panel) => this.#openPanel(panel),
      setLayout: (layout) => {
        element.layout = layout;
      },
      setDevice: (kind, deviceId) => ignoreFailure(call.setDevice(kind, deviceId)),
      setVolume: (participantId, volume) => call.setVolume(participantId, volume),
      setQuality: (quality) => {
        element.quality = quality;
      },
      setLanguage: (language) => {
        element.lang = language;
        rememberLanguage(language);
      },
      sendChat: (text) => ignoreFailure(call.sendChat(text)),
      unblockAudio: () => ignoreFailure(call.unblockAudio()),
      mute: (id, source) => this.#try(call.mute(id, source)),
      askToUnmute: (id, source) => this.#try(call.askToUnmute(id, source)),
      remove: (id) => this.#try(call.remove(id)),
      setRole: (id, role) => this.#try(call.setRole(id, role)),
      setRoom: (change) => this.#try(call.setRoom(change)),
      admit: (id, admitted) => this.#try(call.admit(id, admitted)),
      copyLink: () => navigator.clipboard.writeText(element.roomLink ?? ''),
    };
  }

  /** What is asked of the relay and shows nowhere else when it fails. */
  #try(asked: Promise<void>): void {
    asked.catch((error: unknown) => {
      const failure = error instanceof CallError ? error : new CallError('request-failed', String(error));
      this.#view?.fail(failure);
    });
  }
}

const canShareScreen = () => typeof navigator !== 'undefined' && 'getDisplayMedia' in (navigator.mediaDevices ?? {});
