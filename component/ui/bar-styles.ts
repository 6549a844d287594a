/** The looks of the control bar, its menus' places and its hints. Knows no templates. */
import { css } from 'lit';

export const barStyles = css`
  .bar {
    grid-area: 2 / 1 / auto / -1;
    position: relative;
    z-index: 5;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: center;
    gap: 10px;
    padding: 2px 12px 12px;
  }
  .bar-side,
  .bar-middle {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
  }
  .bar-side.end {
    justify-content: end;
  }
  .bar[data-width='narrow'] {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }
  .bar[data-width='narrow'] .bar-side {
    display: contents;
  }
  .bar[data-width='narrow'] {
    padding: 0 8px 8px;
  }
  .bar[data-width='narrow'] .bar-middle {
    --_button: clamp(30px, (100cqi - 34px) / 5.2, 46px);
    gap: clamp(4px, 2cqi, 10px);
  }
  /* Down to a strip at a page's edge, leaving is within reach. */
  .bar[data-width='narrow'] .bar-middle .control {
    inline-size: var(--_button);
  }
  .bar[data-width='narrow'] .bar-middle .leave {
    inline-size: calc(var(--_button) * 1.2);
    min-inline-size: 0;
  }
  .leave {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 9px;
    min-inline-size: 56px;
    font-weight: 600;
  }
  .leave span {
    font-size: 15px;
  }
  .bar[data-width='wide'] .leave {
    inline-size: auto;
    padding-inline: 18px;
    margin-inline-start: 8px;
  }
  .room-name {
    display: flex;
    align-items: center;
    gap: 9px;
    min-inline-size: 0;
    padding-inline: 6px;
    font-weight: 600;
  }
  .room-name bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .connection {
    color: var(--_accent);
  }
  .connection[data-quality='fair'] {
    color: light-dark(#8a5a00, #ffc861);
  }
  .connection[data-quality='poor'] {
    color: var(--_alarm);
  }
  /* Bars that are missing are seen to be missing. */
  .connection[data-quality='fair'] path:nth-child(n + 4),
  .connection[data-quality='poor'] path:nth-child(n + 3),
  .mark[part='quality'] path:nth-child(n + 3) {
    opacity: 0.3;
  }
  .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 20px;
    padding: 1px 5px;
    border: 2px solid var(--_background);
    border-radius: 11px;
    background: var(--_danger);
    color: var(--_on-danger);
    font-size: 11px;
    font-weight: 700;
    line-height: 16px;
    text-align: center;
  }
  .menu-anchor {
    position: relative;
  }
  .menu-anchor > .menu {
    inset-inline-start: 50%;
    translate: -50% 0;
    animation-name: appear;
  }
  .menu-anchor > .menu:dir(rtl) {
    translate: 50% 0;
  }
  /* Narrow: the menu is a sheet over the whole width. */
  .bar[data-width='narrow'] .menu-anchor {
    position: static;
  }
  .bar[data-width='narrow'] .menu {
    inset-inline: 8px;
    max-inline-size: none;
    translate: none;
    animation-name: rise;
  }

  /* What a button does, when one rests on it. */
  @media (hover: hover) {
    .bar .control[data-tip]::after {
      content: attr(data-tip) / '';
      position: absolute;
      inset-block-end: calc(100% + 8px);
      inset-inline-start: 50%;
      translate: -50% 0;
      inline-size: max-content;
      max-inline-size: 180px;
      padding: 5px 10px;
      border-radius: 9px;
      background: var(--_text);
      color: var(--_background);
      font: 500 12.5px/1.3 var(--_font);
      opacity: 0;
      visibility: hidden;
      pointer-events: none;
      transition: opacity 0.12s 0.35s;
    }
    .bar .control[data-tip]:dir(rtl)::after {
      translate: 50% 0;
    }
    .bar .control[data-tip]:is(:hover, :focus-visible)::after {
      opacity: 1;
      visibility: visible;
    }
    .bar-side.end .control[data-tip]:last-child::after,
    .bar-side.end .menu-anchor:last-child .control[data-tip]::after {
      inset-inline: auto 0;
      translate: none;
    }
  }
`;
