/** How large room and stage are, and whether they have come to rest. Knows no tiles. */

interface Measured {
  readonly target: Element;
  readonly contentRect: { readonly width: number; readonly height: number };
}

const SETTLE_MS = 180; // after the last change of size, tiles glide again

export class StageSize {
  /** CSS pixels; 0 until measured. */
  room = 0;
  width = 0;
  height = 0;
  /** False while the box itself changes: tiles then follow at once. */
  isSettled = false;
  readonly #onChange: () => void;
  readonly #observed = new WeakSet<Element>();
  readonly #observer = new ResizeObserver((entries) => this.#measure(entries));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches whatever of the two is there; asked again after each drawing, since drawing may bring another one. */
  observe(root: ParentNode): void {
    for (const element of root.querySelectorAll('.call, .stage')) {
      if (this.#observed.has(element)) continue;
      this.#observed.add(element);
      this.#observer.observe(element);
      // Observers are silent in hidden tabs, where a call may well begin.
      const { clientWidth: width, clientHeight: height } = element;
      this.#measure([{ target: element, contentRect: { width, height } }]);
    }
  }

  close(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }

  #measure(entries: readonly Measured[]): void {
    for (const { target, contentRect } of entries) {
      if (target.classList.contains('call')) this.room = contentRect.width;
      else {
        this.width = contentRect.width;
        this.height = contentRect.height;
      }
    }
    this.isSettled = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isSettled = true;
      this.#onChange();
    }, SETTLE_MS);
    this.#onChange();
  }
}
