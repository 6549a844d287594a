/** The frame of the call: where stage, panel and control bar lie. Knows no templates. */
import { css } from 'lit';
import { barStyles } from './bar-styles.ts';
import { chatStyles } from './chat-styles.ts';
import { endedStyles } from './ended.ts';
import { hostStyles } from './host-styles.ts';
import { menuStyles } from './menu.ts';
import { rosterStyles } from './roster-styles.ts';
import { settingsStyles } from './settings.ts';
import { stageStyles } from './stage.ts';
import { tileStyles } from './tile-styles.ts';
import { toastStyles } from './toast-styles.ts';

const frameStyles = css`
  .call {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    block-size: 100%;
    animation: appear 0.25s both;
  }
  .stage-area {
    grid-area: 1 / 1;
    position: relative;
    min-inline-size: 0;
    min-block-size: 0;
  }

  /* Narrow: over the stage, whose buttons nobody can see then, and below what has to be said meanwhile. */
  .panel {
    position: relative;
    z-index: 4;
    grid-area: 1 / 1;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-inline-size: 0;
    background: var(--_surface);
    animation: rise 0.2s var(--_ease) both;
  }
  .panel-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 10px;
    padding-block: 10px 6px;
    padding-inline: 18px 10px;
  }
  .panel-head h2 {
    font-size: 1.1em;
  }
  .panel-head .control {
    inline-size: 40px;
    block-size: 40px;
    border-radius: 12px;
  }
  .count {
    margin-inline-start: 4px;
    color: var(--_muted-text);
    font-weight: 450;
    font-variant-numeric: tabular-nums;
  }
  @container room (width < 720px) {
    .call[data-panel] :is(.stage, .empty) {
      visibility: hidden;
    }
    .call[data-panel] .over {
      z-index: 5;
      inset-block-start: 60px;
    }
    .call[data-panel] .bar {
      padding-block-start: 8px;
    }
  }
  /* Low, too: the panel needs all there is. */
  @container room (width < 720px) and (height < 420px) {
    .panel {
      grid-row: 1 / -1;
    }
    .call[data-panel] .bar {
      visibility: hidden;
    }
  }
  @container room (width >= 720px) {
    .call[data-panel] {
      grid-template-columns: minmax(0, 1fr) clamp(300px, 32cqi, 380px);
    }
    .panel {
      grid-column: 2;
      margin-block-start: var(--_gap);
      margin-inline-end: var(--_gap);
      margin-block-end: var(--_gap);
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      overflow: hidden;
      animation-name: appear;
    }
  }

  @container room (height < 300px) {
    .bar .control {
      block-size: 38px;
    }
    .empty {
      display: none;
    }
  }

  /* Fingers need more room than a pointer. */
  @media (pointer: coarse) {
    .panel-head .control,
    .toast .control,
    .person-button {
      inline-size: 44px;
      block-size: 44px;
    }
    .menu-item,
    .volume input {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .tile,
    .overflow,
    .said {
      border: 1px solid CanvasText;
    }
    .tile[data-speaking] {
      border: 4px solid Highlight;
    }
    .control[data-state='active'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;

export const callStyles = [
  frameStyles,
  barStyles,
  stageStyles,
  tileStyles,
  toastStyles,
  menuStyles,
  chatStyles,
  rosterStyles,
  hostStyles,
  settingsStyles,
  endedStyles,
];
