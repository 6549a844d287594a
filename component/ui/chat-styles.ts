/** The looks of the written talk. Knows no templates. */
import { css } from 'lit';

export const chatStyles = css`
  .read-only {
    padding: 12px 18px;
    border-block-start: 1px solid var(--_line);
    text-align: center;
  }
  .chat {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
  }
  /* Reversed, so that the browser itself keeps the newest in view. */
  .messages {
    display: flex;
    flex-direction: column-reverse;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 4px 16px 10px;
  }
  .messages:focus-visible {
    outline-offset: -2px;
  }
  .messages ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    inline-size: 100%;
    margin-block-end: auto;
  }
  .no-messages {
    max-inline-size: 28ch;
    margin: auto;
    text-align: center;
    text-wrap: balance;
    font-size: 0.93em;
  }
  .message {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: 3px;
    animation: appear 0.2s both;
  }
  .message[data-mine] {
    justify-items: end;
  }
  .from {
    display: flex;
    align-items: baseline;
    gap: 8px;
    max-inline-size: 100%;
    padding: 9px 4px 0;
    font-size: 0.85em;
    font-weight: 600;
    color: light-dark(oklch(0.42 0.1 var(--hue)), oklch(0.84 0.07 var(--hue)));
  }
  .from bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .from time {
    flex: none;
    color: var(--_muted-text);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .said {
    max-inline-size: 92%;
    padding: 8px 13px;
    border-radius: 16px;
    background: var(--_control);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .message[data-mine] .said {
    background: color-mix(in oklab, var(--_accent) 17%, var(--_surface));
  }
  .message[data-status='sending'] .said {
    opacity: 0.75;
  }
  .said a {
    color: inherit;
    text-decoration-color: var(--_accent);
    text-decoration-thickness: 2px;
    text-underline-offset: 3px;
  }
  .delivery {
    padding-inline: 4px;
    font-size: 0.82em;
  }
  .delivery.failed {
    color: var(--_alarm);
  }
  .delivery button {
    min-block-size: 28px;
    padding: 2px 4px;
    font-weight: 600;
    text-decoration: underline;
  }
  .composer {
    display: flex;
    align-items: end;
    gap: 8px;
    padding: 10px 12px 12px;
  }
  .composer textarea {
    field-sizing: content;
    max-block-size: 140px;
    min-block-size: 44px;
    padding-block: 10px;
    resize: none;
    background: var(--_background);
  }
  .send {
    inline-size: 44px;
    block-size: 44px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .send:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 14%, var(--_accent));
  }
`;
