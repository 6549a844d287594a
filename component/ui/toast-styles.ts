/** The looks of notes and banner, which lie over the stage. Knows no templates. */
import { css } from 'lit';

export const toastStyles = css`
  .over {
    position: absolute;
    z-index: 4;
    inset-block-start: 12px;
    inset-inline: 12px;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 8px;
    pointer-events: none;
  }
  .toasts {
    display: grid;
    grid-template-columns: minmax(0, auto);
    justify-items: center;
    gap: 8px;
    max-inline-size: 100%;
  }
  .banner,
  .toast {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    max-inline-size: min(100%, 460px);
    padding: 9px 16px;
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
    font-size: 0.93em;
    pointer-events: auto;
    animation: drop 0.25s var(--_ease) both;
  }
  .banner,
  .toast[data-kind='waiting'] {
    flex-wrap: wrap;
  }
  /* Where words and button have no room side by side, the button goes below. */
  .banner > p,
  .toast[data-kind='waiting'] > p {
    flex: 1 1 150px;
    overflow-wrap: anywhere;
  }
  .toast .button,
  .banner .button {
    margin-inline-end: -6px;
    flex: none;
  }
  .banner .spinning,
  .banner > .icon {
    color: var(--_accent);
  }
  .toast[data-kind='device'],
  .toast[data-kind='failed'] {
    align-items: start;
    background: var(--_alarm-surface);
    color: var(--_alarm);
    border-color: transparent;
  }
  .toast[data-kind='device'] strong,
  .toast[data-kind='failed'] strong {
    display: block;
  }
  .toast .control {
    inline-size: 30px;
    block-size: 30px;
    margin: -3px -8px;
    font-size: 14px;
  }
  .toast-message {
    display: flex;
    gap: 6px;
    min-inline-size: 0;
    min-block-size: 24px;
    text-align: start;
    padding: 0;
  }
  .toast-message > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* However long a name, of the message there is something to see. */
  .toast-message b {
    flex: none;
    max-inline-size: min(12em, 45cqi);
  }
  /* Who has the chat before them needs no note of it. */
  .call[data-panel='chat'] .toast[data-kind='message'] {
    display: none;
  }
  /* Not high: one note at a time, the others' faces being there to be seen; what went wrong stays. */
  @container room (height < 420px) {
    .toast:not(:last-child, [data-kind='device'], [data-kind='failed']) {
      display: none;
    }
  }
  /* Low: what does not fit is scrolled to. */
  @container room (height < 300px) {
    .over {
      inset-block-start: 6px;
      max-block-size: calc(100% - 6px);
      overflow-y: auto;
      scrollbar-width: none;
    }
  }
  @keyframes drop {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
`;
