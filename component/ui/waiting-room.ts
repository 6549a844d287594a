/** Before the call, while a host is asked. Knows nothing of the Call. */

import { html } from 'lit';
import hourglass from 'lucide/dist/esm/icons/hourglass.mjs';
import { msg, str } from '../localization/message.ts';
import { icon } from './icon.ts';

export interface WaitingRoomView {
  readonly room: string;
  /** As the hosts see it. */
  readonly name: string;
  readonly onLeave: () => void;
}

export const waitingRoomTemplate = ({ room, name, onLeave }: WaitingRoomView) =>
  html`<section class="ended waiting-room" part="waiting-room" role="status">
    <span class="ended-mark" data-failed="no">${icon(hourglass)}</span>
    <h1>${msg('The host will let you in')}</h1>
    <p class="muted-text">
      ${room === '' ? msg('You are in the waiting room.') : msg(str`You are in the waiting room of “${room}”.`)}
      ${msg(str`The host sees your name, ${name}.`)}
    </p>
    <div class="ended-actions">
      <button class="button" type="button" @click=${onLeave}>${msg('Leave')}</button>
    </div>
  </section>`;
