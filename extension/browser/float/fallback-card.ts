/**
 * What stands in the page where it lets no frame in: why, and the way to the panel. Drawn by the content script, so it
 * shows nothing of a call. Knows no messages.
 */
import { element } from '../dom.ts';
import type { FallbackReason, FallbackWords } from '../messages.ts';

const STYLE = `
  section { box-sizing: border-box; width: 100%; max-height: 100%; overflow: auto; display: flex; flex-direction: column;
    gap: 12px; padding: 24px; border-radius: 14px; outline: 1px solid transparent; color-scheme: light dark;
    background: light-dark(#fff, #19211e); color: light-dark(#13201b, #eef4f1);
    font: 400 15px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif;
    box-shadow: 0 0 0 1px rgb(127 127 127 / 0.28), 0 2px 8px rgb(0 0 0 / 0.16), 0 16px 48px rgb(0 0 0 / 0.28); }
  h2 { margin: 0; font-size: 18px; line-height: 1.25; }
  p { margin: 0; text-wrap: pretty; }
  div { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
  button { flex: 1 1 auto; font: inherit; font-weight: 600; border: 1px solid transparent; border-radius: 12px; padding: 10px 16px; cursor: pointer;
    background: light-dark(#e2e8e4, #27302d); color: inherit; }
  button:first-child:not(:only-child) { background: light-dark(#0b6b5d, #63dcc0); color: light-dark(#fff, #04241d); }
  button:focus-visible { outline: 3px solid light-dark(#0b6b5d, #63dcc0); outline-offset: 2px; }
`;

export interface FallbackCard {
  readonly reason: FallbackReason;
  readonly words: FallbackWords;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** Only a real click counts: the page may make as many others as it likes. */
export function fallbackCard({ reason, words, onOpen, onClose }: FallbackCard): DocumentFragment {
  const button = (text: string, onClick: () => void) => {
    const made = element('button', { type: 'button' }, text);
    made.addEventListener('click', ({ isTrusted }) => isTrusted && onClick());
    return made;
  };
  const fragment = document.createDocumentFragment();
  fragment.append(
    element('style', {}, STYLE),
    element(
      'section',
      { role: 'dialog', 'aria-label': words.title },
      element('h2', {}, words.title),
      element('p', {}, words.reasons[reason]),
      words.how !== undefined && element('p', {}, words.how),
      element('div', {}, words.how === undefined && button(words.open, onOpen), button(words.close, onClose)),
    ),
  );
  return fragment;
}
