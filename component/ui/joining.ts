/** While the element joins without a stop in the lobby. Knows no Call. */

import { html } from 'lit';
import loader from 'lucide/dist/esm/icons/loader-circle.mjs';
import { msg, str } from '../localization/message.ts';
import { icon } from './icon.ts';

export const joiningTemplate = (room: string) =>
  html`<section class="waiting" part="joining" role="status" tabindex="-1">
    <span class="spinning">${icon(loader)}</span>
    <p>${room === '' ? msg('Joining…') : msg(str`Joining ${room}…`)}</p>
  </section>`;
