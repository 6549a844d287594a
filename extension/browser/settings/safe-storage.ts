/**
 * A storage that fails in one way only: what cannot be read is as if nothing had been saved, what cannot be written is a
 * SettingsError. Knows no setting.
 */
import { SettingsError } from './settings-error.ts';
import type { Storage } from './storage.ts';

export type Area = 'local' | 'sync' | 'session';
export type Items = Record<string, unknown>;

export class SafeStorage {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  observe(onChange: () => void, signal: AbortSignal): void {
    this.#storage.observe(onChange, signal);
  }

  /** Never rejects. `null`: everything. */
  async get(area: Area, keys: string | string[] | null): Promise<Items> {
    try {
      return await this.#storage[area].get(keys);
    } catch {
      // Turned off by whoever runs this browser, or broken.
      return {};
    }
  }

  /** Rejects with SettingsError. */
  async set(area: Area, items: Items): Promise<void> {
    const names = Object.keys(items);
    if (names.length === 0) return;
    try {
      await this.#storage[area].set(items);
    } catch (cause) {
      throw new SettingsError('not-saved', names.join(', '), `The browser did not save it: ${String(cause)}`, {
        cause,
      });
    }
  }

  /** Where nothing can be synchronized, it is kept on this computer. Rejects with SettingsError. */
  async setSynced(items: Items): Promise<void> {
    const names = Object.keys(items);
    if (names.length === 0) return;
    try {
      await this.#storage.sync.set(items);
    } catch {
      await this.set('local', items);
      return;
    }
    await this.remove('local', names);
  }

  async remove(area: Area, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#storage[area].remove([...keys]);
  }
}
