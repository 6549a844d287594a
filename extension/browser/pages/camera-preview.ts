/** One's own picture, on request only, and off whenever it can. Knows no setting. */
import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import video from 'lucide/dist/esm/icons/video.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Page } from './page.ts';
import { isFirefox } from './shortcuts.ts';

export class CameraPreview {
  readonly #page: Page;
  readonly #onStart: () => void;
  #stream: MediaStream | undefined;
  #hasFailed = false;
  #isStarting = false;

  /** `onStart`: now the browser may name devices that it did not name before. */
  constructor(page: Page, onStart: () => void) {
    this.#page = page;
    this.#onStart = onStart;
    // Nobody sees it there, and the light would stay on.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.stop();
    });
    addEventListener('pagehide', () => this.stop());
  }

  get isOn(): boolean {
    return this.#stream !== undefined;
  }

  /** '' is the system's choice. */
  async start(deviceId: string): Promise<void> {
    if (this.#isStarting) return;
    this.stop();
    this.#isStarting = true;
    this.#hasFailed = false;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { width: 1280, height: 720, ...(deviceId && { deviceId: { exact: deviceId } }) },
        // Firefox names microphones only to a page that had one open.
        audio: isFirefox,
      });
      for (const track of stream.getAudioTracks()) track.stop();
      stream.getVideoTracks()[0]?.addEventListener('ended', () => this.stop());
      this.#stream = stream;
      this.#onStart();
    } catch {
      this.#hasFailed = true;
    }
    this.#isStarting = false;
    this.#page.redraw();
  }

  stop(): void {
    if (!this.#stream) return;
    for (const track of this.#stream.getTracks()) track.stop();
    this.#stream = undefined;
    this.#page.redraw();
  }

  template(deviceId: string) {
    const { words } = this.#page;
    const stream = this.#stream;
    return html`<div class="preview" data-preview=${stream ? 'on' : this.#hasFailed ? 'failed' : 'off'}>
      ${
        stream
          ? html`<video
                muted
                autoplay
                playsinline
                aria-label=${words.say('previewLabel')}
                ${ref((element) => {
                  if (element instanceof HTMLVideoElement && element.srcObject !== stream) element.srcObject = stream;
                })}
              ></video>
              <button class="button small" type="button" data-action="preview" @click=${() => this.stop()}>${words.say('previewStop')}</button>`
          : html`${this.#hasFailed ? html`<p class="error preview-error" role="alert">${words.say('previewFailed')}</p>` : ''}
              <button class="button" type="button" data-action="preview" @click=${() => void this.start(deviceId)}>
                ${icon(video)}${words.say('previewStart')}
              </button>`
      }
    </div>`;
  }
}
