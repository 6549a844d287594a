/** Stands for a person without a picture: initials on a colour of their own. Knows nothing of calls. */
import { css, html } from 'lit';

/** One or two letters of a name; the first character where it has no letters. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const first = words[0];
  if (!first) return [...name.trim()][0] ?? '';
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word ? ([...word][0] ?? '') : ''))
    .join('')
    .toLocaleUpperCase();
}

/** Degrees on the colour circle, the same for the same text everywhere. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  // A multiple of 24 keeps neighbours apart: fifteen colours, none muddy at the fixed lightness.
  return (Math.abs(hash) % 15) * 24;
}

export const avatarTemplate = (name: string, hue: number) =>
  html`<span class="avatar" part="avatar" .style=${`--hue:${hue}`} aria-hidden="true">${initials(name)}</span>`;

export const avatarStyles = css`
  .avatar {
    --_size: min(7rem, 42cqmin);
    display: grid;
    place-items: center;
    inline-size: var(--_size);
    block-size: var(--_size);
    border-radius: 50%;
    background: light-dark(oklch(0.86 0.06 var(--hue)), oklch(0.46 0.07 var(--hue)));
    color: light-dark(oklch(0.33 0.08 var(--hue)), oklch(0.97 0.02 var(--hue)));
    font-size: calc(var(--_size) * 0.38);
    font-weight: 600;
    letter-spacing: 0.01em;
    line-height: 1;
    user-select: none;
  }
`;
