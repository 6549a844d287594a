/** A button of the bars above a call: an icon with a name. */
import { html } from 'lit';
import { type IconNodes, icon } from '../../../component/ui/icon.ts';

export const barButton = (nodes: IconNodes, label: string, onClick: () => void) =>
  html`<button type="button" class="bar-button" aria-label=${label} title=${label} @click=${onClick}>${icon(nodes)}</button>`;
