/**
 * The call's buttons: as many as the width allows, the rest in a menu. Knows what is on and off, and whom to tell; not
 * what happens then.
 */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import activity from 'lucide/dist/esm/icons/activity.mjs';
import check from 'lucide/dist/esm/icons/check.mjs';
import ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs';
import galleryHorizontal from 'lucide/dist/esm/icons/gallery-horizontal.mjs';
import galleryThumbnails from 'lucide/dist/esm/icons/gallery-thumbnails.mjs';
import layoutGrid from 'lucide/dist/esm/icons/layout-grid.mjs';
import messageSquare from 'lucide/dist/esm/icons/message-square-text.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import monitorUp from 'lucide/dist/esm/icons/monitor-up.mjs';
import monitorX from 'lucide/dist/esm/icons/monitor-x.mjs';
import phoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import settings from 'lucide/dist/esm/icons/settings-2.mjs';
import signalHigh from 'lucide/dist/esm/icons/signal-high.mjs';
import signalLow from 'lucide/dist/esm/icons/signal-low.mjs';
import signalMedium from 'lucide/dist/esm/icons/signal-medium.mjs';
import usersRound from 'lucide/dist/esm/icons/users-round.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import { LAYOUTS, type Layout } from '../attributes.ts';
import type { ConnectionQuality, LocalSourceState } from '../call/call-state.ts';
import { type IconNodes, icon } from './icon.ts';
import { walk } from './menu.ts';

export type Panel = 'chat' | 'people' | 'stats';
export type Menu = 'more' | 'layout' | 'settings';

export interface ControlBarView {
  readonly room: string;
  readonly quality: ConnectionQuality;
  /** Undefined: the page asked for a call without. */
  readonly microphone: LocalSourceState | undefined;
  readonly camera: LocalSourceState | undefined;
  /** Undefined: switched off by the page, or not possible in this browser. */
  readonly screen: LocalSourceState | undefined;
  readonly hasChat: boolean;
  readonly isMinimal: boolean;
  readonly layout: Layout;
  readonly panel: Panel | undefined;
  readonly menu: Menu | undefined;
  readonly unread: number;
  /** Oneself included. */
  readonly peopleCount: number;
  /** Pixels of the whole room. */
  readonly width: number;
  readonly onToggle: (kind: 'microphone' | 'camera' | 'screen') => void;
  readonly onPanel: (panel: Panel) => void;
  readonly onMenu: (menu: Menu | undefined) => void;
  readonly onLayout: (layout: Layout) => void;
  readonly onLeave: () => void;
  /** Drawn by others, since it is more than a list. */
  readonly settingsTemplate: () => unknown;
}

type Width = 'narrow' | 'middle' | 'wide';

const widthOf = (pixels: number): Width => (pixels < 500 ? 'narrow' : pixels < 860 ? 'middle' : 'wide');

interface Action {
  readonly id: string;
  readonly label: string;
  readonly key?: string;
  readonly icon: IconNodes;
  readonly state?: 'on' | 'off' | 'active';
  readonly badge?: number;
  /** A toggle of something shown or hidden. */
  readonly isExpanded?: boolean;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
}

type Actions = Readonly<
  Record<'microphone' | 'camera' | 'screen' | 'chat' | 'people' | 'settings', Action | undefined>
>;

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
      ${width === 'wide' && !view.isMinimal ? html`<p class="room-name" part="room-name">${qualityTemplate(view.quality)}<bdi>${view.room}</bdi></p>` : nothing}
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

