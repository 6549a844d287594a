/**
 * Where the person wants calls to open, known within a click: a panel opens for nothing else, and settings come too late.
 * Knows neither panel nor call.
 */
import browser from 'webextension-polyfill';
import { isFirefox } from '../kind.ts';
import type { Settings } from '../settings.ts';

type Place = Settings['place'];

interface Callbacks {
  readonly storage: {
    readonly session: { get(key: string, callback: (items: Record<string, unknown>) => void): void };
  };
}

/** Not `place`: that is the setting itself. */
const KEY = 'click-place';

export async function keepPlace(place: Place): Promise<void> {
  if (isFirefox) localStorage.setItem(KEY, place);
  else await browser.storage.session.set({ [KEY]: place });
}

/** Calls back with the click still on: at once, or, in Chromium, by the one callback for which it keeps a click. */
export function withPlace(callback: (place: Place) => void): void {
  if (isFirefox) callback(readPlace(localStorage.getItem(KEY)));
  else (globalThis.chrome as Callbacks).storage.session.get(KEY, (items) => callback(readPlace(items[KEY])));
}

const readPlace = (kept: unknown): Place => (kept === 'floating' || kept === 'panel' ? kept : 'auto');
