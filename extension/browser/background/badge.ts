/** The number of people on the toolbar's button, for the tab whose call it is. Knows no call. */
import browser from 'webextension-polyfill';
import { readSettings } from '../settings.ts';
import { loadWords } from '../words.ts';

const COLOUR = '#0b6b5d';
const MAX_SHOWN = 99; // three characters fit

const iconsOf = (name: string) => ({ 16: `icons/${name}16.png`, 32: `icons/${name}32.png` });

/** `people` undefined: there is no call. `tabId` undefined: the call belongs to no tab. */
export async function showPeople(people: number | undefined, tabId: number | undefined): Promise<void> {
  const of = tabId === undefined ? {} : { tabId };
  const words = await loadWords((await readSettings()).language);
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