function actionsOf(view: ControlBarView): Actions {
  const { microphone, camera, screen, panel, unread, peopleCount } = view;
  const isOn = (source: LocalSourceState) => source.status === 'on' || source.status === 'starting';
  return {
    microphone: microphone && {
      id: 'microphone',
      key: 'M',
      label: isOn(microphone) ? msg('Mute microphone') : msg('Unmute microphone'),
      icon: isOn(microphone) ? mic : micOff,
      state: isOn(microphone) ? 'on' : 'off',
      isBusy: microphone.status === 'starting',
      onClick: () => view.onToggle('microphone'),
    },
    camera: camera && {
      id: 'camera',
      key: 'V',
      label: isOn(camera) ? msg('Turn camera off') : msg('Turn camera on'),
      icon: isOn(camera) ? video : videoOff,
      state: isOn(camera) ? 'on' : 'off',
      isBusy: camera.status === 'starting',
      onClick: () => view.onToggle('camera'),
    },
    screen: screen && {
      id: 'screen',
      label: isOn(screen) ? msg('Stop sharing the screen') : msg('Share the screen'),
      icon: isOn(screen) ? monitorX : monitorUp,
      state: isOn(screen) ? 'active' : 'on',
      isBusy: screen.status === 'starting',
      onClick: () => view.onToggle('screen'),
    },
    chat: view.hasChat
      ? {
          id: 'chat',
          key: 'C',
          label: unread > 0 ? msg(str`Chat, ${unread} unread`) : msg('Chat'),
          icon: messageSquare,
          state: panel === 'chat' ? 'active' : 'on',
          badge: unread,
          isExpanded: panel === 'chat',
          onClick: () => view.onPanel('chat'),
        }
      : undefined,
    people: {
      id: 'people',
      label: msg(str`People in the call: ${peopleCount}`),
      icon: usersRound,
      state: panel === 'people' ? 'active' : 'on',
      isExpanded: panel === 'people',
      onClick: () => view.onPanel('people'),
    },
    settings: {
      id: 'settings',
      label: msg('Settings'),
      icon: settings,
      state: view.menu === 'settings' ? 'active' : 'on',
      onClick: () => view.onMenu(view.menu === 'settings' ? undefined : 'settings'),
    },
  };
}

const layoutIcons = { grid: layoutGrid, speaker: galleryThumbnails, strip: galleryHorizontal } as const;

const layoutName = (layout: Layout) =>
  ({ grid: () => msg('Grid'), speaker: () => msg('Speaker'), strip: () => msg('Strip') })[layout]();

const menuToggle = (view: ControlBarView, menu: Menu) => () => view.onMenu(view.menu === menu ? undefined : menu);

const layoutAction = (view: ControlBarView): Action => ({
  id: 'layout',
  label: msg('Layout'),
  icon: layoutIcons[view.layout],
  onClick: menuToggle(view, 'layout'),
});

const moreAction = (view: ControlBarView): Action => ({
  id: 'more',
  label: msg('More'),
  icon: ellipsis,
  onClick: menuToggle(view, 'more'),
});

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
    ${action.badge ? html`<span class="badge" part="badge" aria-hidden="true">${action.badge > 99 ? '99+' : action.badge}</span>` : nothing}
  </button>`;
}

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
      ${icon(action.icon)}
    </button>
    ${isOpen ? content : nothing}
  </div>`;
}

const onMenuKey = (event: KeyboardEvent) => {
  if (walk(event, '.menu-item', 'menu')) event.stopPropagation();
};

const layoutItems = (view: ControlBarView) =>
  LAYOUTS.map(
    (layout) =>
      html`<button
        class="menu-item"
        type="button"
        role="menuitemradio"
        data-action="layout-${layout}"
        aria-checked=${view.layout === layout ? 'true' : 'false'}
        @click=${() => {
          view.onMenu(undefined);
          view.onLayout(layout);
        }}
      >
        ${icon(layoutIcons[layout])}<span>${layoutName(layout)}</span>${view.layout === layout ? icon(check) : nothing}
      </button>`,
  );

const layoutMenuTemplate = (view: ControlBarView) =>
  html`<div class="menu" part="menu" role="menu" aria-label=${msg('Layout')} @keydown=${onMenuKey}>${layoutItems(view)}</div>`;

function moreMenuTemplate(view: ControlBarView, actions: readonly (Action | undefined)[]) {
  const item = (action: Action) =>
    html`<button
      class="menu-item"
      type="button"
      role="menuitem"
      data-action=${action.id}
      @click=${() => {
        view.onMenu(undefined);
        action.onClick();
      }}
    >
      ${icon(action.icon)}<span>${action.label}</span>
    </button>`;
  const stats: Action = { id: 'stats', label: msg('Statistics'), icon: activity, onClick: () => view.onPanel('stats') };
  return html`<div class="menu" part="menu" role="menu" aria-label=${msg('More')} @keydown=${onMenuKey}>
    ${actions.map((action) => (action ? item(action) : nothing))} ${item(stats)}
    <hr role="separator" />
    <div role="group" aria-label=${msg('Layout')}>${layoutItems(view)}</div>
  </div>`;
}

function qualityTemplate(quality: ConnectionQuality) {
  const words = {
    good: () => msg('Connection: good'),
    fair: () => msg('Connection: fair'),
    poor: () => msg('Connection: poor'),
  }[quality]();
  const drawing = { good: signalHigh, fair: signalMedium, poor: signalLow }[quality];
  return html`<span class="connection" part="connection" role="img" data-quality=${quality} aria-label=${words} title=${words}
    >${icon(drawing)}</span
  >`;
}
