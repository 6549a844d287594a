/** A numbered card of the welcome page. Knows nothing of what is in it. */
import { html, nothing, type TemplateResult } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import { icon } from '../../../component/ui/icon.ts';
import type { Words } from '../words.ts';

export interface StepView {
  readonly words: Words;
  readonly id: string;
  readonly number: number;
  readonly heading: string;
  readonly lead: string;
  readonly isDone: boolean;
  readonly content: TemplateResult;
}

export function stepTemplate({ words, id, number, heading, lead, isDone, content }: StepView) {
  return html`<li class="card step" id=${id} ?data-done=${isDone}>
    <span class="step-mark" aria-hidden="true">${isDone ? icon(check) : number}</span>
    <div class="step-body">
      <h2 tabindex="-1">${heading}${isDone ? html`<span class="hidden">, ${words.say('stepDone')}</span>` : nothing}</h2>
      <p class="lead">${lead}</p>
      ${content}
    </div>
  </li>`;
}
