/** Finds text that does not fit where it stands, as a person would see it. Knows no screen and no language. */

/** What people and machines are called may be too long for any place: there the end is left out, on purpose. */
const MAY_BE_CUT = 'bdi, option, .toast-message, .hidden, .avatar, .icon';
const TOLERANCE = 1.5; // px: half a pixel at each side, and glyphs that lean out of their box

/** One line for each text, with where it is cut; empty where all is in order. */
export function cutTexts(root: ParentNode): readonly string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(root as unknown as Node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const element = text.parentElement;
    if (!element || text.data.trim() === '' || element.closest(MAY_BE_CUT) || !element.checkVisibility()) continue;
    const clipper = clipperOf(text, element);
    if (clipper) found.push(`“${text.data.trim()}” is cut by ${nameOf(clipper)}`);
  }
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (!element.checkVisibility()) continue;
    if (element.scrollWidth > element.clientWidth + 1 && scrolls(element, 'overflowX'))
      found.push(`${nameOf(element)} would have to be scrolled sideways`);
    if (element instanceof HTMLSelectElement && isTooNarrow(element))
      found.push(`“${element.selectedOptions[0]?.label}” is cut in ${nameOf(element)}`);
    if ((element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) && hasCutPlaceholder(element))
      found.push(`the placeholder “${element.placeholder}” is cut`);
  }
  return found;
}

const scrolls = (element: Element, side: 'overflowX' | 'overflowY') =>
  ['auto', 'scroll'].includes(getComputedStyle(element)[side]);

/** The button whose border the text crosses, or what hides a part of it for good. */
function clipperOf(text: Text, start: Element): Element | undefined {
  const range = document.createRange();
  range.selectNodeContents(text);
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  let isReachable = false;
  for (let element: Element | null = start; element; element = element.parentElement) {
    const style = getComputedStyle(element);
    const isButton = element instanceof HTMLButtonElement;
    const hidesX = style.overflowX !== 'visible' || isButton;
    const hidesY = (style.overflowY !== 'visible' || isButton) && !isReachable;
    const box = element.getBoundingClientRect();
    const isOutside = rects.some(
      (rect) =>
        (hidesX && (rect.left < box.left - TOLERANCE || rect.right > box.right + TOLERANCE)) ||
        (hidesY &&
          !scrolls(element as Element, 'overflowY') &&
          (rect.top < box.top - TOLERANCE - leadingOf(style) ||
            rect.bottom > box.bottom + TOLERANCE + leadingOf(style))),
    );
    if (isOutside) return element;
    // Scrolled into view, it has all the room it needs.
    if (scrolls(element, 'overflowY')) isReachable = true;
  }
  return undefined;
}

/** A line's box may be lower than its glyphs' full height, without cutting what is drawn. */
const leadingOf = ({ fontSize }: CSSStyleDeclaration) => Number.parseFloat(fontSize) * 0.2;

/** Names of devices may be too long; choices that are ours may not. */
function isTooNarrow(select: HTMLSelectElement): boolean {
  if (select.dataset['kind'] !== 'quality' && select.dataset['kind'] !== 'language') return false;
  return widthOf(select.selectedOptions[0]?.label ?? '', select) > innerWidthOf(select);
}

const hasCutPlaceholder = (field: HTMLInputElement | HTMLTextAreaElement) =>
  field.value === '' && widthOf(field.placeholder, field) > innerWidthOf(field) + 1;

function innerWidthOf(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

const context = document.createElement('canvas').getContext('2d');

function widthOf(words: string, element: Element): number {
  if (!context) return 0;
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  return context.measureText(words).width;
}

const nameOf = (element: Element): string =>
  `<${element.localName}${element.className ? `.${String(element.className).trim().replaceAll(/\s+/g, '.')}` : ''}>`;

/** Hints that appear over a button when one rests on it, and would reach past the edge of the room. */
export function cutTips(room: Element): readonly string[] {
  const bounds = room.getBoundingClientRect();
  const found: string[] = [];
  for (const button of room.querySelectorAll<HTMLElement>('[data-tip]')) {
    const { width, left, right, translate } = getComputedStyle(button, '::after');
    const box = button.getBoundingClientRect();
    if (!button.checkVisibility() || width === 'auto') continue;
    const start =
      box.left + Number.parseFloat(left) + (Number.parseFloat(translate) / 100 || 0) * Number.parseFloat(width);
    const end = start + Number.parseFloat(width);
    if (start < bounds.left || end > bounds.right)
      found.push(`the hint “${button.dataset['tip']}” reaches out of the room (${start} to ${end}, ${right})`);
  }
  return found;
}
