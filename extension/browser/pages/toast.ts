/** A short note at the lower edge of a page, with a button where something can be undone. Knows no page. */
import { html, nothing } from 'lit';
import x from 'lucide/dist/esm/icons/x.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Words } from '../words.ts';

export interface Toast {
  readonly text: string;
  readonly undo: (() => void) | undefined;
}

export interface ToastHandlers {
  onClose(): void;
  /** Somebody reads it, or is on the way to its button: it waits. */
  onHold(isHeld: boolean): void;
}

/** Its place is always there: what comes into it is read out. */
export function toastTemplate(toast: Toast | undefined, words: Words, { onClose, onHold }: ToastHandlers) {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  return html`<div role="status">
    ${
      toast
        ? html`<div
            class="toast"
            data-toast
            @keydown=${onKey}
            @focusin=${() => onHold(true)}
            @focusout=${() => onHold(false)}
            @pointerenter=${() => onHold(true)}
            @pointerleave=${() => onHold(false)}
          >
            <p>${toast.text}</p>
            ${toast.undo ? html`<button class="button small" type="button" data-action="undo" @click=${toast.undo}>${words.say('undo')}</button>` : nothing}
            <button class="button plain" type="button" aria-label=${words.say('close')} @click=${onClose}>${icon(x)}</button>
          </div>`
        : nothing
    }
  </div>`;
}
