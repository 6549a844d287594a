/**
 * The settings of this browser's extension, for all of its pages. What can be wrong in a storage is in settings/; this
 * file only ties it to the browser.
 */
import browser from 'webextension-polyfill';
import { type Settings, type SettingsChange, SettingsStore } from './settings/settings-store.ts';
import type { SiteChange, SiteSettings } from './settings/site-settings.ts';
import { browserStorage } from './settings/storage.ts';

export type { Relay } from './settings/relays.ts';
export { SettingsError } from './settings/settings-error.ts';
export type { Settings, SettingsChange } from './settings/settings-store.ts';
export type { Position, RoomChoice, SiteChange, SiteSettings, Size } from './settings/site-settings.ts';

/** For the options page; other pages need no more than the functions below. */
export const settingsStore = new SettingsStore(browserStorage(browser.storage));

/** Each field that is not usable in the storage is what it is at first. Never rejects. */
export const readSettings = (): Promise<Settings> => settingsStore.read();

/** All of it or nothing. Rejects with SettingsError: which field, and what is wrong with it. */
export const changeSettings = (change: SettingsChange): Promise<void> => settingsStore.change(change);

/** After each change by any page of the extension, until the signal aborts. */
export const observeSettings = (callback: (settings: Settings) => void, signal: AbortSignal): void =>
  settingsStore.observe(callback, signal);

/** What is remembered for the site of this address; for a new one, what is so at first. */
export const siteSettings = (address: string): Promise<SiteSettings> => settingsStore.site(address);

/** Rejects with SettingsError. */
export const changeSite = (address: string, change: SiteChange): Promise<void> =>
  settingsStore.changeSite(address, change);

/**
 * Content scripts run in the process of a web page, which somebody may have taken over: where the browser can keep them
 * from tokens and names, it does. For the background, at its start. Firefox has no such switch yet.
 */
export async function lockStorage(): Promise<void> {
  for (const area of [browser.storage.local, browser.storage.sync]) {
    const { setAccessLevel } = area as { setAccessLevel?: (options: { accessLevel: string }) => Promise<void> };
    await setAccessLevel?.call(area, { accessLevel: 'TRUSTED_CONTEXTS' });
  }
}
