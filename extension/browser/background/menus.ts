/** What the extension adds to context menus. Knows nothing of what comes of it. */
import browser from 'webextension-polyfill';
import { roomLinkPatterns } from '../address/room-link.ts';
import { isFirefox } from '../kind.ts';
import type { Settings } from '../settings.ts';
import { loadWords } from '../words.ts';

export const MENU = { float: 'float', panel: 'panel', link: 'link', toolbarPanel: 'toolbar-panel' } as const;

let last: Promise<void> = Promise.resolve();
let shown = '';

/** One after the other: two at once would add everything twice. */
export function showMenus(settings: Settings): Promise<void> {
  last = last
    .then(() => rebuild(settings))
    .catch((error: unknown) => console.error('The menus are incomplete.', error));
  return last;
}

async function rebuild({ relays, language }: Settings): Promise<void> {
  const patterns = roomLinkPatterns(
    relays.map(({ url }) => url),
    !isFirefox,
  );
  const words = await loadWords(language);
  const state = JSON.stringify([patterns, words.language]);
  if (state === shown) return;
  shown = state;
  const { contextMenus } = browser;
  const web = ['http://*/*', 'https://*/*'];
  await contextMenus.removeAll();
  contextMenus.create({
    id: MENU.float,
    title: words.say('menuFloat'),
    contexts: ['page', 'selection', 'image', 'video', 'editable'],
    documentUrlPatterns: web,
  });
  contextMenus.create({ id: MENU.panel, title: words.say('menuPanel'), contexts: ['page', 'selection'] });
  contextMenus.create({ id: MENU.toolbarPanel, title: words.say('menuPanel'), contexts: ['action'] });
  if (patterns.length === 0) return;
  contextMenus.create({
    id: MENU.link,
    title: words.say('menuLink'),
    contexts: ['link'],
    targetUrlPatterns: patterns,
  });
}
