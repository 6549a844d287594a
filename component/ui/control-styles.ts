/** The looks of what every view has: buttons, fields, alarms. Knows no view. */
import { css } from 'lit';

export const controlStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 44px;
    padding: 8px 18px;
    border-radius: 14px;
    background: var(--_control);
    font-weight: 600;
    transition: background-color 0.15s, scale 0.15s;
  }
  .button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 8%, var(--_control));
  }
  .button:active:not(:disabled) {
    scale: 0.98;
  }
  .button.primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 14%, var(--_accent));
  }
  .button.small {
    min-block-size: 34px;
    padding: 4px 12px;
    border-radius: 11px;
    font-size: 0.9em;
  }

  /* A round-cornered square with one icon: the call's own shape. */
  .control {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 46px;
    block-size: 46px;
    border-radius: 15px;
    background: var(--_control);
    font-size: 17px;
    transition: background-color 0.15s, color 0.15s, scale 0.15s;
  }
  .control:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 10%, var(--_control));
  }
  .control:active:not(:disabled) {
    scale: 0.95;
  }
  .control[data-state='off'] {
    background: var(--_alarm-surface);
    color: var(--_alarm);
  }
  .control[data-state='active'] {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .control.plain {
    background: none;
  }
  .control.plain:hover {
    background: var(--_hover);
  }
  .control.danger {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .control.danger:hover {
    background: color-mix(in srgb, black 14%, var(--_danger));
  }

  .field {
    display: grid;
    gap: 6px;
    min-inline-size: 0;
  }
  .field > .label {
    font-size: 0.87em;
    font-weight: 600;
    color: var(--_muted-text);
  }
  .input {
    inline-size: 100%;
    min-block-size: 46px;
    padding: 8px 14px;
    border: 1px solid var(--_edge);
    border-radius: 14px;
    background: var(--_surface);
    transition: border-color 0.15s;
  }
  .input:hover {
    border-color: var(--_text);
  }
  .input:focus-visible {
    outline-offset: -1px;
  }
  .input::placeholder {
    color: var(--_muted-text);
    opacity: 1;
  }
  .input[aria-invalid='true'] {
    border-color: var(--_danger);
  }

  .alarm {
    display: flex;
    gap: 10px;
    padding: 11px 14px;
    border-radius: 14px;
    background: var(--_alarm-surface);
    color: var(--_alarm);
    font-size: 0.93em;
  }
  .alarm strong {
    display: block;
    font-weight: 650;
  }
  .alarm .icon {
    margin-block-start: 0.05em;
  }

  @media (pointer: coarse) {
    .button.small {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .button,
    .control,
    .alarm {
      border: 1px solid ButtonText;
    }
  }
`;
