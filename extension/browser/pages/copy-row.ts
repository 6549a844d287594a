/** A text to copy, with the button that does. Knows nothing of what it is good for. */
import { html } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import copy from 'lucide/dist/esm/icons/copy.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Page } from './page.ts';

export function copyRow(page: Page, text: string) {
  const id = `copy:${text}`;
  const isCopied = page.saved.has(id);
  const onClick = async (event: Event) => {
    const code = (event.currentTarget as HTMLElement).parentElement?.querySelector('code');
    try {
      await navigator.clipboard.writeText(text);
      page.markSaved(id);
    } catch {
      // Not allowed: then it is marked, and Ctrl+C copies it.
      if (code) getSelection()?.selectAllChildren(code);
    }
  };
  return html`<div class="copy-row">
    <code dir="ltr">${text}</code>
    <button class="button small" type="button" @click=${onClick}>
      ${icon(isCopied ? check : copy)}<span aria-live="polite">${page.words.say(isCopied ? 'copied' : 'copy')}</span>
    </button>
  </div>`;
}
