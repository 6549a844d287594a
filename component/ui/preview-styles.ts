/** The looks of oneself before the call. Knows no templates. */
import { css } from 'lit';

export const previewStyles = css`
  .preview-side {
    display: grid;
    gap: 10px;
    min-inline-size: 0;
  }
  .preview {
    position: relative;
    container-type: size;
    aspect-ratio: 16 / 10;
    max-block-size: 62cqb;
    inline-size: 100%;
    overflow: hidden;
    border-radius: calc(var(--_radius) + 4px);
    background: light-dark(#dbe3de, #1b2420);
    box-shadow: 0 4px 18px light-dark(rgb(10 30 24 / 0.12), rgb(0 0 0 / 0.4));
  }
  .preview video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    animation: appear 0.35s both;
  }
  .mirrored {
    scale: -1 1;
  }
  .no-picture {
    display: grid;
    place-content: center;
    place-items: center;
    gap: 12px;
    block-size: 100%;
    padding: 12px 12px 58px;
    color: var(--_muted-text);
    text-align: center;
    font-size: 0.93em;
  }
  .no-picture .avatar {
    --_size: min(6rem, 34cqb);
  }
  .no-picture[data-status='starting'] .avatar {
    animation: breathe 1.4s ease-in-out infinite alternate;
  }
  @container (height < 170px) {
    .no-picture p {
      display: none;
    }
  }
  .preview-bar {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    display: flex;
    justify-content: center;
    gap: 10px;
    pointer-events: none;
  }
  .preview-bar .control {
    pointer-events: auto;
    background: rgb(12 18 16 / 0.66);
    color: #fff;
    backdrop-filter: blur(12px);
  }
  /* Seen on any picture. */
  .preview-bar .control:focus-visible {
    outline-color: #fff;
    box-shadow: 0 0 0 6px rgb(12 18 16 / 0.66);
  }
  .preview-bar .control:hover {
    background: rgb(12 18 16 / 0.85);
  }
  .preview-bar .control[data-state='off'] {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .preview-level {
    position: absolute;
    inset-block-end: 20px;
    inset-inline-start: 16px;
    padding: 6px 9px;
    border-radius: 10px;
    background: rgb(12 18 16 / 0.66);
    color: #fff;
    --_meter: #63dcc0;
  }
  .preview-level .meter {
    display: flex;
  }
  .devices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .devices .device {
    flex-basis: 150px;
  }
  .device-alarm {
    flex-wrap: wrap;
  }
  .device-alarm p {
    flex: 1 1 200px;
  }
  .device-alarm .button {
    align-self: center;
    background: color-mix(in srgb, currentColor 14%, transparent);
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
`;
