/**
 * The call's buttons: as many as the width allows, the rest in a menu. Knows what is on and off, and whom to tell; not
 * what happens then.
 */

import { html, nothing } from 'lit';
import phoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import signal from 'lucide/dist/esm/icons/signal.mjs';
import type { ConnectionQuality } from '../call/call-state.ts';
import { msg } from '../localization/message.ts';
import { type Action, actionsOf, type ControlBarView, type Menu } from './bar-actions.ts';
import { layoutAction, layoutMenuTemplate, moreAction, moreMenuTemplate } from './bar-menus.ts';
import { icon } from './icon.ts';
import { walk } from './menu.ts';

type Width = 'narrow' | 'middle' | 'wide';

const widthOf = (pixels: number): Width => (pixels < 500 ? 'narrow' : pixels < 860 ? 'middle' : 'wide');

export function controlBarTemplate(view: ControlBarView) {
  const width = widthOf(view.width);
  const actions = actionsOf(view);
  const main = (['microphone', 'camera'] as const).flatMap((id) => actions[id] ?? []);
  const share = actions.screen && !view.isMinimal ? [actions.screen] : [];
  const chat = actions.chat && !view.isMinimal ? [actions.chat] : [];
  const rest = view.isMinimal ? [] : [actions.people, actions.settings];
  const isMore = !view.isMinimal && width !== 'wide';
  return html`<div
    class="bar"
    part="control-bar"
    role="toolbar"
    aria-label=${msg('Call controls')}
    data-width=${width}
    @keydown=${(event: KeyboardEvent) => {
      if (!(event.composedPath()[0] as Element).closest('.menu'))
        walk(event, 'button.control, button.leave', 'toolbar');
    }}
  >
    <div class="bar-side start">
      ${width !== 'narrow' && !view.isMinimal ? html`<p class="room-name" part="room-name">${qualityTemplate(view.quality)}<bdi>${view.room}</bdi></p>` : nothing}
      <slot name="controls-start"></slot>
    </div>
    <div class="bar-middle">
      ${main.map(buttonTemplate)}
      ${width === 'narrow' ? nothing : share.map(buttonTemplate)}
      ${width === 'wide' ? nothing : chat.map(buttonTemplate)}
      ${width === 'wide' && !view.isMinimal ? menuButton('layout', layoutAction(view), view, layoutMenuTemplate(view)) : nothing}
      ${isMore ? menuButton('more', moreAction(view), view, moreMenuTemplate(view, width === 'narrow' ? [...share, ...rest] : rest)) : nothing}
      <button class="control danger leave" part="control leave-button" type="button" aria-label=${msg('Leave the call')} @click=${view.onLeave}>
        ${icon(phoneOff)}${width === 'wide' ? html`<span>${msg('Leave')}</span>` : nothing}
      </button>
    </div>
    <div class="bar-side end">
      <slot name="controls-end"></slot>
      ${width === 'wide' && !view.isMinimal ? [...(actions.people ? [actions.people] : []), ...chat].map(buttonTemplate) : nothing}
      ${width === 'wide' && !view.isMinimal && actions.settings ? menuButton('settings', actions.settings, view, nothing) : nothing}
    </div>
    ${view.menu === 'settings' ? view.settingsTemplate() : nothing}
  </div>`;
}

function buttonTemplate(action: Action) {
  return html`<button
    class="control"
    part="control ${action.id}-button"
    type="button"
    data-action=${action.id}
    data-state=${action.state ?? 'on'}
    data-tip=${action.key ? `${action.label} (${action.key})` : action.label}
    aria-label=${action.label}
    aria-keyshortcuts=${action.key ?? nothing}
    aria-expanded=${action.isExpanded === undefined ? nothing : String(action.isExpanded)}
    aria-busy=${action.isBusy ? 'true' : nothing}
    @click=${action.onClick}
  >
    ${icon(action.icon)}
    ${badgeTemplate(action)}
  </button>`;
}

const badgeTemplate = ({ badge }: Action) =>
  badge ? html`<span class="badge" part="badge" aria-hidden="true">${badge}</span>` : nothing;

function menuButton(menu: Menu, action: Action, view: ControlBarView, content: unknown) {
  const isOpen = view.menu === menu;
  return html`<div class="menu-anchor">
    <button
      class="control"
      part="control ${action.id}-button"
      type="button"
      data-action=${action.id}
      data-menu=${menu}
      data-state=${isOpen ? 'active' : 'on'}
      data-tip=${isOpen ? nothing : action.label}
      aria-label=${action.label}
      aria-haspopup=${menu === 'settings' ? 'dialog' : 'menu'}
      aria-expanded=${isOpen ? 'true' : 'false'}
      @click=${action.onClick}
    >
      ${icon(action.icon)} ${badgeTemplate(action)}
    </button>
    ${isOpen ? content : nothing}
  </div>`;
}

function qualityTemplate(quality: ConnectionQuality) {
  const words = {
    good: () => msg('Connection: good'),
    fair: () => msg('Connection: fair'),
    poor: () => msg('Connection: poor'),
  }[quality]();
  return html`<span class="connection" part="connection" role="img" data-quality=${quality} aria-label=${words} title=${words}
    >${icon(signal)}</span
  >`;
}
