/** Which menu is open; it closes when one presses, or goes by keyboard, anywhere else. Knows no menu's content. */
import type { Menu } from './bar-actions.ts';

export class OpenMenu {
  readonly #root: EventTarget;
  readonly #onChange: (isElsewhere: boolean) => void;
  #menu: Menu | undefined;
  #life = new AbortController();

  /** `root` has the menus. `onChange` is told whether it closed since one is elsewhere: the focus then belongs there. */
  constructor(root: EventTarget, onChange: (isElsewhere: boolean) => void) {
    this.#root = root;
    this.#onChange = onChange;
  }

  get value(): Menu | undefined {
    return this.#menu;
  }

  set(menu: Menu | undefined): void {
    this.#set(menu, false);
  }

  close(): void {
    this.#life.abort();
  }

  #set(menu: Menu | undefined, isElsewhere: boolean): void {
    this.#life.abort();
    this.#menu = menu;
    if (menu) {
      this.#life = new AbortController();
      const { signal } = this.#life;
      document.addEventListener('pointerdown', (event) => this.#follow(event, '[data-menu]'), {
        signal,
        capture: true,
      });
      // What moves within the root is not heard outside of it.
      for (const target of [document, this.#root])
        target.addEventListener('focusin', (event) => this.#follow(event, '[data-menu][aria-expanded=true]'), {
          signal,
        });
    }
    this.#onChange(isElsewhere);
  }

  /** `button` has opened the menu, or another one, and sees to it by itself. */
  #follow(event: Event, button: string): void {
    const path = event.composedPath();
    const isInside = path.some((node) => node instanceof Element && node.matches(`.menu, ${button}`));
    if (!isInside) this.#set(undefined, true);
  }
}
