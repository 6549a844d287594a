/** Which menu is open; it closes by a press anywhere else. Knows no menu's content. */
import type { Menu } from './bar-actions.ts';

export class OpenMenu {
  readonly #onChange: (isByPointer: boolean) => void;
  #menu: Menu | undefined;
  #life = new AbortController();

  /** `onChange` is told of a press elsewhere, too: the focus then belongs to what was pressed. */
  constructor(onChange: (isByPointer: boolean) => void) {
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

  #set(menu: Menu | undefined, isByPointer: boolean): void {
    this.#life.abort();
    this.#menu = menu;
    if (menu) {
      this.#life = new AbortController();
      const { signal } = this.#life;
      document.addEventListener('pointerdown', (event) => this.#onPointer(event), { signal, capture: true });
    }
    this.#onChange(isByPointer);
  }

  #onPointer(event: Event): void {
    const isInside = event.composedPath().some((node) => node instanceof Element && node.matches('.menu, [data-menu]'));
    if (!isInside) this.#set(undefined, true);
  }
}
