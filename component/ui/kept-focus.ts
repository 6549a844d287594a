/**
 * Keeps the focus in the element when what had it is no longer drawn, as the join button once one is in the call: else
 * the keyboard would be back at the top of the page. Knows no view, only what each is there to be used for.
 */
import type { ReactiveController } from 'lit';

/** The first of these in the document: what one does next. */
const NEXT = '.join, .waiting, .ended .button, .close-panel, .bar .control';

export class KeptFocus implements ReactiveController {
  #isInside = false;

  /** Asked when the root is there. */
  constructor(readonly root: () => ShadowRoot) {}

  hostUpdate(): void {
    this.#isInside = this.root().activeElement !== null;
  }

  hostUpdated(): void {
    // A view that knows better where the focus belongs has put it there by then.
    if (this.#isInside) queueMicrotask(() => this.#keep());
  }

  #keep(): void {
    const root = this.root();
    if (root.activeElement === null) root.querySelector<HTMLElement>(NEXT)?.focus({ preventScroll: true });
  }
}
