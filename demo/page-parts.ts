/** Finds and makes the parts of the demo page. Knows no part by name. */

/** The element of this kind; its absence is a mistake in index.html, and says so. */
export function find<T extends Element>(selector: string, kind: abstract new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${kind.name} that matches ${selector}.`);
}

/** An element with text or children in it. */
export function make(tag: string, className = '', ...content: (string | Node)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** For those who hear the page. */
export function announce(text: string): void {
  find('[data-announcer]', HTMLElement).textContent = text;
}
