/** A host's question whether one turns something on: it stays until it is answered. Knows no Call. */

import { html } from 'lit';
import hand from 'lucide/dist/esm/icons/hand.mjs';
import { msg, str } from '../localization/message.ts';
import type { HostWord } from './call-actions.ts';
import { icon } from './icon.ts';

export interface UnmuteRequestView {
  readonly request: Extract<HostWord, { kind: 'unmute-asked' }>;
  readonly onAnswer: (isWilling: boolean) => void;
}

export function unmuteRequestTemplate({ request: { source, name }, onAnswer }: UnmuteRequestView) {
  const who = name === '' ? msg('A host') : name;
  const isMicrophone = source === 'microphone';
  const question = isMicrophone
    ? msg(str`${who} asks you to unmute`)
    : msg(str`${who} asks you to turn your camera on`);
  return html`<div class="banner request" part="request" role="alertdialog" aria-label=${question}>
    ${icon(hand)}
    <p>${question}</p>
    <div class="request-answers">
      <button class="button primary small" type="button" data-answer="yes" @click=${() => onAnswer(true)}>
        ${isMicrophone ? msg('Unmute') : msg('Turn on')}
      </button>
      <button class="button small" type="button" data-answer="no" @click=${() => onAnswer(false)}>${msg('Not now')}</button>
    </div>
  </div>`;
}
