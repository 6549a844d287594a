/** Builds elements and icons, for pages without a template library. Text is always text: no markup is ever parsed. */

type Child = Node | string | undefined | false;

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** `element('button', { type: 'button', disabled: true }, 'Go')`. False and undefined leave an attribute, or a child, out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** A lucide icon: the SVG elements it consists of. */
export type IconNodes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

const SVG = 'http://www.w3.org/2000/svg';

/** Decoration: whatever holds it has the words. Sized and coloured by `.icon`. */
export function icon(nodes: IconNodes): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const [tag, shape] of nodes) {
    const part = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(shape)) part.setAttribute(name, value);
    svg.append(part);
  }
  return svg;
}
