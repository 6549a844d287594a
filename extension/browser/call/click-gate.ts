/**
 * Lets a call be driven by people only: events that a script made stop here, and so do clicks and keys while something
 * may lie over the frame, or it has only just come to sight. Knows nothing of what they would do.
 */

export interface Sight {
  readonly isIntersecting: boolean;
  /** IntersectionObserver v2: nothing covers it, and it is not made transparent. Undefined in Firefox. */
  readonly isVisible?: boolean;
}

/** How long it has to have been in full sight, so that nobody clicks on what sprang up under the pointer. */
export const SETTLED_MS = 500;

/** When may an event pass? Pure but for the clock that it is given. */
export class SightRecord {
  #seenSince: number | undefined;
  #wasLost = false;

  note({ isIntersecting, isVisible = true }: Sight, now: number): void {
    if (!isIntersecting || !isVisible) {
      this.#wasLost ||= this.isSeen;
      this.#seenSince = undefined;
    } else this.#seenSince ??= now;
  }

  get isSeen(): boolean {
    return this.#seenSince !== undefined;
  }

  /** Nothing has covered it yet. A click that does not pass now was only too quick. */
  get isFirstSight(): boolean {
    return this.isSeen && !this.#wasLost;
  }

  mayPass(isTrusted: boolean, now: number): boolean {
    return isTrusted && this.#seenSince !== undefined && now - this.#seenSince >= SETTLED_MS;
  }
}

const GUARDED_EVENTS = [
  'click',
  'auxclick',
  'dblclick',
  'keydown',
  'keyup',
  'submit',
  'change',
  'pointerdown',
] as const;

/** What has this attribute is no part of the call: it may be moved and closed at any time. */
const FREE = 'data-free';

export interface ClickGateOptions {
  /** A real click was stopped, and something has lain over the frame. */
  readonly onStopped: () => void;
  /** In sight, or no longer. */
  readonly onSight: (isSeen: boolean) => void;
  readonly signal: AbortSignal;
}

export function guardClicks({ onStopped, onSight, signal }: ClickGateOptions): void {
  const record = new SightRecord();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) record.note(entry, performance.now());
      onSight(record.isSeen);
    },
    // The least delay that browsers accept. Firefox knows neither option.
    { trackVisibility: true, delay: 100, threshold: [0] } as IntersectionObserverInit,
  );
  observer.observe(document.documentElement);
  signal.addEventListener('abort', () => observer.disconnect());

  const onEvent = (event: Event) => {
    if (event.composedPath().some((each) => each instanceof Element && each.hasAttribute(FREE))) return;
    if (record.mayPass(event.isTrusted || event.type === 'submit', performance.now())) return;
    if (event instanceof KeyboardEvent && event.isTrusted && isHarmless(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.isTrusted && !record.isFirstSight && (event.type === 'click' || event.type === 'keydown')) onStopped();
  };
  for (const type of GUARDED_EVENTS) window.addEventListener(type, onEvent, { capture: true, signal });
}

/** Moving the focus does nothing by itself, whoever is lost has to get out, and a letter in a field is a letter. */
function isHarmless(event: KeyboardEvent): boolean {
  if (event.key === 'Tab' || event.key === 'Escape') return true;
  const [target] = event.composedPath();
  return target instanceof Element && target.matches('input:not([type=checkbox]), textarea') && event.key !== 'Enter';
}
