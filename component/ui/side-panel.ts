/** The panel beside the stage: chat, people or statistics, under one heading. Knows what is open, not what it does. */

import { html, nothing } from 'lit';
import x from 'lucide/dist/esm/icons/x.mjs';
import type { CallState } from '../call/call-state.ts';
import { msg } from '../localization/message.ts';
import type { Menu, Panel } from './bar-actions.ts';
import type { HostActions } from './call-actions.ts';
import { chatTemplate } from './chat.ts';
import { copyLinkTemplate } from './copy-link.ts';
import { hostDeskTemplate } from './host-desk.ts';
import { icon } from './icon.ts';
import { rosterTemplate } from './roster.ts';
import type { Tile } from './tiles.ts';

export interface SidePanelView {
  readonly panel: Panel;
  readonly state: CallState;
  readonly lang: string;
  readonly tiles: readonly Tile[];
  /** By participant id. */
  readonly volumes: ReadonlyMap<string, number>;
  /** Undefined until loaded. */
  readonly stats: unknown;
  readonly onSend: (text: string) => void;
  readonly onVolume: (participantId: string, volume: number) => void;
  readonly onClose: () => void;
  /** Which menu is open. */
  readonly menu: Menu | undefined;
  readonly onMenu: (menu: Menu | undefined) => void;
  readonly actions: HostActions;
  /** Copies the link into the room; undefined where there is none. */
  readonly onCopyLink: (() => void) | undefined;
}

export function sidePanelTemplate(view: SidePanelView) {
  const { panel, state } = view;
  const title = { chat: () => msg('Chat'), people: () => msg('People'), stats: () => msg('Statistics') }[panel]();
  return html`<aside class="panel" part="panel ${panel}-panel" aria-label=${title}>
    <header class="panel-head">
      <h2>
        ${title}${panel === 'people' ? html` <span class="count">${state.participants.length + 1}</span>` : nothing}
      </h2>
      <button
        class="control plain close-panel"
        part="close-button"
        type="button"
        aria-label=${msg('Close')}
        @click=${view.onClose}
      >
        ${icon(x)}
      </button>
    </header>
    ${contentTemplate(view)}
  </aside>`;
}

function contentTemplate(view: SidePanelView) {
  const { panel, state, lang, stats, onSend } = view;
  switch (panel) {
    case 'chat':
      return chatTemplate({ chat: state.chat, lang, canWrite: state.grants.includes('chat'), onSend });
    case 'people':
      return peopleTemplate(view);
    case 'stats':
      return stats ?? html`<p class="stats-wait muted-text" role="status">${msg('Measuring…')}</p>`;
  }
}

function peopleTemplate({ state, tiles, volumes, menu, actions, onVolume, onMenu, onCopyLink }: SidePanelView) {
  const isHost = state.grants.includes('moderate');
  const { roomState: room, waiting } = state;
  return html`<div class="people-panel">
    ${isHost ? hostDeskTemplate({ room, waiting, actions }) : nothing}
    ${copyLinkTemplate(onCopyLink)}
    ${rosterTemplate({
      people: tiles.filter(({ kind }) => kind !== 'screen'),
      volumes,
      onVolume,
      host: isHost ? { menu, actions, onMenu } : undefined,
    })}
  </div>`;
}
