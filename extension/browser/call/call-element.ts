/** The `<stream-room>` of a frame or panel: made from settings and room, and watched. Knows no page of the web. */
import '../../../component/define.ts';
import browser from 'webextension-polyfill';
import type { CallState } from '../../../component/call/call-state.ts';
import type { StreamRoom } from '../../../component/stream-room.ts';
import type { Settings } from '../settings.ts';

export interface CallRoom {
  readonly relay: string;
  readonly room: string;
  /** For people: what the room is about. */
  readonly label: string;
}

/** Those in which somebody is with others, or on the way. */
const RUNNING: readonly CallState['connection'][] = ['connecting', 'waiting', 'connected', 'reconnecting'];

export class CallElement {
  readonly element: StreamRoom = document.createElement('stream-room');
  readonly #life = new AbortController();

  /** `withDevices` false: camera and microphone are not even asked for. */
  constructor(settings: Settings, room: CallRoom, withDevices: boolean, onChange: () => void) {
    const { element } = this;
    element.assets = browser.runtime.getURL('stream-room/');
    element.displayName = settings.displayName;
    element.audio = !withDevices ? 'none' : settings.microphoneOn ? 'on' : 'off';
    element.video = !withDevices ? 'none' : settings.cameraOn ? 'on' : 'off';
    element.quality = settings.quality;
    element.layout = settings.layout;
    element.lang = settings.language === 'auto' ? browser.i18n.getUILanguage() : settings.language;
    this.#apply(settings);
    this.enter(settings, room);
    for (const kind of ['camera', 'microphone', 'speaker'] as const) {
      const id = settings[kind];
      // A device that is not connected: the system's choice does as well.
      if (id !== '' && (withDevices || kind === 'speaker')) void element.setDevice(kind, id).catch(() => {});
    }
    const { signal } = this.#life;
    element.call.state.observe(onChange, { signal });
  }

  /** Another room: out of the one, into the other where a call is under way. */
  enter(settings: Settings, { relay, room, label }: CallRoom): void {
    const { element } = this;
    const token = settings.relays.find(({ url }) => url === relay)?.token ?? '';
    if (element.relay !== relay) element.relay = relay;
    if (element.token !== token) element.token = token;
    element.label = label;
    if (element.room !== room) element.room = room;
  }

  /** What may change while a call runs. */
  #apply({ theme }: Settings): void {
    this.element.theme = theme;
  }

  configure(settings: Settings): void {
    this.#apply(settings);
  }

  get isRunning(): boolean {
    return RUNNING.includes(this.#state.connection);
  }

  /** Oneself included; undefined outside of a call. */
  get people(): number | undefined {
    const { connection, participants } = this.#state;
    return connection === 'connected' || connection === 'reconnecting' ? participants.length + 1 : undefined;
  }

  /** Undefined where there is none to turn on. */
  get isMicrophoneOn(): boolean | undefined {
    if (!this.isRunning || this.element.audio === 'none') return undefined;
    return this.#state.microphone.status === 'on';
  }

  toggleMicrophone(): void {
    void this.element.toggleMicrophone().catch(() => {});
  }

  /** Leaves the call and lets go of everything. */
  close(): void {
    this.#life.abort();
    void this.element.leave().catch(() => {});
    this.element.remove();
  }

  get #state(): CallState {
    return this.element.call.state.value;
  }
}
