/**
 * The element's attributes as live properties, and what they ask of a Call. Knows nothing of what the element does with
 * them.
 */

import { LitElement } from 'lit';
import {
  ATTRIBUTES,
  type Attribute,
  type Layout,
  type OnOff,
  propertyDeclarations,
  readAttribute,
  type Theme,
} from './attributes.ts';
import type { CallOptions, SourceChoice, TokenProvider } from './call/call.ts';
import type { StreamRoomEventMap } from './events.ts';
import { msg } from './localization/message.ts';
import type { VideoCodecChoice, VideoQuality } from './media/messages.ts';
import { CallError } from './support/errors.ts';
import { loaded } from './support/loaded.ts';
import { SecretLink } from './support/secret-link.ts';

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: types the inherited listener methods, adds none
export abstract class RoomProperties extends LitElement {
  static override properties = propertyDeclarations();

  /** The script's own address, which tells the default relay; see define.ts. @internal */
  static scriptUrl: string | undefined;

  /** Base address of the relay. */
  declare relay: string;
  /** Name of the room. */
  declare room: string;
  /** Keeps out who does not have it, too: 43 base64url characters, or `hash`. */
  declare roomSecret: string;
  /** For a relay that wants one: a signed JWT. */
  declare token: string;
  /** Where the page's own server gives tokens. */
  declare tokenUrl: string;
  /** What people see instead of the room's name. */
  declare label: string;
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

  /** Asked for a token at the join, when the old one expires, and when the relay refuses it; null is none: as a guest. */
  declare tokenProvider: TokenProvider | undefined;

  readonly #values = new Map<string, unknown>();
  readonly #link = new SecretLink();

  // What is drawn is measured, and pictures open where there are tiles: both ask for another drawing, on purpose.
  static {
    RoomProperties.disableWarning?.('change-in-update');
  }

  // Accessors of its own, so that every way into a property goes through its attribute's rules.
  static {
    for (const [name, attribute] of Object.entries<Attribute<unknown>>(ATTRIBUTES)) {
      Object.defineProperty(RoomProperties.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: RoomProperties) {
          return this.#values.get(name) ?? attribute.fallback;
        },
        set(this: RoomProperties, raw: unknown) {
          const before = this.#values.get(name) ?? attribute.fallback;
          this.#values.set(name, readAttribute(attribute, raw));
          this.requestUpdate(name, before);
        },
      });
    }
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name !== 'token') super.attributeChangedCallback(name, before, now);
    else if (now !== null) {
      this.token = now;
      // In the document every script and style sheet of the page could read it.
      this.removeAttribute('token');
    }
  }

  /** For people to read. @internal */
  get roomLabel(): string {
    return this.label === '' ? this.room : this.label;
  }

  /** What to give to others, where the room's secret is in the page's address. @internal */
  get roomLink(): string | undefined {
    return this.roomSecret === 'hash' ? this.#link.href : undefined;
  }

  protected callOptions(name: string): CallOptions {
    return {
      relay: this.#relay(),
      room: this.room,
      roomSecret: this.#secret(),
      token: this.token === '' ? undefined : this.token,
      tokenProvider: this.#askForToken,
      name: name === '' ? msg('Guest') : name,
      audio: this.audio,
      video: this.video,
      codec: this.codec,
      quality: this.quality,
      framesPerSecond: this.fps,
      ...(this.assets === '' ? {} : { assets: this.assets }),
    };
  }

  /** The same for as long as the element lives: what it asks is read when it is needed. */
  readonly #askForToken: TokenProvider = async (current) => {
    // The room that is being joined, whatever is set while this loads.
    const [room, roomSecret, relay] = [this.room, this.#secret(), this.#relay()];
    const { askForToken } = await loaded(import('./page-token.ts'));
    const { tokenProvider: provider, tokenUrl } = this;
    return askForToken(this, { room, roomSecret, relay, provider, tokenUrl, current });
  };

  /** As given; else where the script came from; else the page's origin. */
  #relay(): string {
    // From the page's own root, as pages name things; every other address is taken as it is.
    const whole = (address: string) =>
      address.startsWith('/') ? new URL(address, globalThis.location?.href).href : address;
    if (this.relay !== '') return this.relay.split(/\s+/).map(whole).join(' ');
    const { scriptUrl } = RoomProperties;
    if (scriptUrl?.startsWith('http')) return new URL('.', scriptUrl).href;
    return typeof location === 'undefined' ? '' : location.origin;
  }

  #secret(): string | undefined {
    if (this.roomSecret !== 'hash') return this.roomSecret === '' ? undefined : this.roomSecret;
    return typeof location === 'undefined' ? undefined : this.#link.read();
  }

  /** What would keep this page from joining, known without trying. */
  protected obstacle(): CallError | undefined {
    if (typeof window !== 'undefined' && !window.isSecureContext) {
      return new CallError(
        'insecure-page',
        'The page is not served over https. Serve it over https or from localhost.',
      );
    }
    if (this.roomSecret === 'hash' && typeof location !== 'undefined' && this.#link.isCutOff) {
      return new CallError('bad-room', 'The secret behind “#room=” is cut off: it has 43 characters. Copy all of it.');
    }
    if (this.room !== '' || this.roomSecret !== '') return undefined;
    return new CallError('bad-room', 'The element has no room. Give it one: <stream-room room="team">.');
  }
}

export interface RoomProperties {
  addEventListener<Type extends keyof StreamRoomEventMap>(
    type: Type,
    listener: (this: RoomProperties, event: StreamRoomEventMap[Type]) => void,
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
