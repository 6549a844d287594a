/** The looks of the lobby, from 280 px up. Knows nothing of its template's logic. */
import { css } from 'lit';

export const lobbyStyles = css`
  .lobby {
    display: grid;
    block-size: 100%;
    padding: clamp(14px, 4cqi, 40px);
    overflow: auto;
    overscroll-behavior: contain;
    background:
      radial-gradient(90cqi 70cqb at 12% 0%, color-mix(in oklab, var(--_accent) 12%, transparent), transparent 70%),
      radial-gradient(70cqi 60cqb at 100% 100%, color-mix(in oklab, var(--_accent) 7%, transparent), transparent 70%);
  }
  .lobby-box {
    display: grid;
    gap: clamp(18px, 4cqi, 56px);
    inline-size: min(100%, 460px);
    margin: auto;
  }
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
    box-shadow: var(--_shadow);
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
    align-items: center;
    flex-wrap: wrap;
  }
  .device-alarm p {
    flex: 1 1 160px;
  }
  .device-alarm .button {
    background: color-mix(in srgb, currentColor 14%, transparent);
  }

  .entrance {
    display: grid;
    align-content: center;
    gap: 16px;
    min-inline-size: 0;
  }
  .welcome {
    display: grid;
    gap: 6px;
  }
  .welcome h1 {
    font-size: clamp(1.4rem, 1.1rem + 1.4cqi, 2.1rem);
  }
  .welcome p {
    overflow-wrap: anywhere;
  }
  .welcome b {
    color: var(--_text);
    font-weight: 600;
  }
  .hint {
    color: var(--_alarm);
    font-size: 0.87em;
  }
  .hint:empty {
    display: none;
  }
  .join {
    min-block-size: 50px;
    border-radius: 16px;
    font-size: 1.05em;
  }
  .join .forward:dir(rtl) {
    scale: -1 1;
  }

  .waiting {
    display: grid;
    place-content: center;
    place-items: center;
    gap: 14px;
    block-size: 100%;
    padding: 20px;
    color: var(--_muted-text);
    text-align: center;
  }
  .waiting .spinning {
    font-size: 1.6rem;
    color: var(--_accent);
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
  @container room (width >= 760px) {
    .lobby-box {
      inline-size: min(100%, 1060px);
    }
    .lobby-box[data-preview='yes'] {
      grid-template-columns: minmax(0, 1.35fr) minmax(270px, 1fr);
      align-items: center;
    }
    .lobby-box[data-preview='no'] {
      inline-size: min(100%, 420px);
    }
  }
  /* Wide but low, as a phone on its side. */
  @container room (540px <= width < 760px) and (height < 520px) {
    .lobby-box {
      inline-size: 100%;
    }
    .lobby-box[data-preview='yes'] {
      grid-template-columns: minmax(0, 1fr) minmax(220px, 1fr);
      align-items: center;
    }
  }
  @container room (width < 760px) {
    .welcome {
      gap: 2px;
    }
    .entrance {
      gap: 12px;
    }
  }
`;
