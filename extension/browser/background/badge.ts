/** The number of people on the toolbar's button, for the tab whose call it is. Knows no call. */
import browser from 'webextension-polyfill';
import { readSettings } from '../settings.ts';
import { loadWords } from '../words.ts';

const COLOUR = '#0b6b5d';
const MAX_SHOWN = 99; // three characters fit

const iconsOf = (name: string) => ({ 16: `icons/${name}16.png`, 32: `icons/${name}32.png` });

/** By tab, wherever its button was given something of its own: what is said for all tabs no longer reaches it. */
const ofTabs = new Map<number, number | undefined>();
/** Of the call that belongs to no tab. */
let ofAll: number | undefined;

/** `people` undefined: there is no call. `tabId` undefined: the call belongs to no tab. */
export async function showPeople(people: number | undefined, tabId: number | undefined): Promise<void> {
  if (tabId === undefined) ofAll = people;
  else ofTabs.set(tabId, people);
  await Promise.all((tabId === undefined ? [undefined, ...ofTabs.keys()] : [tabId]).map(draw));
}

/** It is closed. */
export function forgetTab(tabId: number): void {
  ofTabs.delete(tabId);
}

async function draw(tabId: number | undefined): Promise<void> {
  const of = tabId === undefined ? {} : { tabId };
  const words = await loadWords((await readSettings()).language);
  const people = (tabId === undefined ? undefined : ofTabs.get(tabId)) ?? ofAll;
  const isRunning = people !== undefined;
  const text = !isRunning ? '' : people > MAX_SHOWN ? `${MAX_SHOWN}+` : String(people);
  const title = isRunning
    ? `${words.say('toolbarTitleRunning')} · ${words.count('peopleHere', people)}`
    : words.say('toolbarTitle');
  // The tab may be gone by now, and its button with it.
  await Promise.allSettled([
    browser.action.setBadgeBackgroundColor({ color: COLOUR, ...of }),
    browser.action.setBadgeText({ text, ...of }),
    browser.action.setTitle({ title, ...of }),
    browser.action.setIcon({ path: iconsOf(isRunning ? 'running-' : ''), ...of }),
  ]);
}

/** Neither could the call be shown there nor a panel be opened: the next click opens the panel. */
export async function showFailure(tabId: number): Promise<void> {
  await browser.action.setBadgeText({ text: '!', tabId }).catch(() => {});
}
