/**
 * Reads, changes and watches the settings in a storage. Every field is a key of its own, so that two pages that save at
 * the same time never undo each other. Knows no browser.
 */
import { checkField, FIELD_NAMES, FIELDS, type FieldValues, isFieldName, readFields } from './fields.ts';
import { checkRelays, divideRelays, type Relay, readRelays } from './relays.ts';
import { SettingsError } from './settings-error.ts';
import {
  changedSite,
  readSite,
  type SiteChange,
  type SiteSettings,
  type StoredSite,
  siteOrigin,
  surplusSites,
} from './site-settings.ts';
import type { Storage } from './storage.ts';

export interface Settings extends FieldValues {
  readonly relays: readonly Relay[];
}

export type SettingsChange = Partial<Settings>;

const TOKENS = 'tokens';
const SITE = 'site:';
const SYNC_KEYS = ['relays', ...FIELD_NAMES.filter((name) => FIELDS[name].area === 'sync')];
const LOCAL_KEYS = [TOKENS, ...FIELD_NAMES.filter((name) => FIELDS[name].area === 'local')];

type Items = Record<string, unknown>;

/** Everything that is stored, as it is: to bring it all back after a reset. */
export type Snapshot = Readonly<Record<'local' | 'sync' | 'session', Readonly<Items>>>;

export class SettingsStore {
  readonly #storage: Storage;
  readonly #now: () => number;
  /** Changes of one page wait for each other: a site, or a list of relays, is read, changed and written. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
  }

  /** Whatever is in the storage: each field that is not usable is what it is at first. Never rejects. */
  async read(): Promise<Settings> {
    const [local, synced, session] = await Promise.all([
      // What could not be synchronized lies here under the same keys.
      this.#get('local', [...LOCAL_KEYS, ...SYNC_KEYS]),
      this.#get('sync', SYNC_KEYS),
      this.#get('session', [TOKENS]),
    ]);
    const stored = { ...synced, ...local };
    const relays = readRelays(stored['relays'], local[TOKENS], session[TOKENS]);
    const fields = readFields(stored);
    const isThere = relays.some(({ url }) => url === fields.relay);
    return { ...fields, relay: isThere ? fields.relay : (relays[0]?.url ?? ''), relays };
  }

  /** All of it or, where anything is wrong, nothing. Rejects with SettingsError. */
  change(change: SettingsChange): Promise<void> {
    return this.#inTurn(async () => {
      const synced: Items = {};
      const local: Items = {};
      const session: Items = {};
      for (const [name, raw] of Object.entries(change)) {
        if (name === 'relays') {
          const { relays, keptTokens, sessionTokens } = divideRelays(checkRelays(raw));
          synced['relays'] = relays;
          local[TOKENS] = keptTokens;
          session[TOKENS] = sessionTokens;
        } else if (isFieldName(name)) {
          (FIELDS[name].area === 'sync' ? synced : local)[name] = checkField(name, raw);
        } else {
          throw new SettingsError('unknown-setting', name, 'There is no setting of this name.');
        }
      }
      await this.#set('session', session);
      await this.#set('local', local);
      await this.#setSynced(synced);
    });
  }

  /** Calls back with the settings after each change of any of them, sites too, until the signal aborts. */
  observe(callback: (settings: Settings) => void, signal: AbortSignal): void {
    let isReading = false;
    let isStale = false;
    const tell = async () => {
      isStale = true;
      if (isReading) return;
      isReading = true;
      while (isStale && !signal.aborted) {
        isStale = false;
        const settings = await this.read();
        if (!isStale && !signal.aborted) callback(settings);
      }
      isReading = false;
    };
    this.#storage.observe(() => void tell(), signal);
  }

  /** Of the site that this address belongs to. Rejects with SettingsError for what is no http or https address. */
  async site(address: string): Promise<SiteSettings> {
    const key = SITE + siteOrigin(address);
    const { changedAt: _changedAt, ...site } = readSite((await this.#get('local', key))[key]);
    return site;
  }

  /** Rejects with SettingsError. */
  changeSite(address: string, change: SiteChange): Promise<void> {
    return this.#inTurn(async () => {
      const key = SITE + siteOrigin(address);
      const site = readSite((await this.#get('local', key))[key]);
      await this.#set('local', { [key]: changedSite(site, change, this.#now()) });
      await this.#remove(surplusSites(await this.sites()));
    });
  }

  /** By origin, the one that was changed last first. */
  async sites(): Promise<ReadonlyMap<string, StoredSite>> {
    const stored = Object.entries(await this.#get('local', null));
    const sites = stored.flatMap(([key, raw]): [string, StoredSite][] =>
      key.startsWith(SITE) && isOrigin(key.slice(SITE.length)) ? [[key.slice(SITE.length), readSite(raw)]] : [],
    );
    return new Map(sites.sort(([, a], [, b]) => b.changedAt - a.changedAt));
  }

  forgetSites(origins: Iterable<string>): Promise<void> {
    return this.#inTurn(() => this.#remove([...origins]));
  }

  /** A relay has another address now, or is gone (undefined): whoever named it names the new one, or none. */
  moveRelay(from: string, to: string | undefined): Promise<void> {
    return this.#inTurn(async () => {
      for (const [origin, site] of await this.sites()) {
        if (site.relay !== from) continue;
        await this.#set('local', { [SITE + origin]: changedSite(site, { relay: to }, site.changedAt) });
      }
    });
  }

  async snapshot(): Promise<Snapshot> {
    const [local, sync, session] = await Promise.all([
      this.#get('local', null),
      this.#get('sync', null),
      this.#get('session', TOKENS),
    ]);
    return { local, sync, session };
  }

  /** Everything as it was, or at first where nothing is given; what others keep in the session stays. */
  restore({ local, sync, session }: Snapshot = { local: {}, sync: {}, session: {} }): Promise<void> {
    return this.#inTurn(async () => {
      for (const [area, items] of [
        ['session', session],
        ['local', local],
        ['sync', sync],
      ] as const) {
        const known = area === 'session' ? [TOKENS] : Object.keys(await this.#get(area, null));
        const surplus = known.filter((key) => !Object.hasOwn(items, key));
        // In this order: nobody sees an empty store in between.
        await this.#set(area, { ...items });
        if (surplus.length > 0) await this.#storage[area].remove(surplus);
      }
    });
  }

  async #get(area: keyof Snapshot, keys: string | string[] | null): Promise<Items> {
    try {
      return await this.#storage[area].get(keys);
    } catch {
      // Turned off by whoever runs this browser, or broken: as if nothing had been saved.
      return {};
    }
  }

  async #set(area: keyof Snapshot, items: Items): Promise<void> {
    if (Object.keys(items).length === 0) return;
    try {
      await this.#storage[area].set(items);
    } catch (cause) {
      const names = Object.keys(items).join(', ');
      throw new SettingsError('not-saved', names, `The browser did not save it: ${String(cause)}`, { cause });
    }
  }

  /** Where nothing can be synchronized, it is kept on this computer. */
  async #setSynced(items: Items): Promise<void> {
    if (Object.keys(items).length === 0) return;
    try {
      await this.#storage.sync.set(items);
    } catch {
      await this.#set('local', items);
      return;
    }
    await this.#storage.local.remove(Object.keys(items));
  }

  async #remove(origins: readonly string[]): Promise<void> {
    if (origins.length > 0) await this.#storage.local.remove(origins.map((origin) => SITE + origin));
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act, act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
