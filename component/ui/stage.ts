/** Everybody's pictures, each in its place. Knows tiles and boxes; not who decides on them. */

import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { msg, plural, str } from '../localization/message.ts';
import type { Arrangement } from './arrangement.ts';
import { copyLinkTemplate } from './copy-link.ts';
import { tileTemplate } from './tile.ts';
import type { Tile } from './tiles.ts';

export interface StageView {
  readonly tiles: readonly Tile[];
  readonly arrangement: Arrangement;
  /** False while the box itself changes: tiles then follow at once. */
  readonly isAnimated: boolean;
  readonly pinnedId: string | undefined;
  readonly canvas: (trackId: number | undefined) => HTMLCanvasElement | undefined;
  readonly onPin: (id: string) => void;
  readonly onPeople: () => void;
}

export function stageTemplate(view: StageView) {
  const { tiles, arrangement, pinnedId } = view;
  const shown = tiles.flatMap((tile) => {
    const box = arrangement.boxes.get(tile.id);
    return box ? [{ tile, box }] : [];
  });
  const isPinnable = tiles.length > 2;
  const { overflow } = arrangement;
  return html`<div class="stage" part="stage" ?data-animated=${view.isAnimated}>
    ${repeat(
      shown,
      ({ tile }) => tile.id,
      ({ tile, box }) =>
        tileTemplate({
          tile,
          box,
          canvas: view.canvas(tile.trackId),
          isPinned: pinnedId === tile.id,
          onPin: isPinnable ? () => view.onPin(tile.id) : undefined,
        }),
    )}
    ${
      overflow
        ? html`<button
            class="overflow"
            part="overflow"
            type="button"
            aria-label=${plural(overflow.count, str`${overflow.count} more people`, str`${overflow.count} more person`)}
            .style=${`inset-inline-start:${overflow.box.x}px;inset-block-start:${overflow.box.y}px;inline-size:${overflow.box.width}px;block-size:${overflow.box.height}px`}
            @click=${view.onPeople}
          >
            +${overflow.count}
          </button>`
        : nothing
    }
  </div>`;
}

/** Nobody else is there yet: whom one waits for may want the link. */
export const emptyTemplate = (
  room: string,
  onCopyLink: (() => void) | undefined,
) => html`<div class="empty" part="empty">
  <slot name="empty">
    <p><strong>${msg('Nobody else is here yet')}</strong></p>
    <p class="muted-text">${msg(str`Whoever joins “${room}” appears here.`)}</p>
  </slot>
  ${copyLinkTemplate(onCopyLink)}
</div>`;

export const stageStyles = css`
  .stage {
    position: absolute;
    inset: var(--_gap);
  }
  .overflow {
    position: absolute;
    border-radius: min(var(--_radius), 14px);
    background: var(--_control);
    font-weight: 650;
    font-size: 1.1em;
    font-variant-numeric: tabular-nums;
  }
  .overflow:hover {
    background: color-mix(in srgb, var(--_text) 10%, var(--_control));
  }
  .empty {
    position: absolute;
    z-index: 3;
    inset-block-end: calc(var(--_gap) + 14px);
    inset-inline: calc(var(--_gap) + 14px);
    display: grid;
    gap: 2px;
    inline-size: fit-content;
    max-inline-size: min(420px, 100% - 2 * var(--_gap) - 28px);
    margin-inline: auto;
    padding: 12px 20px;
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
    text-align: center;
    overflow-wrap: anywhere;
    animation: rise 0.3s var(--_ease) both;
  }
  .empty .copy-link {
    justify-self: center;
    margin: 8px 0 2px;
  }
`;
