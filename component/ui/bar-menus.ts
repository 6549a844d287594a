/** The control bar's menus: layouts, and what has no room in the bar. Knows which is open, not what its items do. */

import { html, nothing } from 'lit';
import activity from 'lucide/dist/esm/icons/activity.mjs';
import check from 'lucide/dist/esm/icons/check.mjs';
import ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs';
import galleryHorizontal from 'lucide/dist/esm/icons/gallery-horizontal.mjs';
import galleryThumbnails from 'lucide/dist/esm/icons/gallery-thumbnails.mjs';
import layoutGrid from 'lucide/dist/esm/icons/layout-grid.mjs';
import { LAYOUTS, type Layout } from '../attributes.ts';
import { msg, plural, str } from '../localization/message.ts';
import { type Action, badgeOf, type ControlBarView, type Menu } from './bar-actions.ts';
import { icon } from './icon.ts';
import { walk } from './menu.ts';

const layoutIcons = { grid: layoutGrid, speaker: galleryThumbnails, strip: galleryHorizontal } as const;

const layoutName = (layout: Layout) =>
  ({ grid: () => msg('Grid'), speaker: () => msg('Speaker', 'layout'), strip: () => msg('Strip') })[layout]();

const menuToggle = (view: ControlBarView, menu: Menu) => () => view.onMenu(view.menu === menu ? undefined : menu);

export const layoutAction = (view: ControlBarView): Action => ({
  id: 'layout',
  label: msg('Layout'),
  icon: layoutIcons[view.layout],
  onClick: menuToggle(view, 'layout'),
});

export const moreAction = (view: ControlBarView): Action => ({
  id: 'more',
  label:
    view.waitingCount > 0 ? plural(view.waitingCount, str`More, ${badgeOf(view.waitingCount)} waiting`) : msg('More'),
  badge: badgeOf(view.waitingCount),
  icon: ellipsis,
  onClick: menuToggle(view, 'more'),
});

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

export const layoutMenuTemplate = (view: ControlBarView) =>
  html`<div class="menu" part="menu" role="menu" aria-label=${msg('Layout')} @keydown=${onMenuKey}>${layoutItems(view)}</div>`;

export function moreMenuTemplate(view: ControlBarView, actions: readonly (Action | undefined)[]) {
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
