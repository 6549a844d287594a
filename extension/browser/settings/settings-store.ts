/**
 * Reads, changes and watches the settings in a storage. Every field is a key of its own, so that two pages that save at
 * the same time never undo each other. Knows no browser.
 */
import { checkField, FIELD_NAMES, FIELDS, type FieldValues, isFieldName, readFields } from './fields.ts';
import { checkRelays, divideRelays, type Relay, readRelays } from './relays.ts';
import { type Area, type Items, SafeStorage } from './safe-storage.ts';
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

/** Everything that is stored, as it is: to bring it all back after a reset. */
export type Snapshot = Readonly<Record<Area, Readonly<Items>>>;

export class SettingsStore {
  readonly #storage: SafeStorage;
  readonly #now: () => number;
  /** Changes of one page wait for each other: a site, or a list of relays, is read, changed and written. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage, now: () => number = Date.now) {
    this.#storage = new SafeStorage(storage);
    this.#now = now;
  }

  /** Whatever is in the storage: each field that is not usable is what it is at first. Never rejects. */
  async read(): Promise<Settings> {
    const [local, synced, session] = await Promise.all([
      // What could not be synchronized lies here under the same keys.
      this.#storage.get('local', [...LOCAL_KEYS, ...SYNC_KEYS]),
      this.#storage.get('sync', SYNC_KEYS),
      this.#storage.get('session', [TOKENS]),
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
      await this.#storage.set('session', session);
      await this.#storage.set('local', local);
      await this.#storage.setSynced(synced);
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
    const { changedAt: _changedAt, ...site } = readSite((await this.#storage.get('local', key))[key]);
    return site;
  }

  /** Rejects with SettingsError. */
  changeSite(address: string, change: SiteChange): Promise<void> {
    return this.#inTurn(async () => {
      const key = SITE + siteOrigin(address);
      const site = readSite((await this.#storage.get('local', key))[key]);
      await this.#storage.set('local', { [key]: changedSite(site, change, this.#now()) });
      await this.#remove(surplusSites(await this.sites()));
    });
  }

  /** By origin, the one that was changed last first. */
  async sites(): Promise<ReadonlyMap<string, StoredSite>> {
    const stored = Object.entries(await this.#storage.get('local', null));
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
        await this.#storage.set('local', { [SITE + origin]: changedSite(site, { relay: to }, site.changedAt) });
      }
    });
  }

  async snapshot(): Promise<Snapshot> {
    const [local, sync, session] = await Promise.all([
      this.#storage.get('local', null),
      this.#storage.get('sync', null),
      this.#storage.get('session', TOKENS),
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
        const known = area === 'session' ? [TOKENS] : Object.keys(await this.#storage.get(area, null));
        const surplus = known.filter((key) => !Object.hasOwn(items, key));
        // In this order: nobody sees an empty store in between.
        await this.#storage.set(area, { ...items });
        await this.#storage.remove(area, surplus);
      }
    });
  }

  async #remove(origins: readonly string[]): Promise<void> {
    await this.#storage.remove(
      'local',
      origins.map((origin) => SITE + origin),
    );
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
