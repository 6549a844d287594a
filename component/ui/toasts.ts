/** Short notes that go by themselves. Knows no Call. */

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import { msg, plural, str } from '../localization/message.ts';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';
import type { News } from './news.ts';

const NOTE_MS = 4_000; // long enough for a dozen words
const ALARM_MS = 9_000; // a title and what to do
const MAX_TOASTS = 2; // more would cover the faces

/** A title and what to do, or something to be pressed. */
const LONG = new Set<News['kind']>(['device', 'failed', 'waiting', 'muted']);

export interface ToastActions {
  readonly onChat: () => void;
  readonly onPeople: () => void;
}

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
    const time = LONG.has(news.kind) ? ALARM_MS : NOTE_MS;
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

  template({ onChat, onPeople }: ToastActions) {
    return html`<div class="toasts" part="toasts" role="status" aria-live="polite">
      ${repeat(
        this.#toasts,
        ({ key }) => key,
        ({ key, news }) =>
          html`<div class="toast" part="toast" data-kind=${news.kind}>
            ${wordsOf(news, () => {
              this.remove(key);
              if (news.kind === 'waiting') onPeople();
              else onChat();
            })}
            ${
              news.kind === 'device' || news.kind === 'failed'
                ? html`<button class="control plain" type="button" aria-label=${msg('Dismiss')} @click=${() => this.remove(key)}>${icon(x)}</button>`
                : nothing
            }
          </div>`,
      )}
    </div>`;
  }
}

function wordsOf(news: News, onPress: () => void) {
  switch (news.kind) {
    case 'joined':
      return html`<p>${crowd(
        news.names,
        (who) => msg(str`${who} joined`),
        (who, more) => plural(more, str`${who} and ${more} more joined`),
      )}</p>`;
    case 'left':
      return html`<p>${crowd(
        news.names,
        (who) => msg(str`${who} left`),
        (who, more) => plural(more, str`${who} and ${more} more left`),
      )}</p>`;
    case 'message':
      return html`<button class="toast-message" type="button" @click=${onPress}><b><bdi>${news.entry.name}</bdi></b> <bdi>${news.entry.text}</bdi></button>`;
    case 'back':
      return html`<p>${msg('You are back in the call')}</p>`;
    case 'waiting':
      return html`<p>${crowd(
        news.names,
        (who) => msg(str`${who} waits to be let in`),
        (who, more) => plural(more, str`${who} and ${more} more wait to be let in`),
      )}</p><button class="button small" type="button" @click=${onPress}>${msg('Show')}</button>`;
    case 'role':
      return html`<p>${{
        host: () => msg('You are a host now'),
        member: () => msg('You are a member now'),
        guest: () => msg('You are a guest now'),
      }[news.role]()}</p>`;
    case 'room':
      return html`<p>${news.locked ? msg('The room is locked: nobody new comes in') : msg('The room is open again')}</p>`;
    case 'muted': {
      const who = news.name === '' ? msg('A host') : news.name;
      return html`<p>${{
        microphone: () => msg(str`${who} muted you`),
        camera: () => msg(str`${who} turned your camera off`),
        screen: () => msg(str`${who} stopped your screen`),
      }[news.source]()}</p>`;
    }
    case 'copied':
      return html`<p>${news.isDone ? msg('Link copied') : msg('The link could not be copied. Copy the page’s address instead.')}</p>`;
    case 'failed': {
      const { title, advice } = errorText(news.error.code);
      return html`${icon(circleAlert)}<p><strong>${title}</strong> ${advice}</p>`;
    }
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
