/** Short notes that go by themselves. Knows no Call. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import { errorText } from './error-text.ts';
import { icon } from './icon.ts';
import type { News } from './news.ts';

const NOTE_MS = 4_000; // long enough for a dozen words
const ALARM_MS = 9_000; // a title and what to do
const MAX_TOASTS = 2; // more would cover the faces

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
