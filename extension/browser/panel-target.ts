/**
 * Which call the panel of a window is to show: written by whoever opens the panel, read by the panel, and kept until the
 * browser closes. Knows neither.
 */
import browser from 'webextension-polyfill';
import { FALLBACK_REASONS, type FallbackReason } from './messages.ts';

export type PanelTarget =
  | {
      readonly kind: 'page';
      readonly tabId: number;
      readonly address: string;
      readonly title: string;
      /** Why it is not over the page. */
      readonly reason?: FallbackReason;
    }
  | { readonly kind: 'room'; readonly relay: string; readonly room: string }
  /** No page that could have a call, such as the browser's own. */
  | { readonly kind: 'none'; readonly reason?: FallbackReason };

const keyOf = (windowId: number): string => `panel-${windowId}`;

export async function aimPanel(windowId: number, target: PanelTarget): Promise<void> {
  // A stamp, so that the same target once more is news, too.
  await browser.storage.session.set({ [keyOf(windowId)]: { ...target, at: Date.now() } });
}

/** `isNew`: no panel has taken it before. Else the panel may have been opened since in some way that aims at nothing. */
export async function takePanelTarget(windowId: number): Promise<{ target: PanelTarget; isNew: boolean } | undefined> {
  const key = keyOf(windowId);
  const kept = (await browser.storage.session.get(key))[key];
  const target = readTarget(kept);
  if (!target) return undefined;
  if (isTaken(kept)) return { target, isNew: false };
  await browser.storage.session.set({ [key]: { ...target, isTaken: true } });
  return { target, isNew: true };
}

/** Takes and calls back whenever the panel is aimed anew, until the signal aborts. */
export function observePanelTarget(
  windowId: number,
  callback: (target: PanelTarget) => void,
  signal: AbortSignal,
): void {
  const key = keyOf(windowId);
  const listener = (changes: Record<string, browser.Storage.StorageChange>, area: string) => {
    const next = area === 'session' ? changes[key]?.newValue : undefined;
    const target = isTaken(next) ? undefined : readTarget(next);
    if (!target) return;
    void takePanelTarget(windowId);
    callback(target);
  };
  browser.storage.onChanged.addListener(listener);
  signal.addEventListener('abort', () => browser.storage.onChanged.removeListener(listener));
}

const isTaken = (kept: unknown): boolean => (kept as { isTaken?: unknown } | undefined)?.isTaken === true;

/** Undefined for whatever is none. */
export function readTarget(raw: unknown): PanelTarget | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { kind, tabId, address, title, relay, room, reason } = raw as Readonly<Record<string, unknown>>;
  const known = FALLBACK_REASONS.find((each) => each === reason);
  const why = known === undefined ? {} : { reason: known };
  if (kind === 'none') return { kind, ...why };
  if (kind === 'room') {
    return typeof relay === 'string' && typeof room === 'string' ? { kind, relay, room } : undefined;
  }
  if (kind !== 'page' || typeof tabId !== 'number' || typeof address !== 'string' || typeof title !== 'string') {
    return undefined;
  }
  return { kind, tabId, address, title, ...why };
}
