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
    position: relative;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .panel {
    position: absolute;
    z-index: 6;
    inset: 0;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    background: var(--_surface);
    animation: rise 0.2s var(--_ease) both;
  }
  .panel-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 10px;
    padding: 10px 10px 6px 18px;
  }
  .panel-head:dir(rtl) {
    padding-inline: 18px 10px;
  }
  .panel-head h2 {
    font-size: 1.1em;
  }
  .panel-head .control {
    inline-size: 38px;
    block-size: 38px;
    border-radius: 12px;
  }
  .count {
    margin-inline-start: 4px;
    color: var(--_muted-text);
    font-weight: 450;
    font-variant-numeric: tabular-nums;
  }
  @container room (width >= 720px) {
    .call[data-panel] {
      grid-template-columns: minmax(0, 1fr) clamp(280px, 30cqi, 360px);
    }
    .panel {
      position: relative;
      inset: auto;
      grid-row: 1;
      grid-column: 2;
      margin-block-start: var(--_gap);
      margin-inline-end: var(--_gap);
      margin-block-end: var(--_gap);
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      overflow: hidden;
      animation-name: appear;
    }
    .bar {
      grid-column: 1 / -1;
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
