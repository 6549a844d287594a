/** Gives a page's content script what it needs to show a frame: ticket, place, words. Knows no content script. */
import browser from 'webextension-polyfill';
import { isFirefox } from '../kind.ts';
import { FALLBACK_REASONS, type FallbackReason, type FallbackWords, REASON_WORDS, type Ticket } from '../messages.ts';
import { readSettings, siteSettings } from '../settings.ts';
import { loadWords, type Words } from '../words.ts';
import { Tickets } from './tickets.ts';

export const tickets = new Tickets();

export async function issueTicket(tab: browser.Tabs.Tab): Promise<Ticket> {
  const { id = -1, windowId = -1, url: address = '', title = '' } = tab;
  const [site, { language }] = await Promise.all([siteSettings(address), readSettings()]);
  const words = await loadWords(language);
  const panelKeys = await shortcutOf(isFirefox ? '_execute_sidebar_action' : 'open-panel');
  const { position, size, collapsed } = site;
  return {
    ticket: tickets.issue({ tabId: id, windowId, address, title, panelKeys }),
    ...(position && { position }),
    ...(size && { size }),
    collapsed,
    words: fallbackWords(words, panelKeys),
  };
}

function fallbackWords(words: Words, keys: string): FallbackWords {
  const works = words.say(isFirefox ? 'reasonPanelWorksFirefox' : 'reasonPanelWorks');
  const reasons = Object.fromEntries(
    FALLBACK_REASONS.map((reason) => [reason, `${words.say(REASON_WORDS[reason])} ${works}`]),
  ) as Record<FallbackReason, string>;
  return {
    frame: words.say('frameTitle'),
    title: words.say('fallbackTitle'),
    reasons,
    open: words.say('openPanel'),
    close: words.say('close'),
    how: isFirefox ? words.say('openPanelKeys', { keys }) : undefined,
  };
}

/** As the person has set it. */
async function shortcutOf(name: string): Promise<string> {
  const commands = await browser.commands.getAll();
  return commands.find((command) => command.name === name)?.shortcut || 'Alt+Shift+J';
}
