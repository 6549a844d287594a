/** A browser's storage in memory, which can be broken. Knows no setting. */
import type { Storage, StorageArea } from '../../../extension/browser/settings/storage.ts';

type Area = 'local' | 'sync' | 'session';

export interface MemoryStorage extends Storage {
  /** What lies in each area, to look at and to spoil. */
  readonly items: Readonly<Record<Area, Record<string, unknown>>>;
  /** Areas that fail at everything. */
  readonly broken: Set<Area>;
  /** How many listeners there are. */
  readonly observers: Set<() => void>;
}

export function createMemoryStorage(): MemoryStorage {
  const items: Record<Area, Record<string, unknown>> = { local: {}, sync: {}, session: {} };
  const broken = new Set<Area>();
  const observers = new Set<() => void>();
  const area = (name: Area): StorageArea => {
    const check = async () => {
      await Promise.resolve();
      if (broken.has(name)) throw new Error(`storage.${name} is turned off`);
    };
    const tell = () => {
      for (const observer of observers) observer();
    };
    return {
      async get(keys) {
        await check();
        const names = keys === null ? Object.keys(items[name]) : [keys].flat();
        return structuredClone(
          Object.fromEntries(
            names.flatMap((key) => (Object.hasOwn(items[name], key) ? [[key, items[name][key]]] : [])),
          ),
        );
      },
      async set(changes) {
        await check();
        Object.assign(items[name], structuredClone(changes));
        tell();
      },
      async remove(keys) {
        await check();
        for (const key of [keys].flat()) delete items[name][key];
        tell();
      },
    };
  };
  return {
    items,
    broken,
    observers,
    local: area('local'),
    sync: area('sync'),
    session: area('session'),
    observe(onChange, signal) {
      observers.add(onChange);
      signal.addEventListener('abort', () => observers.delete(onChange), { once: true });
    },
  };
}
