/** The looks of one picture with its name and marks. Knows no templates. */
import { css } from 'lit';

export const tileStyles = css`
  .tile {
    position: absolute;
    container: tile / size;
    display: grid;
    place-items: center;
    overflow: hidden;
    border-radius: min(var(--_radius), 12cqmin);
    background: light-dark(oklch(0.925 0.025 var(--hue)), oklch(0.26 0.025 var(--hue)));
    animation: tile-in 0.32s var(--_ease) both;
  }
  .stage[data-animated] .tile {
    transition:
      inset-inline-start 0.32s var(--_ease),
      inset-block-start 0.32s var(--_ease),
      inline-size 0.32s var(--_ease),
      block-size 0.32s var(--_ease);
  }
  .tile > .avatar {
    grid-area: 1 / 1;
  }
  .picture {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    overflow: hidden;
    animation: appear 0.3s both;
  }
  .picture[hidden] {
    display: none;
  }
  .picture > * {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .tile[data-source='screen'] {
    background: light-dark(#dfe6e2, #060908);
  }
  .tile[data-source='screen'] .picture > * {
    object-fit: contain;
  }
  /* Who speaks: a ring that lies over the picture and takes no room. */
  .tile::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: inherit;
    pointer-events: none;
    box-shadow: inset 0 0 0 0 var(--_speaking);
    transition: box-shadow 0.18s;
  }
  .tile[data-speaking]::after {
    box-shadow:
      inset 0 0 0 3px var(--_speaking),
      inset 0 0 0 5px rgb(0 0 0 / 0.25);
  }
  .tile[data-place='float'] {
    z-index: 2;
    border-radius: min(var(--_radius), 14px);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.34);
  }
  .tile[data-place='float']:not([data-speaking])::after {
    box-shadow: inset 0 0 0 1px rgb(255 255 255 / 0.2);
  }
  .nameplate {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 6px;
    max-inline-size: calc(100% - 16px);
    padding: 3px 9px;
    border-radius: 9px;
    background: rgb(10 16 14 / 0.66);
    color: #fff;
    font-size: 13px;
    font-weight: 550;
    backdrop-filter: blur(10px);
  }
  .call[data-alone] .nameplate {
    display: none;
  }
  .nameplate bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .nameplate .icon {
    font-size: 12px;
  }
  .mark {
    display: flex;
  }
  .mark[part='muted'] {
    color: #ffa39e;
  }
  .lost {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    place-items: center;
    gap: 6px;
    border-radius: inherit;
    background: rgb(10 16 14 / 0.68);
    color: #fff;
    font-size: 14px;
    text-align: center;
  }
  .pin {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    z-index: 1;
    inline-size: 34px;
    block-size: 34px;
    border-radius: 11px;
    background: rgb(10 16 14 / 0.6);
    color: #fff;
    font-size: 14px;
    opacity: 0;
    backdrop-filter: blur(10px);
    transition: opacity 0.15s;
  }
  /* Seen on any picture. */
  .pin:focus-visible {
    outline-color: #fff;
    box-shadow: 0 0 0 6px rgb(10 16 14 / 0.66);
  }
  .pin:hover:not(:disabled) {
    background: rgb(10 16 14 / 0.85);
  }
  .tile:hover .pin,
  .pin:focus-visible,
  .pin[aria-pressed='true'] {
    opacity: 1;
  }
  /* Nothing to rest on it with. */
  @media (hover: none) {
    .pin {
      opacity: 0.8;
    }
  }
  @container tile (width < 150px) {
    .nameplate {
      inset-block-end: 4px;
      inset-inline-start: 4px;
      max-inline-size: calc(100% - 8px);
      padding: 1px 6px;
      border-radius: 7px;
      font-size: 11px;
      gap: 4px;
    }
    .lost span {
      display: none;
    }
    .pin {
      inset-block-start: 4px;
      inset-inline-end: 4px;
      inline-size: 28px;
      block-size: 28px;
      border-radius: 9px;
    }
  }
  /* Small, and touched by a finger: it would be in the way of the face. */
  @media (hover: none) {
    @container tile (width < 150px) {
      .pin:not([aria-pressed='true'], :focus-visible) {
        opacity: 0;
        pointer-events: none;
      }
    }
  }
  @keyframes tile-in {
    from {
      opacity: 0;
      scale: 0.94;
    }
  }
`;
