/** Draws what a relay's test found. Knows no test. */
import { html, nothing } from 'lit';
import check from 'lucide/dist/esm/icons/circle-check.mjs';
import alert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import { icon } from '../../../component/ui/icon.ts';
import { copyRow } from './copy-row.ts';
import type { VerdictText } from './error-text.ts';
import type { Page } from './page.ts';

/** Where a field shows the text, only the note is left. */
export function verdictTemplate(page: Page, { tone, text, setting, note, field }: VerdictText) {
  return html`<div class="verdict" data-tone=${tone} role=${tone === 'bad' ? 'alert' : 'status'}>
    ${icon(tone === 'good' ? check : alert)}
    <div class="verdict-text">
      ${field === undefined ? html`<p>${text}</p>` : nothing} ${setting ? copyRow(page, setting) : nothing}
      ${note ? html`<p class="note">${note}</p>` : nothing}
    </div>
  </div>`;
}
