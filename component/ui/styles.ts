/** Gives a shadow root more style sheets, when the views that need them load. Knows no view. */
import type { CSSResult } from 'lit';

/** Constructed sheets, not <style>: a strict page CSP allows them. Adding one twice does nothing. */
export function addStyles(root: Node, styles: readonly CSSResult[]): void {
  if (!(root instanceof ShadowRoot)) return;
  const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? []);
  const there = new Set(root.adoptedStyleSheets);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets.filter((sheet) => !there.has(sheet))];
}
