/** A menu's looks and its keys: arrows, Home, End and Escape. Knows no menu's content. */
import { css } from 'lit';

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** What the arrow keys walk over in a toolbar: the same, sideways, and mirrored where text runs from the right. */
const SIDE_STEPS: Readonly<Record<string, string>> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' };

/** Moves the focus among the elements that match, inside the element that listens. True where the key was one of ours. */
export function walk(event: KeyboardEvent, selector: string, direction: 'menu' | 'toolbar'): boolean {
  const container = event.currentTarget as HTMLElement;
  const isMirrored = direction === 'toolbar' && getComputedStyle(container).direction === 'rtl';
  const sideways = isMirrored ? { ArrowRight: 'ArrowUp', ArrowLeft: 'ArrowDown' } : SIDE_STEPS;
  const key =
    direction === 'toolbar' ? (sideways[event.key] ?? (event.key.startsWith('Arrow') ? '' : event.key)) : event.key;
  const step = STEPS[key];
  if (!step) return false;
  const items = [...container.querySelectorAll<HTMLElement>(selector)].filter((item) => item.offsetParent !== null);
  if (items.length === 0) return false;
  const root = container.getRootNode() as ShadowRoot | Document;
  const index = items.indexOf(root.activeElement as HTMLElement);
  items[index < 0 ? 0 : step(index, items.length)]?.focus();
  event.preventDefault();
  return true;
}

export const menuStyles = css`
  .menu {
    position: absolute;
    z-index: 5;
    inset-block-end: calc(100% + 6px);
    display: grid;
    gap: 2px;
    min-inline-size: 230px;
    max-inline-size: calc(100cqi - 16px);
    max-block-size: calc(100cqb - 100px);
    overflow: auto;
    padding: 7px;
    border: 1px solid var(--_line);
    border-radius: 18px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
    animation: rise 0.18s var(--_ease) both;
  }
  .menu [role='group'] {
    display: grid;
    gap: 2px;
  }
  .menu h2 {
    padding: 8px 11px 4px;
    font-size: 0.85em;
    font-weight: 600;
    letter-spacing: 0;
    color: var(--_muted-text);
  }
  .menu-item {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    padding: 6px 11px;
    border-radius: 12px;
    text-align: start;
  }
  .menu-item:hover,
  .menu-item:focus-visible {
    background: var(--_hover);
  }
  .menu-item:focus-visible {
    outline-offset: -2px;
  }
  .menu-item > span {
    flex: 1;
  }
  .menu-item[aria-checked='true'] {
    color: var(--_accent);
    font-weight: 600;
  }
  .menu hr {
    inline-size: calc(100% - 22px);
    margin: 5px 11px;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
`;
