/** The looks of the list of people. Knows no templates. */
import { css } from 'lit';

export const rosterStyles = css`
  .roster {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 2px;
    padding: 2px 10px 12px;
  }
  .people-panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    overflow: auto;
  }
  .copy-link {
    justify-self: start;
    margin: 2px 18px 8px;
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 10px;
    padding: 8px;
    border-radius: 14px;
  }
  .person:hover {
    background: var(--_hover);
  }
  .person .avatar {
    --_size: 38px;
    flex: none;
  }
  .who {
    flex: 1 1 90px;
    min-inline-size: 0;
    font-weight: 550;
  }
  .who p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who > p:first-child {
    display: flex;
    gap: 5px;
  }
  .who bdi {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .who .muted-text {
    font-weight: 400;
  }
  .role .icon {
    display: inline;
    color: var(--_accent);
    font-size: 0.85em;
    vertical-align: -0.1em;
  }
  .away {
    font-size: 0.85em;
  }
  .volume {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_muted-text);
    font-size: 12px;
  }
  .volume input {
    flex: 1;
    min-inline-size: 0;
    max-inline-size: 150px;
    block-size: 24px;
    accent-color: var(--_accent);
    cursor: pointer;
  }
  .sources {
    display: flex;
    gap: 10px;
    color: var(--_muted-text);
    font-size: 14px;
  }
  .sources [data-off] {
    color: var(--_alarm);
  }
  .sources [data-speaking] {
    color: var(--_accent);
  }
`;
