/** The looks of what loads first: the lobby from 280 px up, and all that is shared. Knows no templates. */
import { css } from 'lit';
import { avatarStyles } from './avatar.ts';
import { controlStyles } from './control-styles.ts';
import { selectStyles } from './device-select.ts';
import { levelMeterStyles } from './level-meter.ts';
import { previewStyles } from './preview-styles.ts';
import { themeStyles } from './theme.ts';

const frameStyles = css`
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
    inline-size: min(100%, 520px);
    margin: auto;
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
  .join[aria-disabled='true'] {
    cursor: progress;
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
  @container room (width >= 900px) or ((width >= 720px) and (orientation: landscape)) {
    .lobby-box {
      inline-size: min(100%, clamp(1060px, 68cqi, 1320px));
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
  @container room (540px <= width < 720px) and (height < 520px) {
    .lobby-box {
      inline-size: 100%;
    }
    .lobby-box[data-preview='yes'] {
      grid-template-columns: minmax(0, 1fr) minmax(220px, 1fr);
      align-items: center;
    }
  }
  /* Lower still: what is to be done comes before the greeting. */
  @container room (height < 300px) {
    .lobby {
      padding-block: 10px;
    }
    .welcome h1 {
      display: none;
    }
    .preview {
      max-block-size: 48cqb;
    }
    .devices {
      flex-wrap: nowrap;
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

export const lobbyStyles = [
  themeStyles,
  controlStyles,
  avatarStyles,
  levelMeterStyles,
  selectStyles,
  previewStyles,
  frameStyles,
];
