/** Short notes above the call, one at a time, with a way on and a way to close them. Knows no call. */
import { html, nothing } from 'lit';
import x from 'lucide/dist/esm/icons/x.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Words } from '../words.ts';

export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

export function noticeTemplate(notice: Notice | undefined, words: Words, onClose: () => void) {
  // There before it has words, so that screen readers read them when they come.
  return html`<div class="call-notice" role="status" ?hidden=${notice === undefined}>
    ${
      notice
        ? html`<p>${notice.text}</p>
          ${
            notice.action
              ? html`<button type="button" class="button small" @click=${notice.action.onClick}>${notice.action.label}</button>`
              : nothing
          }
          <button type="button" class="bar-button" aria-label=${words.say('noticeClose')} title=${words.say('noticeClose')} @click=${onClose}>
            ${icon(x)}
          </button>`
        : nothing
    }
  </div>`;
}
