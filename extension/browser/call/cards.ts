/** What stands in a frame or panel instead of the call: what is missing, and the way to it. Knows no state. */
import { html, nothing, type TemplateResult } from 'lit';
import { type IconNodes, icon } from '../../../component/ui/icon.ts';

export interface CardAction {
  readonly label: string;
  readonly onClick: () => void;
}

export interface Card {
  readonly icon: IconNodes;
  readonly title: string;
  readonly texts: readonly string[];
  /** The first one is the best way. */
  readonly actions: readonly CardAction[];
  readonly more?: TemplateResult;
}

export function cardTemplate({ icon: nodes, title, texts, actions, more }: Card) {
  return html`<section class="call-card" aria-labelledby="card-title">
    <span class="call-card-icon">${icon(nodes)}</span>
    <h1 id="card-title">${title}</h1>
    ${texts.map((text) => html`<p>${text}</p>`)}
    ${more ?? nothing}
    ${
      actions.length === 0
        ? nothing
        : html`<div class="call-card-actions">
            ${actions.map(
              ({ label, onClick }, index) =>
                html`<button type="button" class="button ${index === 0 ? 'primary' : ''}" @click=${onClick}>${label}</button>`,
            )}
          </div>`
    }
  </section>`;
}
