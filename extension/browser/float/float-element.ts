/**
 * What a floating call consists of in somebody else's page: a host in the top layer, a closed shadow root, and in it the
 * frame of an extension page. The page can see that there is something, and neither read nor drive it. Knows no layout.
 */
import type { Ticket } from '../messages.ts';
import type { Box } from './float-layout.ts';
import { PORT_MESSAGE } from './float-messages.ts';

export interface FloatElementOptions {
  readonly ticket: Ticket;
  /** Address of the frame's page; a new one each time in Chromium. */
  readonly frameUrl: string;
  /** The extension's own; what the page grants is delegated to it and nobody else. */
  readonly frameOrigin: string;
  /** What `allow` names as the receiver: Firefox knows no extension there. */
  readonly allowedOrigin: string;
}

const FEATURES = [
  'camera',
  'microphone',
  'display-capture',
  'autoplay',
  'fullscreen',
  'picture-in-picture',
  'clipboard-write',
  'screen-wake-lock',
  'speaker-selection',
];

/** Whatever style sheets a page has, none of them gets at these. */
const HOST_STYLE: Readonly<Record<string, string>> = {
  all: 'initial',
  position: 'fixed',
  display: 'block',
  inset: 'auto',
  margin: '0',
  padding: '0',
  border: '0',
  background: 'transparent',
  opacity: '1',
  visibility: 'visible',
  overflow: 'visible',
  transform: 'none',
  filter: 'none',
  'clip-path': 'none',
  'mask-image': 'none',
  'pointer-events': 'auto',
  'z-index': '2147483647',
  'color-scheme': 'normal',
  contain: 'none',
  'content-visibility': 'visible',
  'min-width': '0',
  'min-height': '0',
  'max-width': 'none',
  'max-height': 'none',
  transition: 'none',
  animation: 'none',
};

const SIDES = ['left', 'top', 'width', 'height'] as const;

/** Where colours are forced, shadows go: the transparent line is what is seen then. */
const FRAME_STYLE = `
  outline: 1px solid transparent; outline-offset: -1px; border: 0; width: 100%; height: 100%; display: block; border-radius: 14px; color-scheme: normal;
  box-shadow: 0 0 0 1px rgb(127 127 127 / 0.28), 0 2px 8px rgb(0 0 0 / 0.16), 0 16px 48px rgb(0 0 0 / 0.28);
`;

export class FloatElement {
  readonly host = document.createElement('div');
  readonly frame = document.createElement('iframe');
  readonly #root = this.host.attachShadow({ mode: 'closed' });
  readonly #options: FloatElementOptions;
  #box: Box | undefined;
  #zoom = 1;
  #loads = 0;

  constructor(options: FloatElementOptions) {
    this.#options = options;
    const { frame } = this;
    frame.title = options.ticket.words.frame;
    frame.allow = FEATURES.map((feature) => `${feature} ${options.allowedOrigin}`).join('; ');
    // Pages that isolate themselves hold no other frames. Firefox needs it not, and knows it not.
    Object.assign(frame, { credentialless: true });
    frame.style.cssText = FRAME_STYLE;
    this.#root.append(frame);
    this.dress();
  }

  /**
   * Brings it into the page. `onPort` gets the way to the frame's page; `onReload`: the page took it out and put it back,
   * after which nothing of the call is left in it.
   */
  open(onPort: (port: MessagePort) => void, onReload: () => void): void {
    const { frame } = this;
    frame.addEventListener('load', () => {
      this.#loads += 1;
      if (this.#loads > 1) onReload();
      else onPort(this.#sendPort());
    });
    frame.src = `${this.#options.frameUrl}#${this.#options.ticket.ticket}`;
    // Not into the body: pages replace that.
    document.documentElement.append(this.host);
    this.raise();
  }

  /** Puts everything on the host as it should be; again, after somebody has changed it. */
  dress(): void {
    const { host } = this;
    host.hidden = false;
    host.inert = false;
    host.popover = 'manual';
    host.style.cssText = '';
    for (const [name, value] of Object.entries(HOST_STYLE)) host.style.setProperty(name, value, 'important');
    host.style.setProperty('zoom', String(this.#zoom), 'important');
    if (!this.#box) return;
    for (const name of SIDES) host.style.setProperty(name, `${this.#box[name]}px`, 'important');
  }

  /** False where it lies there already. */
  place(box: Box): boolean {
    const before = this.#box;
    const zoom = this.#zoomAgainstPage();
    if (before && zoom === this.#zoom && SIDES.every((name) => before[name] === box[name])) return false;
    this.#box = box;
    this.#zoom = zoom;
    this.dress();
    return true;
  }

  /** Above whatever else lies in the top layer by now. */
  raise(): void {
    const { host } = this;
    if (!host.isConnected) return;
    host.popover = 'manual';
    if (host.matches(':popover-open')) host.hidePopover();
    host.showPopover();
  }

  /** Shows this instead of the frame, which nothing has come of; whoever came by the keyboard is led to its first button. */
  replaceFrame(content: Node): void {
    this.frame.style.display = 'none';
    for (const child of [...this.#root.children]) if (child !== this.frame) child.remove();
    this.#root.append(content);
    this.#root.querySelector('button')?.focus({ preventScroll: true });
  }

  /** Of what stands instead of the frame, in px: languages differ. Undefined while the frame is there. */
  get contentHeight(): number | undefined {
    return this.#root.querySelector('section')?.scrollHeight;
  }

  /** The frame has come to life after all. */
  restoreFrame(): void {
    for (const child of [...this.#root.children]) if (child !== this.frame) child.remove();
    this.frame.style.cssText = FRAME_STYLE;
  }

  focus(): void {
    this.frame.focus({ preventScroll: true });
  }

  /** Ends the call in it. */
  remove(): void {
    this.host.remove();
  }

  /** A page that enlarges itself by a style sheet would push the host out of the window: no style of its own ends that. */
  #zoomAgainstPage(): number {
    const { currentCSSZoom = 1 } = (this.host.parentElement ?? document.documentElement) as { currentCSSZoom?: number };
    return 1 / currentCSSZoom;
  }

  #sendPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const message = { type: PORT_MESSAGE, ticket: this.#options.ticket.ticket };
    // Only a page of the extension gets it, wherever the frame may have been led.
    this.frame.contentWindow?.postMessage(message, this.#options.frameOrigin, [port2]);
    return port1;
  }
}
