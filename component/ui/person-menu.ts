/** What a host can do with one person: a button, its menu, and the question before somebody is removed. Knows no Call. */

import { html, nothing } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import crown from 'lucide/dist/esm/icons/crown.mjs';
import ellipsis from 'lucide/dist/esm/icons/ellipsis-vertical.mjs';
import hand from 'lucide/dist/esm/icons/hand.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import monitorX from 'lucide/dist/esm/icons/monitor-x.mjs';
import userMinus from 'lucide/dist/esm/icons/user-minus.mjs';
import userRound from 'lucide/dist/esm/icons/user-round.mjs';
import usersRound from 'lucide/dist/esm/icons/users-round.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import { msg, str } from '../localization/message.ts';
import type { Role } from '../protocol/control.ts';
import type { Menu } from './bar-actions.ts';
import type { HostActions } from './call-actions.ts';
import { type IconNodes, icon } from './icon.ts';
import { walk } from './menu.ts';
import type { Tile } from './tiles.ts';

export interface PersonMenuView {
  readonly person: Tile;
  /** Which menu is open, of whomever. */
  readonly menu: Menu | undefined;
  readonly actions: HostActions;
  readonly onMenu: (menu: Menu | undefined) => void;
}

interface Item {
  readonly id: string;
  readonly icon: IconNodes;
  readonly label: string;
  readonly isChecked?: boolean;
  readonly onPress: () => void;
}

const ROLES: readonly { readonly role: Role; readonly icon: IconNodes; readonly label: () => string }[] = [
  { role: 'host', icon: crown, label: () => msg('Host') },
  { role: 'member', icon: usersRound, label: () => msg('Member') },
  { role: 'guest', icon: userRound, label: () => msg('Guest') },
];

export function personButtonTemplate({ person, menu, onMenu }: PersonMenuView) {
  const { participantId = '', name } = person;
  const own: Menu = `person-${participantId}`;
  const isOpen = menu === own || menu === `remove-${participantId}`;
  return html`<button
    class="control plain person-button"
    part="person-button"
    type="button"
    data-menu=${own}
    aria-label=${msg(str`What to do with ${name}`)}
    aria-haspopup="menu"
    aria-expanded=${isOpen ? 'true' : 'false'}
    @click=${() => onMenu(isOpen ? undefined : own)}
  >
    ${icon(ellipsis)}
  </button>`;
}

/** Below the person; nothing where it is closed. */
export function personMenuTemplate(view: PersonMenuView) {
  const { participantId = '' } = view.person;
  if (view.menu === `person-${participantId}`) return menuTemplate(view, participantId);
  if (view.menu === `remove-${participantId}`) return questionTemplate(view, participantId);
  return nothing;
}

function menuTemplate({ person, actions, onMenu }: PersonMenuView, id: string) {
  const items: readonly Item[] = [
    person.isMuted
      ? {
          id: 'ask-microphone',
          icon: hand,
          label: msg('Ask to unmute'),
          onPress: () => actions.askToUnmute(id, 'microphone'),
        }
      : { id: 'mute', icon: micOff, label: msg('Mute'), onPress: () => actions.mute(id, 'microphone') },
    person.isCameraOn
      ? { id: 'camera-off', icon: videoOff, label: msg('Turn camera off'), onPress: () => actions.mute(id, 'camera') }
      : {
          id: 'ask-camera',
          icon: hand,
          label: msg('Ask to turn camera on'),
          onPress: () => actions.askToUnmute(id, 'camera'),
        },
    ...(person.isSharing
      ? [
          {
            id: 'screen-off',
            icon: monitorX,
            label: msg('Stop the shared screen'),
            onPress: () => actions.mute(id, 'screen'),
          },
        ]
      : []),
  ];
  const roles = ROLES.map(
    ({ role, icon: nodes, label }): Item => ({
      id: `role-${role}`,
      icon: nodes,
      label: label(),
      isChecked: person.role === role,
      onPress: () => actions.setRole(id, role),
    }),
  );
  const item = ({ id: action, icon: nodes, label, isChecked, onPress }: Item) => html`<button
    class="menu-item"
    type="button"
    role=${isChecked === undefined ? 'menuitem' : 'menuitemradio'}
    aria-checked=${isChecked === undefined ? nothing : String(isChecked)}
    data-action=${action}
    @click=${() => {
      onMenu(undefined);
      if (!isChecked) onPress();
    }}
  >
    ${icon(nodes)}<span>${label}</span>${isChecked ? icon(check) : nothing}
  </button>`;
  return html`<div class="menu person-menu" part="menu" role="menu" aria-label=${person.name} @keydown=${onMenuKey}>
    ${items.map(item)}
    <hr role="separator" />
    <div role="group" aria-label=${msg('Role')}>${roles.map(item)}</div>
    <hr role="separator" />
    <button
      class="menu-item alarming"
      type="button"
      role="menuitem"
      data-action="remove"
      @click=${() => onMenu(`remove-${id}`)}
    >
      ${icon(userMinus)}<span>${msg('Remove…')}</span>
    </button>
  </div>`;
}

function questionTemplate({ person: { name }, actions, onMenu }: PersonMenuView, id: string) {
  return html`<div class="menu person-menu question" part="menu" role="alertdialog" aria-labelledby="remove-title" aria-describedby="remove-hint">
    <p id="remove-title"><strong>${msg(str`Remove ${name} from the call?`)}</strong></p>
    <p id="remove-hint" class="muted-text">${msg('They cannot come back as long as the call lasts.')}</p>
    <div class="verdicts">
      <button class="button small danger" type="button" data-action="confirm-remove" @click=${() => {
        onMenu(undefined);
        actions.remove(id);
      }}>${msg('Remove')}</button>
      <button class="button small" type="button" data-action="cancel-remove" @click=${() => onMenu(undefined)}>${msg('Cancel')}</button>
    </div>
  </div>`;
}

const onMenuKey = (event: KeyboardEvent) => {
  if (walk(event, '.menu-item', 'menu')) event.stopPropagation();
};
