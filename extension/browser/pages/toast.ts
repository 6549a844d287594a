/** A short note at the lower edge of a page, with a button where something can be undone. Knows no page. */
import { html, nothing } from 'lit';
import x from 'lucide/dist/esm/icons/x.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Words } from '../words.ts';

export interface Toast {
  readonly text: string;
  readonly undo: (() => void) | undefined;
}

export function toastTemplate({ text, undo }: Toast, words: Words, onClose: () => void) {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  return html`<div class="toast" data-toast @keydown=${onKey}>
    <p role="status">${text}</p>
    ${undo ? html`<button class="button small" type="button" data-action="undo" @click=${undo}>${words.say('undo')}</button>` : nothing}
    <button class="button plain" type="button" aria-label=${words.say('close')} @click=${onClose}>${icon(x)}</button>
  </div>`;
}
