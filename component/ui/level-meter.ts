/** Shows how loud the microphone hears. Knows nothing of microphones. */

import { css, html } from 'lit';
import { msg } from '../localization/message.ts';

const BARS = 5;

/** `level` from 0 to 1, as the call smooths it. */
export function levelMeterTemplate(level: number) {
  const lit = Math.min(BARS, Math.round(Math.sqrt(level) * BARS * 1.15)); // by the ear, not by the energy
  return html`<span
    class="meter"
    part="level-meter"
    role="meter"
    aria-label=${msg('Microphone level')}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(level * 100)}
    >${Array.from({ length: BARS }, (_, index) => html`<i ?data-lit=${index < lit}></i>`)}</span
  >`;
}

export const levelMeterStyles = css`
  .meter {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    block-size: 18px;
  }
  .meter i {
    inline-size: 4px;
    block-size: 40%;
    border-radius: 2px;
    background: currentColor;
    opacity: 0.3;
    transition: block-size 0.1s, opacity 0.1s;
  }
  .meter i[data-lit] {
    block-size: 100%;
    opacity: 1;
    background: var(--_meter, currentColor);
  }
`;
