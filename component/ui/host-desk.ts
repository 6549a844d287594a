/** What hosts see above the people: who waits to be let in, and the switches of the room. Knows no Call. */

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import doorOpen from 'lucide/dist/esm/icons/door-open.mjs';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import { msg, str } from '../localization/message.ts';
import type { RoomState, WaitingParticipant } from '../protocol/control.ts';
import { avatarTemplate, hueOf } from './avatar.ts';
import type { HostActions } from './call-actions.ts';
import { type IconNodes, icon } from './icon.ts';

export interface HostDeskView {
  readonly room: RoomState;
  readonly waiting: readonly WaitingParticipant[];
  readonly actions: Pick<HostActions, 'admit' | 'setRoom'>;
}

export const hostDeskTemplate = ({ room, waiting, actions }: HostDeskView) =>
  html`<section class="host-desk" part="host-desk" aria-label=${msg('For hosts')}>
    ${waiting.length > 0 ? waitingTemplate(waiting, actions) : nothing}
    ${switchTemplate('locked', lock, msg('Lock the room'), msg('Nobody new comes in'), room.locked, (locked) =>
      actions.setRoom({ locked }),
    )}
    ${switchTemplate(
      'waitingRoom',
      doorOpen,
      msg('Waiting room'),
      msg('You decide who comes in'),
      room.waitingRoom,
      (waitingRoom) => actions.setRoom({ waitingRoom }),
    )}
  </section>`;

function waitingTemplate(waiting: readonly WaitingParticipant[], { admit }: Pick<HostActions, 'admit'>) {
  return html`<div class="waiting-list">
    <div class="waiting-head">
      <h3 id="waiting-title">${msg('Waiting to be let in')} <span class="count">${waiting.length}</span></h3>
      ${
        waiting.length > 1
          ? html`<button class="button small" type="button" data-action="admit-all" @click=${() => {
              for (const { id } of waiting) admit(id, true);
            }}>${msg('Admit all')}</button>`
          : nothing
      }
    </div>
    <ul aria-labelledby="waiting-title">
      ${repeat(
        waiting,
        ({ id }) => id,
        ({ id, name }) =>
          html`<li class="waiting-person" part="waiting-person">
            ${avatarTemplate(name, hueOf(id))}
            <bdi>${name}</bdi>
            <span class="verdicts">
              <button class="button primary small" type="button" aria-label=${msg(str`Admit ${name}`)} @click=${() => admit(id, true)}>${msg('Admit')}</button>
              <button class="button small" type="button" aria-label=${msg(str`Refuse ${name}`)} @click=${() => admit(id, false)}>${msg('Refuse')}</button>
            </span>
          </li>`,
      )}
    </ul>
  </div>`;
}

function switchTemplate(
  id: keyof RoomState,
  nodes: IconNodes,
  title: string,
  hint: string,
  isOn: boolean,
  onChange: (isOn: boolean) => void,
) {
  return html`<button
    class="room-switch"
    part="room-switch"
    type="button"
    role="switch"
    data-switch=${id}
    aria-checked=${isOn ? 'true' : 'false'}
    @click=${() => onChange(!isOn)}
  >
    ${icon(nodes)}
    <span class="switch-words">${title}<span class="muted-text">${hint}</span></span>
    <span class="switch-track"></span>
  </button>`;
}
