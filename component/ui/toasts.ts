/** Short notes that go by themselves, and the banner that stays as long as its cause. Knows no Call. */
import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import monitorUp from 'lucide/dist/esm/icons/monitor-up.mjs';
import volumeX from 'lucide/dist/esm/icons/volume-x.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import type { CallState } from '../call/call-state.ts';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';
import type { News } from './news.ts';

const NOTE_MS = 4_000; // long enough for a dozen words
const ALARM_MS = 9_000; // a title and what to do
const MAX_TOASTS = 3; // more would cover the faces

interface Toast {
  readonly key: number;
  readonly news: News;
}

/** The notes on show; each leaves after its time. */
export class Toasts {
  #toasts: readonly Toast[] = [];
  #lastKey = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(readonly onChange: () => void) {}

  add(news: News): void {
    this.#lastKey += 1;
    const toast = { key: this.#lastKey, news };
    for (const { key } of this.#toasts.slice(0, -(MAX_TOASTS - 1))) this.remove(key);
    this.#toasts = [...this.#toasts, toast];
    const time = news.kind === 'device' ? ALARM_MS : NOTE_MS;
    this.#timers.set(
      toast.key,
      setTimeout(() => this.remove(toast.key), time),
    );
    this.onChange();
  }

  remove(key: number): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#toasts = this.#toasts.filter((toast) => toast.key !== key);
    this.onChange();
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#toasts = [];
  }

  template(onChat: () => void) {
    return html`<div class="toasts" part="toasts" role="status" aria-live="polite">
      ${repeat(
        this.#toasts,
        ({ key }) => key,
        ({ key, news }) =>
          html`<div class="toast" part="toast" data-kind=${news.kind}>
            ${wordsOf(news, () => {
              this.remove(key);
              onChat();
            })}
            ${
              news.kind === 'device'
                ? html`<button class="control plain" type="button" aria-label=${msg('Dismiss')} @click=${() => this.remove(key)}>${icon(x)}</button>`
                : nothing
            }
          </div>`,
      )}
    </div>`;
  }
}

function wordsOf(news: News, onChat: () => void) {
  switch (news.kind) {
    case 'joined':
      return html`<p>${crowd(
        news.names,
        (who) => msg(str`${who} joined`),
        (who, more) => msg(str`${who} and ${more} more joined`),
      )}</p>`;
    case 'left':
      return html`<p>${crowd(
        news.names,
        (who) => msg(str`${who} left`),
        (who, more) => msg(str`${who} and ${more} more left`),
      )}</p>`;
    case 'message':
      return html`<button class="toast-message" type="button" @click=${onChat}><b><bdi>${news.entry.name}</bdi></b> <bdi>${news.entry.text}</bdi></button>`;
    case 'back':
      return html`<p>${msg('You are back in the call')}</p>`;
    case 'device': {
      const { title, advice } = errorText(news.error.code, news.source);
      return html`${icon(circleAlert)}<p><strong>${title}</strong> ${advice}</p>`;
    }
  }
}

function crowd(
  names: readonly string[],
  one: (who: string) => string,
  many: (who: string, more: number) => string,
): string {
  const who = names[0] ?? '';
  return names.length === 1 ? one(who) : many(who, names.length - 1);
}

export interface BannerView {
  readonly state: CallState;
  readonly onUnblockAudio: () => void;
  readonly onStopScreen: () => void;
}

/** The one thing that matters most now, or nothing. */
export function bannerTemplate({ state, onUnblockAudio, onStopScreen }: BannerView) {
  if (state.connection === 'reconnecting') {
    return html`<div class="banner" part="banner" role="status" data-kind="reconnecting">
      <span class="spinning">${icon(loader)}</span>
      <p>${msg('The connection broke. Reconnecting…')}</p>
    </div>`;
  }
  if (state.audioBlocked) {
    return html`<div class="banner" part="banner" role="alert" data-kind="audio-blocked">
      ${icon(volumeX)}
      <p>${msg('The browser holds the sound back.')}</p>
      <button class="button primary small" type="button" @click=${onUnblockAudio}>${msg('Turn sound on')}</button>
    </div>`;
  }
  if (state.screen.status === 'on') {
    return html`<div class="banner" part="banner" role="status" data-kind="sharing">
      ${icon(monitorUp)}
      <p>${msg('You are sharing your screen')}</p>
      <button class="button small" type="button" @click=${onStopScreen}>${msg('Stop')}</button>
    </div>`;
  }
  return nothing;
}

export const toastStyles = css`
  .over {
    position: absolute;
    z-index: 4;
    inset-block-start: 12px;
    inset-inline: 12px;
    display: grid;
    justify-items: center;
    gap: 8px;
    pointer-events: none;
  }
  .toasts {
    display: grid;
    justify-items: center;
    gap: 8px;
    max-inline-size: 100%;
  }
  .banner,
  .toast {
    display: flex;
    align-items: center;
    gap: 10px;
    max-inline-size: min(100%, 460px);
    padding: 9px 16px;
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
    font-size: 0.93em;
    pointer-events: auto;
    animation: drop 0.25s var(--_ease) both;
  }
  .banner .button {
    margin-inline-end: -6px;
    flex: none;
  }
  .banner .spinning,
  .banner > .icon {
    color: var(--_accent);
  }
  .toast[data-kind='device'] {
    align-items: start;
    background: var(--_alarm-surface);
    color: var(--_alarm);
    border-color: transparent;
  }
  .toast[data-kind='device'] strong {
    display: block;
  }
  .toast .control {
    inline-size: 30px;
    block-size: 30px;
    margin: -3px -8px;
    font-size: 14px;
  }
  .toast-message {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: start;
    padding: 0;
  }
  @keyframes drop {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
`;
