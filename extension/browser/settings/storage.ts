/** The browser's storage, as the settings see it: three areas and a bell. Knows no setting. */

export interface StorageArea {
  /** `null`: everything. */
  get(keys: string | string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string | string[]): Promise<void>;
}

/** `local` stays on this computer, `sync` follows the person, `session` is gone when the browser closes. */
export interface Storage extends Readonly<Record<'local' | 'sync' | 'session', StorageArea>> {
  /** Rings after each change in any area, by whatever page of the extension, until the signal aborts. */
  observe(onChange: () => void, signal: AbortSignal): void;
}

/** What is needed of `browser.storage`. */
interface BrowserStorage extends Readonly<Record<'local' | 'sync' | 'session', StorageArea>> {
  readonly onChanged: { addListener(listener: () => void): void; removeListener(listener: () => void): void };
}

export function browserStorage({ local, sync, session, onChanged }: BrowserStorage): Storage {
  return {
    local,
    sync,
    session,
    observe(onChange, signal) {
      if (signal.aborted) return;
      const listener = () => onChange();
      onChanged.addListener(listener);
      signal.addEventListener('abort', () => onChanged.removeListener(listener), { once: true });
    },
  };
}
