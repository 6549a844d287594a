/**
 * Colours, measures, icons, focus and motion. The public custom properties (`--stream-room-*`) end here; views use the
 * private ones (`--_*`). Knows no view.
 */
import { css } from 'lit';

export const themeStyles = css`
  :host {
    --_accent: var(--stream-room-accent, light-dark(#0b6b5d, #63dcc0));
    --_on-accent: var(--stream-room-on-accent, light-dark(#ffffff, #04241d));
    --_background: var(--stream-room-background, light-dark(#edf1ee, #0e1312));
    --_surface: var(--stream-room-surface, light-dark(#ffffff, #19211e));
    --_control: var(--stream-room-control, light-dark(#e2e8e4, #27302d));
    --_text: var(--stream-room-text, light-dark(#13201b, #eef4f1));
    --_muted-text: var(--stream-room-muted-text, light-dark(#515f59, #a6b3ad));
    --_danger: var(--stream-room-danger, #cf2f3b);
    --_on-danger: var(--stream-room-on-danger, #ffffff);
    --_speaking: var(--stream-room-speaking, light-dark(#12a388, #63dcc0));
    --_radius: var(--stream-room-radius, 18px);
    --_gap: var(--stream-room-gap, 10px);
    --_font: var(--stream-room-font, 'Inter', 'Segoe UI Variable', system-ui, -apple-system, 'Segoe UI', sans-serif);
    --_line: color-mix(in srgb, var(--_text) 12%, transparent);
    --_edge: color-mix(in srgb, var(--_text) 50%, transparent);
    --_hover: color-mix(in srgb, var(--_text) 8%, transparent);
    --_alarm: light-dark(#9d1c2a, #ffaaa6);
    --_alarm-surface: light-dark(#fbe4e4, #432225);
    --_shadow: 0 12px 40px light-dark(rgb(10 30 24 / 0.16), rgb(0 0 0 / 0.5));
    --_ease: cubic-bezier(0.3, 0.7, 0.2, 1);

    display: block;
    position: relative;
    block-size: min(44rem, 86vh);
    min-inline-size: 0;
    color-scheme: light dark;
    font: 400 15px/1.45 var(--_font);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  .room {
    position: absolute;
    inset: 0;
    container: room / size;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_background);
    color: var(--_text);
    isolation: isolate;
    -webkit-font-smoothing: antialiased;
    text-align: start;
  }
  .room[data-theme='light'] {
    color-scheme: light;
  }
  .room[data-theme='dark'] {
    color-scheme: dark;
  }
  h1,
  h2,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h1,
  h2 {
    font-weight: 650;
    line-height: 1.2;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  button,
  input,
  select,
  textarea {
    margin: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .icon {
    display: block;
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .muted-text {
    color: var(--_muted-text);
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .spinning {
    animation: turn 0.9s linear infinite;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0s !important;
    }
  }
`;
