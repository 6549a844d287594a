/** The looks of what hosts see and of what they ask. Knows no templates. */
import { css } from 'lit';

export const hostStyles = css`
  .host-desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    margin: 2px 8px 10px;
    padding-block-end: 8px;
    border-block-end: 1px solid var(--_line);
  }
  .waiting-list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    margin-block-end: 6px;
    padding: 10px;
    border-radius: 16px;
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
  }
  .waiting-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    min-block-size: 34px;
    padding-inline-start: 2px;
  }
  .waiting-head h3 {
    font-size: 0.9em;
    font-weight: 600;
  }
  .waiting-person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 10px;
    padding-block: 4px;
  }
  .waiting-person .avatar {
    --_size: 32px;
    flex: none;
  }
  .waiting-person bdi {
    flex: 1 1 56px;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 550;
  }
  .verdicts {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .room-switch {
    display: flex;
    align-items: center;
    gap: 14px;
    min-block-size: 48px;
    padding: 6px 10px;
    border-radius: 14px;
    text-align: start;
  }
  .room-switch:hover {
    background: var(--_hover);
  }
  .room-switch > .icon {
    flex: none;
    color: var(--_muted-text);
  }
  .room-switch[aria-checked='true'] > .icon {
    color: var(--_accent);
  }
  .switch-words {
    flex: 1;
    display: grid;
    min-inline-size: 0;
    font-weight: 550;
    line-height: 1.3;
  }
  .switch-words .muted-text {
    font-size: 0.87em;
    font-weight: 400;
  }
  .switch-track {
    flex: none;
    inline-size: 38px;
    block-size: 22px;
    padding: 3px;
    border-radius: 11px;
    background: color-mix(in srgb, var(--_text) 50%, transparent);
    transition: background-color 0.15s;
  }
  .switch-track::before {
    content: '';
    display: block;
    inline-size: 16px;
    block-size: 16px;
    border-radius: 50%;
    background: #fff;
    transition: margin-inline-start 0.15s;
  }
  [aria-checked='true'] > .switch-track {
    background: var(--_accent);
  }
  [aria-checked='true'] > .switch-track::before {
    margin-inline-start: 16px;
  }
  .person-button {
    inline-size: 36px;
    block-size: 36px;
    margin-inline: -6px -4px;
    border-radius: 11px;
    color: var(--_muted-text);
  }
  /* In the flow, below the person: a list that scrolls would cut what floats over it. */
  .person-menu {
    position: static;
    flex: 0 0 100%;
    min-inline-size: 0;
    max-block-size: none;
    background: none;
    box-shadow: none;
    animation: none;
  }
  .menu-item.alarming {
    color: var(--_alarm);
  }
  .question {
    gap: 8px;
    padding: 14px;
  }
  .question p {
    overflow-wrap: anywhere;
  }
  .button.danger {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .button.danger:hover:not(:disabled) {
    background: color-mix(in srgb, black 14%, var(--_danger));
  }
  .request-answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .banner .request-answers .button {
    margin-inline-end: 0;
  }
  .mark[part='host'] {
    color: #ffd479;
  }
  @media (forced-colors: active) {
    .switch-track {
      border: 1px solid ButtonText;
      forced-color-adjust: none;
    }
  }
`;
