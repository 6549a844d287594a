/**
 * The extension's background: what clicks, shortcuts and menus do, who gets a ticket, what the toolbar's button shows. It
 * sleeps most of the time, and holds neither socket nor call.
 */
import browser from 'webextension-polyfill';
import { isWebPage } from './address/page-address.ts';
import { readRoomLink } from './address/room-link.ts';
import { forgetTab, showFailure, showPeople } from './background/badge.ts';
import { MENU, showMenus } from './background/menus.ts';
import { chooseOpening } from './background/opening.ts';
import { keepPlace, withPlace } from './background/place.ts';
import { issueTicket, tickets } from './background/ticket-office.ts';
import { isFirefox, ownOrigin } from './kind.ts';
import { CALL_PORT, type FallbackReason, type Request, readRequest, type TicketAnswer } from './messages.ts';
import { openPanel } from './panel-opener.ts';
import { aimPanel, type PanelTarget } from './panel-target.ts';
import { lockStorage, observeSettings, readSettings, type Settings } from './settings.ts';

type Tab = browser.Tabs.Tab;
type Sender = browser.Runtime.MessageSender;

/** By tab: what a page was found to forbid, so that the next click need not try again. */
const forbidding = new Map<number, { readonly address: string; readonly reason: FallbackReason }>();

browser.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('welcome.html') });
  void readSettings().then(apply);
});
browser.runtime.onStartup.addListener(() => void readSettings().then(apply));
observeSettings((settings) => void apply(settings), new AbortController().signal);
void lockStorage();

async function apply(settings: Settings): Promise<void> {
  await keepPlace(settings.place);
  await showMenus(settings);
}

browser.action.onClicked.addListener((tab) => withPlace((place) => openCall(tab, place)));

browser.commands.onCommand.addListener((command, tab) => {
  if (!tab) return;
  if (command === 'float-call') openCall(tab, 'asked');
  else openBeside(tab);
});

browser.contextMenus.onClicked.addListener(({ menuItemId, linkUrl }, tab) => {
  if (!tab) return;
  if (menuItemId === MENU.float) openCall(tab, 'asked');
  else if (menuItemId === MENU.link) openLink(tab, linkUrl);
  else openBeside(tab);
});

/** Within the click: nothing is waited for before a panel is asked to open. `asked`: for the floating call, by name. */
function openCall(tab: Tab, wish: Settings['place'] | 'asked'): void {
  const { id, url } = tab;
  const found = id === undefined ? undefined : forbidding.get(id);
  const opening = chooseOpening({
    address: url,
    isFirefox,
    place: wish === 'asked' ? 'floating' : wish,
    wantsFloating: wish === 'asked',
    forbids: found?.address === url ? found?.reason : undefined,
  });
  if (opening.where === 'panel') openBeside(tab, opening.reason);
  else if (id !== undefined) void float(id);
  // What refused a script once may have been busy with something: the click after this one tries again.
  if (id !== undefined && found?.reason === 'browser') forbidding.delete(id);
}

function openBeside(tab: Tab, reason?: FallbackReason): void {
  const { windowId } = tab;
  if (windowId === undefined) return;
  // A refusal means that the browser saw no click; the target waits for the next one.
  openPanel(windowId).catch((error: unknown) => console.warn('The panel did not open.', error));
  void aimPanel(windowId, targetOf(tab, reason));
}

function targetOf({ id, url, title = '' }: Tab, reason: FallbackReason | undefined): PanelTarget {
  const why = reason === undefined ? {} : { reason };
  if (id === undefined || !isWebPage(url)) return { kind: 'none', ...why };
  return { kind: 'page', tabId: id, address: url, title, ...why };
}

function openLink(tab: Tab, link: string | undefined): void {
  const { windowId } = tab;
  if (windowId === undefined) return;
  openPanel(windowId).catch((error: unknown) => console.warn('The panel did not open.', error));
  void readSettings().then(({ relays }) => {
    const found = readRoomLink(
      link,
      relays.map(({ url }) => url),
    );
    return aimPanel(windowId, found ? { kind: 'room', ...found } : targetOf(tab, undefined));
  });
}

/** ms: a page that is just coming refuses scripts for a moment. */
const PAGE_SETTLES_MS = 400;

/** Shows the call over the page, or takes it away. */
async function float(tabId: number): Promise<boolean> {
  const inject = () => browser.scripting.executeScript({ target: { tabId }, files: ['content.js'] });
  try {
    await inject().catch(async () => {
      await new Promise((resolve) => setTimeout(resolve, PAGE_SETTLES_MS));
      await inject();
    });
    return true;
  } catch (error) {
    console.warn('This page lets no call in.', error);
    const { url: address } = await browser.tabs.get(tabId);
    if (address !== undefined) forbidding.set(tabId, { address, reason: 'browser' });
    await showFailure(tabId);
    return false;
  }
}

browser.tabs.onRemoved.addListener((tabId) => {
  forbidding.delete(tabId);
  forgetTab(tabId);
});

browser.runtime.onMessage.addListener((message: unknown, sender: Sender) => {
  const request = readRequest(message);
  return request && answer(request, sender);
});

/** Undefined: the sender may not ask this, or there is nothing to say. */
function answer(request: Request, sender: Sender): Promise<unknown> | undefined {
  const { tab } = sender;
  if (request.type === 'issue-ticket' || request.type === 'fall-back') {
    if (tab?.id === undefined || sender.frameId !== 0 || isOwnPage(sender)) return undefined;
    return request.type === 'issue-ticket' ? issueTicket(tab) : fallBack(tab, request.reason, request.opensPanel);
  }
  if (!isOwnPage(sender)) return undefined;
  if (request.type === 'use-ticket') {
    const visit = tickets.use(request.ticket, tab?.id);
    return Promise.resolve<TicketAnswer>(visit ? { ok: true, visit } : { ok: false });
  }
  if (request.type === 'open-page')
    return browser.tabs.create({ url: browser.runtime.getURL(request.name) }).then(() => {});
  return request.type === 'float' ? float(request.tabId) : undefined;
}

const isOwnPage = ({ url, origin }: Sender & { origin?: string }): boolean =>
  origin === ownOrigin ||
  (url?.startsWith(`${ownOrigin}/`) ?? false) ||
  (url?.startsWith(browser.runtime.getURL('')) ?? false);

async function fallBack(tab: Tab, reason: FallbackReason, opensPanel: boolean): Promise<void> {
  // First: a panel opens within the click, or not at all.
  if (opensPanel) openBeside(tab, reason);
  if (tab.id !== undefined && tab.url !== undefined) forbidding.set(tab.id, { address: tab.url, reason });
}

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== CALL_PORT || !port.sender || !isOwnPage(port.sender)) return;
  let tabId = port.sender.tab?.id;
  let hasTold = false;
  port.onMessage.addListener((message: unknown) => {
    const request = readRequest(message);
    if (request?.type !== 'tell-people') return;
    const before = tabId;
    tabId = port.sender?.tab?.id ?? request.tabId;
    if (hasTold && tabId !== before) void showPeople(undefined, before);
    hasTold = true;
    void showPeople(request.people, tabId);
  });
  port.onDisconnect.addListener(() => void (hasTold && showPeople(undefined, tabId)));
});
