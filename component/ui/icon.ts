/** Draws one of lucide's icons. Knows nothing of what an icon stands for. */
import { nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/** A lucide icon: the SVG elements it consists of. */
export type IconNodes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

const SVG = 'http://www.w3.org/2000/svg';

class IconDirective extends Directive {
  #nodes: IconNodes | undefined;
  #element: SVGElement | undefined;

  override render(nodes: IconNodes) {
    // In Node there is nothing to draw with, and nobody to look.
    if (typeof document === 'undefined') return nothing;
    if (nodes !== this.#nodes || !this.#element) {
      this.#nodes = nodes;
      this.#element = draw(nodes);
    }
    return this.#element;
  }
}

function draw(nodes: IconNodes): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const [tag, attributes] of nodes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

/** Decoration: whatever holds it has the words. Sized and coloured by `.icon` (1.25em, currentColor). */
export const icon = directive(IconDirective);
