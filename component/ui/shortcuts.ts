/** Which key means what while the focus is inside the element (pure but for reading the event). Does nothing itself. */

export type Shortcut = 'microphone' | 'camera' | 'chat' | 'dismiss';

const KEYS: Readonly<Record<string, Shortcut>> = { m: 'microphone', v: 'camera', c: 'chat' };

/** Undefined where the key is somebody else's: typed text, the browser's own shortcuts, a menu's arrows. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (event.defaultPrevented) return undefined;
  if (event.key === 'Escape') return 'dismiss';
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event)) return undefined;
  return KEYS[event.key.toLowerCase()];
}

/** Where keys mean letters. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=range]), textarea, select');
}
